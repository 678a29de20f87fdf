"""How well each sentence fits a query: late interaction, dense similarity, words in common, the kind of thing wanted.

Gives features and one score for ranking; whether the best is good enough is `deciding`'s business.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.anticipating import CLOSELY
from assistant.citing import Source
from assistant.fitted import ANTICIPATED, PLAIN, Fit
from assistant.folding import fold
from assistant.index import Index
from assistant.lexical import stems
from assistant.schema import Passage, Section, Sentence
from assistant.understanding import Query, Term, Wanted

if TYPE_CHECKING:
    from assistant.embedding import Reading

FEATURES = (
    "dense",  # cosine of question and sentence
    "late",  # mean over the question's words of the best cosine with a word of the sentence (see `late_interaction`)
    "passage",  # cosine of question and passage
    "before",  # cosine of question and the sentence before, for a sentence that leans on it
    "coverage",  # share of the content words, by weight, that the sentence holds
    "around",  # the same for the passage and its section's title
    "wanted",  # holds the kind of thing asked for
    "title",  # is a title: it names, it does not tell
    "furniture",  # is a footnote or a release mark
    "focus",  # stands in a passage that the conversation is about
    "place",  # stands in a section that the conversation is about
    "said",  # was quoted whole in the last answer
    "asked",  # cosine of the question and the nearest anticipated one that the sentence answers
    "closely",  # how much of that is beyond CLOSELY
)

EXPECTED = (0.19, 0.82)
"""What `asked` is expected to be at a cosine of question and sentence (least squares over the tuning questions, r = 0.7):
for the sentences of a document that nobody has written questions for, beside others."""

# Function words keep a little say in late interaction: "in", "before" and "not" shade the meaning.
FUNCTION_WEIGHT = 0.1

_LEANING = re.compile(r"^(?:This|These|Those|They|Such|It|Its|Their|He|She|However|Additionally|Finally|In doing so|As a result|"
                      r"Results|The new|The ratio|At the same time|To address|To help|To this end|By \w+ing)\b")  # fmt: skip
# A year or a day of a month counts nothing.
_DATES = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2}\b|\b(?:19|20)\d\d\b|"
    r"\b(?:Objective|Goal|Footnote)\s+\d(?:\.\d)?"
)
_KINDS = {
    Wanted.NUMBER: re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|half|twice|double[ds]?|majority|first|second|third|"
        r"fourth|fifth|billions?(?!-dollar)|millions?|thousands?|hundreds?)\b",
        re.IGNORECASE,
    ),
    Wanted.SHARE: re.compile(r"\d+(?:\.\d+)?\s*(?:%|percent)|\b\d+ to \d+\b|\b(?:half|third|quarter|majority|most)\b", re.IGNORECASE),
    Wanted.MONEY: re.compile(r"\$\s*\d|\b(?:million|billion|thousand) dollars|\bbillions?\b"),
    Wanted.DATE: re.compile(
        r"\b(?:19|20)\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    ),
    Wanted.PERSON: re.compile(r"(?<![.!?]\s)\b(?:Mr|Mrs|Ms|Dr|President|Ambassador|Minister|Secretary|General)\.?\s+[A-Z][a-z]+"),
    Wanted.REASON: re.compile(
        r"\b(?:because|since|therefore|thus|as|so that|in order to|due to|thereby|which|need|requires?|reason|ensur\w+|"
        r"to (?:help|protect|support|address|ensure|reduce|prevent)|by \w+ing|enables?|allows?|threatens?|creates?)\b",
        re.IGNORECASE,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence measured against a query."""

    row: int
    """Its row among all sentences of the index."""
    sentence: Sentence
    passage: Passage
    section: Section
    stems: frozenset[str]
    features: tuple[float, ...]
    score: float
    reading: float | None = None
    """The trained reader's log-odds that it holds the answer; None where the reader did not look."""
    passage_reading: float | None = None
    """Its log-odds that the passage answers the question."""
    twins: "tuple[Match, ...]" = ()
    """The same sentence in other sections."""

    def feature(self, name: str) -> float:
        """Return one feature by its name."""
        return self.features[FEATURES.index(name)]

    @property
    def source(self) -> Source:
        """What a citation of the sentence needs."""
        return Source(self.section, self.passage, self.sentence, tuple(twin.source for twin in self.twins))


