"""Questions made from questions and passages: what a person does who writes one that only looks answerable."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from evals.lessons import COMMON, Lesson, words_of

_OPPOSITES = """first last; largest smallest; largest least; most least; more less; more fewer; highest lowest;
high low; higher lower; before after; above below; increase decrease; increased decreased; begin end; began ended;
start stop; started stopped; north south; northern southern; east west; eastern western; early late; earlier later;
earliest latest; with without; inside outside; always never; many few; large small; big small; old new; oldest newest;
oldest youngest; older younger; long short; longer shorter; strong weak; stronger weaker; won lost; win lose;
allow forbid; allowed forbidden; allows forbids; accept reject; accepted rejected; supported opposed; support oppose;
included excluded; include exclude; rise fall; rose fell; gain lose; gained lost; male female; public private;
minimum maximum; upper lower; internal external; inner outer; major minor; positive negative; true false; same different;
possible impossible; best worst; better worse; open closed; opened closed; buy sell; bought sold; rich poor; hot cold;
created destroyed; built demolished; joined left; arrived left; founded dissolved; friend enemy; easy difficult;
majority minority; legal illegal; import export; imports exports; added removed; left right; up down; over under;
import export; success failure; successful unsuccessful; popular unpopular; known unknown; direct indirect;
wet dry; fast slow; faster slower; heavy light; former latter; national local; foreign domestic; war peace;
life death; born died; birth death; husband wife; father mother; son daughter; king queen; brother sister""".split(";")
OPPOSITE: dict[str, tuple[str, ...]] = {}
for _pair in _OPPOSITES:
    _one, _other = _pair.split()
    OPPOSITE[_one] = (*OPPOSITE.get(_one, ()), _other)
    OPPOSITE[_other] = (*OPPOSITE.get(_other, ()), _one)

_YEAR = re.compile(r"\b1\d{3}\b|\b20\d{2}\b")
_NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d+\b")
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][\w'’]*(?:(?: of| de| the)? [A-Z][\w'’]*)*")
_QUESTION_WORDS = frozenset("who what when where which why how whose whom in on at the a an is was did".split())
_BE = re.compile(r"\b(is|was|are|were|did|does|do|can|could|would|has|had|have|should|will)\b", re.IGNORECASE)


def particulars(text: str) -> list[tuple[str, int, int]]:
    """Return the years, numbers and names of a text as (kind, start, end), in order."""
    found = [("year", *match.span()) for match in _YEAR.finditer(text)]
    taken = {start for _, start, _ in found}
    found += [("number", *match.span()) for match in _NUMBER.finditer(text) if match.start() not in taken]
    for match in _NAME.finditer(text):
        if match.group().lower() not in _QUESTION_WORDS and len(match.group()) > 1:
            found.append(("name", *match.span()))
    return sorted(found, key=lambda item: item[1])


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes lessons out of lessons, by a random generator that the caller seeds."""

    lessons: tuple[Lesson, ...]
    pools: dict[tuple[str, str], tuple[str, ...]]
    """The particulars of each group by kind."""

    def epoch(self, chance: random.Random) -> list[Lesson]:
        """Return the lessons of one epoch: all that were found, and about as many made as keep the balance."""
        lessons: list[Lesson] = []
        for lesson in self.lessons:
            kept = lesson
            if lesson.source in {"squad", "clapnq", "mtrag"} and chance.random() < 0.3:
                kept = _without_some(lesson, chance)
            lessons.append(_titled(kept, chance))
            if lesson.source == "squad" and lesson.answerable:
                lessons += [_titled(made, chance) for made in self._near_misses(lesson, chance)]
            if lesson.source == "squad" and chance.random() < 0.35:
                lessons += [_titled(made, chance) for made in self._clozes(lesson, chance)]
            if lesson.source == "mtrag" and lesson.answerable and chance.random() < 0.6:
                lessons += self._elsewhere(lesson, chance)
            if lesson.source == "clapnq":
                lessons += [_titled(made, chance) for made in self._from_long(lesson, chance)]
        return lessons

    def _near_misses(self, lesson: Lesson, chance: random.Random) -> Iterator[Lesson]:
        draw = chance.random()
        if draw < 0.2:
            question = self.swapped(lesson.question, lesson, chance)
            if question:
                yield replace(lesson, question=question, answerable=False, holds=(0.0,) * len(lesson.holds), spans=())
        elif draw < 0.3:
            yield from _without_answer(lesson)
        elif draw < 0.36:
            yield from self._elsewhere(lesson, chance)

    def _from_long(self, lesson: Lesson, chance: random.Random) -> Iterator[Lesson]:
        """Yield for a long-answer question: another passage (never the answer), or the passage without its answer."""
        draw = chance.random()
        if lesson.answerable and draw < 0.2:
            yield from _without_answer(lesson)
        elif lesson.answerable and draw < 0.4:
            question = self.swapped(lesson.question, lesson, chance)
            if question:
                yield replace(lesson, question=question, answerable=False, holds=(0.0,) * len(lesson.holds))
        yield from self._clozes(lesson, chance)

    def _elsewhere(self, lesson: Lesson, chance: random.Random) -> Iterator[Lesson]:
        answers = {lesson.sentences[place][start:end].lower() for place, start, end in lesson.spans}
        answers |= {sentence.lower() for sentence, holds in zip(lesson.sentences, lesson.holds, strict=True) if holds}
        others = {
            other.sentences: other
            for other in self.lessons
            if other.group == lesson.group
            and other.sentences != lesson.sentences
            and not any(answer in " ".join(other.sentences).lower() for answer in answers)
        }
        asked = set(words_of(lesson.question)) - COMMON
        near = sorted(others, key=lambda item: -len(asked & set(words_of(" ".join(item)))))[:5]
        if near:
            sentences = chance.choice(near)
            holds = (0.0,) * len(sentences)
            yield replace(lesson, sentences=sentences, answerable=False, holds=holds, spans=())

    def swapped(self, question: str, lesson: Lesson, chance: random.Random) -> str:
        """Return the question with one particular exchanged, one word turned round, or a negation; empty if none fits."""
        text = " ".join(lesson.sentences)
        edits: list[tuple[int, int, str]] = []
        for kind, start, end in particulars(question):
            said = question[start:end]
            pool = [other for other in self.pools.get((lesson.group, kind), ()) if other.lower() != said.lower()]
            pool = [other for other in pool if other not in said and said not in other]
            absent = [other for other in pool if other.lower() not in text.lower()]
            pool = absent if absent and chance.random() < 0.6 else pool
            if pool:
                edits += [(start, end, chance.choice(pool))] * 3
        for match in re.finditer(r"[A-Za-z]+", question):
            for opposite in OPPOSITE.get(match.group().lower(), ()):
                edits += [(*match.span(), opposite)] * 2
        negation = _BE.search(question)
        if negation:
            edits.append((negation.end(), negation.end(), chance.choice((" not", " never"))))
        if not edits:
            return ""
        start, end, text = chance.choice(edits)
        return question[:start] + text + question[end:]

    def _clozes(self, lesson: Lesson, chance: random.Random) -> Iterator[Lesson]:
        """Yield one question made from a sentence of the passage: as it stands, or with a particular exchanged."""
        places = [i for i, sentence in enumerate(lesson.sentences) if 8 <= len(sentence.split()) <= 45]
        chance.shuffle(places)
        for place in places[:3]:
            sentence = lesson.sentences[place]
            found = particulars(sentence)
            if not found:
                continue
            kind, start, end = chance.choice(found)
            question = _asked(sentence, kind, start, end, chance)
            holds = tuple(float(i == place) for i in range(len(lesson.sentences)))
            made = replace(
                lesson, question=question, answerable=True, holds=holds, spans=((place, start, end),), source="cloze"
            )
            if chance.random() < 0.5:
                yield made
                return
            if chance.random() < 0.25 and len(lesson.sentences) > 2:
                yield from _without_answer(made)
                return
            other = self.swapped(question, lesson, chance)
            if other:
                yield replace(made, question=other, answerable=False, holds=(0.0,) * len(holds), spans=())
                return