def is_leaning(sentence: Sentence) -> bool:
    """Say whether a sentence needs the one before it to be understood."""
    return _LEANING.match(sentence.text) is not None


def holds(wanted: Wanted, text: str) -> bool:
    """Say whether a text holds the kind of thing that a question asks for."""
    pattern = _KINDS.get(wanted)
    if wanted is Wanted.NUMBER:
        text = _DATES.sub(" ", text)
    return pattern is None or pattern.search(text) is not None


def weight_of(term: Term, frequencies: Mapping[str, int], count: int) -> float:
    """Return the inverse document frequency of a term over sentences, between 0 and 1.

    Robertson and Spärck Jones's idf as BM25 uses it, ln(1 + (N - n + 0.5) / (n + 0.5)), divided by its
    value for an unseen term. A word that the documents only know by another gets that one's weight.
    """
    seen = [frequencies[stem] for stem in (term.stem, *term.others) if stem in frequencies]
    n = min(seen) if seen else 0
    return math.log1p((count - n + 0.5) / (n + 0.5)) / math.log1p((count + 0.5) / 0.5)


def late_interaction(
    reading: "Reading", weights: Sequence[float], tokens: np.ndarray, starts: np.ndarray
) -> np.ndarray:
    """Return, for each sentence, the weighted mean over the question's tokens of the best cosine with one of its tokens.

    `weights` has one number for each token of `reading`; `tokens` (n, 384) holds the normalised token vectors of
    the sentences one after the other and `starts` where each begins. Shape of the result: (sentences,).

    MaxSim of Khattab and Zaharia, ColBERT, SIGIR 2020, here weighted by inverse document frequency and with
    the token vectors of the sentence encoder as it is.
    """
    similar = reading.tokens @ tokens.T
    best = np.maximum.reduceat(similar, starts, axis=1)
    weight = np.asarray(weights, dtype=np.float32)
    total = float(weight.sum())
    return np.asarray(weight @ best / total) if total else np.zeros(len(starts), dtype=np.float32)


def token_weights(reading: "Reading", terms: Sequence[Term], frequencies: Mapping[str, int], count: int) -> list[float]:
    """Return the weight of each token of a read question: its term's idf, or FUNCTION_WEIGHT outside the terms."""
    by_stem = {term.stem: weight_of(term, frequencies, count) for term in terms}
    by_stem.update({other: by_stem[term.stem] for term in terms for other in term.others if other not in by_stem})
    weights = []
    for word in reading.words:
        found = stems(word)
        weights.append(by_stem.get(found[0], FUNCTION_WEIGHT) if found else 0.0)
    return weights


class Matcher:
    """Measures the sentences of one index. Holds views of its arrays and what can be counted once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        sections = {(section.document, section.ref): section for section in index.sections}
        self.rows = [
            (passage_row, passage, sections[passage.document, passage.ref], sentence, position)
            for passage_row, passage in enumerate(index.passages)
            for position, sentence in enumerate(passage.sentences)
        ]
        self.count = index.sentence_count
        self.fit: Fit = ANTICIPATED if len(index.anticipated) else PLAIN
        self._stems = [frozenset(stems(row[3].text)) for row in self.rows]
        self._around = [frozenset(stems(f"{row[2].title} {row[1].text}")) for row in self.rows]

    def match(self, query: Query, passages: frozenset[str]) -> tuple[Match, ...]:
        """Return the sentences of the named passages, ordered by (score down, row up)."""
        rows = [row for row in range(len(self.rows)) if self.rows[row][1].id in passages]
        if not rows:
            return ()
        columns = self._columns(query, rows)
        table = np.stack([columns[name] for name in FEATURES], axis=1)
        scores = table @ np.array([self.fit.matching[name] for name in FEATURES])
        order = sorted(range(len(rows)), key=lambda i: (-round(float(scores[i]), 6), rows[i]))
        return tuple(self._as_match(rows[i], table[i], float(scores[i])) for i in order)

    def support(self, query: Query, rows: Sequence[int]) -> tuple[float, ...]:
        """Return how well sentences carry each of the question's own terms, from 0 to 1, in the order of `query.terms`.

        A word or a synonym that stands there is `coverage_of`; any other word gets the best cosine of its tokens
        with a token there, which for unrelated words of this encoder lies around 0.3.
        """
        held = frozenset().union(*(self._stems[row] for row in rows))
        tokens, _ = self.index.tokens_of(list(rows))
        reading = self.index.read(query.text)
        best = (reading.tokens @ tokens.T).max(axis=1)
        by_stem: dict[str, list[float]] = {}
        for word, cosine in zip(reading.words, best, strict=True):
            for stem in stems(word)[:1]:
                by_stem.setdefault(stem, []).append(float(cosine))
        return tuple(
            max(coverage_of(term, held), float(np.mean(by_stem.get(term.stem, [0.0])))) for term in query.terms
        )

    def around(self, row: int) -> frozenset[str]:
        """Return the stems of a row's passage and of its section's title."""
        return self._around[row]

    def rows_of(self, passages: frozenset[str]) -> list[int]:
        """Return the rows of the sentences of the named passages."""
        return [row for row in range(len(self.rows)) if self.rows[row][1].id in passages]

    def _as_match(self, row: int, features: np.ndarray, score: float) -> Match:
        _, passage, section, sentence, _ = self.rows[row]
        return Match(
            row, sentence, passage, section, self._stems[row], tuple(float(value) for value in features), score
        )

    def _columns(self, query: Query, rows: list[int]) -> dict[str, np.ndarray]:
        readings = [self.index.read(text) for text in query.variants]
        terms = (*query.terms, *query.carried)
        dense_all = np.max([self.index.sentence_vectors @ reading.vector for reading in readings], axis=0)
        passages = np.max([self.index.passage_vectors @ reading.vector for reading in readings], axis=0)
        tokens, starts = self.index.tokens_of(rows)
        late = np.max(
            [
                late_interaction(r, token_weights(r, terms, self.index.frequencies, self.count), tokens, starts)
                for r in readings
            ],
            axis=0,
        )
        return {
            "dense": dense_all[rows],
            "late": late,
            "passage": passages[[self.rows[row][0] for row in rows]],
            "before": np.array([self._before(row, dense_all) for row in rows]),
            **self._word_columns(query, terms, rows),
            **self._asked_columns(query, rows, dense_all[rows]),
        }

    def _asked_columns(self, query: Query, rows: list[int], dense: np.ndarray) -> dict[str, np.ndarray]:
        near = self.index.nearness(query.variants).by_row[rows]
        known = len(self.index.anticipated) > 0
        asked = np.where(np.isnan(near), EXPECTED[0] + EXPECTED[1] * dense if known else 0.0, near)
        return {"asked": asked, "closely": np.maximum(asked - CLOSELY, 0)}

    def _before(self, row: int, dense: np.ndarray) -> float:
        _, _, _, sentence, position = self.rows[row]
        return float(dense[row - 1]) if position > 0 and is_leaning(sentence) else 0.0

    def _word_columns(self, query: Query, terms: tuple[Term, ...], rows: list[int]) -> dict[str, np.ndarray]:
        weights = [weight_of(term, self.index.frequencies, self.count) for term in terms]
        total = sum(weights) or 1.0

        def covered(held: frozenset[str]) -> float:
            return sum(w * coverage_of(term, held) for term, w in zip(terms, weights, strict=True)) / total

        focus_refs = {passage_id.rsplit("/", 1)[0] for passage_id in query.focus}
        wanted = query.wanted is not Wanted.ANYTHING
        picked = [self.rows[row] for row in rows]
        return {
            "coverage": np.array([covered(self._stems[row]) for row in rows]),
            "around": np.array([covered(self._around[row]) for row in rows]),
            "wanted": np.array([float(wanted and holds(query.wanted, row[3].text)) for row in picked]),
            "title": np.array([float(row[1].part in ("Title", "Framework")) for row in picked]),
            "furniture": np.array(
                [float(row[2].ref == "About" or row[1].part.startswith("Footnote")) for row in picked]
            ),
            "focus": np.array([float(row[1].id in query.focus) for row in picked]),
            "place": np.array([float(row[1].id.rsplit("/", 1)[0] in focus_refs) for row in picked]),
            "said": np.array([float(bool(query.said) and fold(row[3].text) in query.said) for row in picked]),
        }


# A synonym from a lexicon is a good sign, not proof.
SYNONYM = 0.8


def coverage_of(term: Term, held: frozenset[str]) -> float:
    """Return how far a set of stems covers a term: 1 by the word itself, SYNONYM by another for it, else 0."""
    if term.stem in held:
        return 1.0
    return SYNONYM if term.others & held else 0.0