def make(lessons: Sequence[Lesson]) -> Maker:
    """Return a maker that draws on these lessons alone."""
    pools: dict[tuple[str, str], dict[str, None]] = {}
    for lesson in lessons:
        group = lesson.group
        for sentence in lesson.sentences:
            for kind, start, end in particulars(sentence):
                pools.setdefault((group, kind), {})[sentence[start:end]] = None
    return Maker(tuple(lessons), {key: tuple(pool) for key, pool in pools.items()})


def _asked(sentence: str, kind: str, start: int, end: int, chance: random.Random) -> str:
    before, after = sentence[:start], sentence[end:]
    asks = {"year": ("when", "what year"), "number": ("how many", "how much", "what")}
    word = chance.choice(asks.get(kind, ("who", "what", "which", "what")))
    if chance.random() < 0.7:
        before = re.split(r"[;:(]|, (?=\w+ing\b|which|who|and|but|in )", before)[-1]
        after = re.split(r"[;:)]|, ", after)[0]
    left, right = before.split()[-12:], after.split()[:12]
    words = [word, *left, *right] if chance.random() < 0.5 else [*left, word, *right]
    words = [w for w in words if w == word or chance.random() > 0.12]
    question = " ".join(words).strip(" .,;")
    return question[:1].upper() + question[1:] + "?"


def _titled(lesson: Lesson, chance: random.Random) -> Lesson:
    return lesson if chance.random() < 0.3 else replace(lesson, title="")


def _kept(lesson: Lesson, keep: Sequence[int]) -> Lesson:
    places = {old: new for new, old in enumerate(keep)}
    return replace(
        lesson,
        sentences=tuple(lesson.sentences[i] for i in keep),
        holds=tuple(lesson.holds[i] for i in keep),
        spans=tuple((places[place], start, end) for place, start, end in lesson.spans if place in places),
    )


def _without_some(lesson: Lesson, chance: random.Random) -> Lesson:
    """Return the lesson with some sentences left out that hold no answer."""
    keep = [i for i, holds in enumerate(lesson.holds) if holds or chance.random() < 0.7]
    return _kept(lesson, keep) if keep else lesson


def _without_answer(lesson: Lesson) -> Iterator[Lesson]:
    keep = [i for i, holds in enumerate(lesson.holds) if not holds]
    if keep:
        yield replace(_kept(lesson, keep), answerable=False, spans=())
