"""What is wrong with a suite's gold: each finding with its file and line, and what to do about it.

Errors make a number meaningless, warnings make a question hard or impossible to win, notes are worth a look.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches
from math import ceil
from textwrap import shorten

from assistant.phrases import long_name
from assistant.schema import Document, Section
from assistant.scoping import ALL, POST
from evals.cases import Finding, QuestionCase, Span
from evals.gold import Gold
from evals.plain import form_pattern, haystack_of, plain, says
from evals.suites import Suite

# Questions that share this much of their words ask nearly the same.
NEAR = 0.85
# A sentence is proposed for a quote when they are this much alike.
_ALIKE = 0.6
_SHOWN = 80
_FEW = 500
_WORD = re.compile(r"\w+")
_Told = Iterator[tuple[str, str]]


def validate(
    suite: Suite, sections: Iterable[Section], documents: Iterable[Document], corpus_sha256: str | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a suite, by file and line. `corpus_sha256`: of the corpus that is loaded."""
    gold = Gold(documents, sections)
    checks: tuple[Callable[[QuestionCase], _Told], ...] = (
        lambda case: _places(case, gold),
        lambda case: _spans(case, gold),
        lambda case: _facts(case, gold),
        _expectations,
        lambda case: _staleness(case, gold, corpus_sha256),
    )
    findings = [
        Finding(case.file, case.line, case.id, severity, message)
        for case in suite.cases
        for check in checks
        for severity, message in check(case)
    ]
    return tuple(sorted([*findings, *_near_duplicates(suite.cases)], key=lambda found: (found.path, found.line)))


def _expectations(case: QuestionCase) -> _Told:
    """Tell what does not fit the expected outcome, and forms that cannot be looked for."""
    if not case.answerable and (case.refs or case.facts):
        yield "error", "no answer is expected, so there can be no `refs` and no `facts`; `also_ok` may name places."
    if case.answerable and not (case.refs or case.facts or case.grades):
        yield "warning", "an answer is expected, but no `refs`, `facts` or `grades` say which: it cannot be judged."
    for form in (*(form for forms in case.facts for form in forms), *case.must_not):
        try:
            form_pattern(form)
        except re.error as error:
            yield "error", f"{form!r} is no regular expression: {error}."


def _places(case: QuestionCase, gold: Gold) -> _Told:
    for field, names in (("refs", case.refs), ("also_ok", case.also_ok), ("grades", tuple(case.grades))):
        for name in names:
            if name not in gold.names:
                yield "error", f"`{field}` names {name!r}, which the corpus does not have.{_meant(name, gold.names)}"
    for name in case.scope:
        if name not in gold.documents and name != ALL and not name.startswith(POST):
            yield "error", f"`scope` names the document {name!r}, which the corpus does not have."


def _meant(name: str, names: Collection[str]) -> str:
    """Return a guess at a misspelt name. Among thousands of names nobody mistypes one, and looking takes long."""
    near = get_close_matches(name, names, n=1) if len(names) <= _FEW else []
    return f" Is it {near[0]!r}?" if near else ""


def _spans(case: QuestionCase, gold: Gold) -> _Told:
    """Tell of quotes that do not stand where they should, with what stands there."""
    for number, span in enumerate(case.spans):
        name = f"`spans[{number}]`"
        if span.document not in gold.documents:
            yield "error", f"{name} names the document {span.document!r}, which the corpus does not have."
        elif not gold.has_place(span.document, span.ref):
            yield (
                "error",
                f"{name} names {span.ref!r}, which {span.document} does not have.{_meant(span.ref, gold.names)}",
            )
        elif not gold.find_in(span, span.ref):
            refs = gold.refs_with(span)
            where = f"it stands in {', '.join(refs)}." if refs else _proposal(span, gold)
            yield "error", f"{name} quotes what {span.ref} does not say: {where}"


def _proposal(span: Span, gold: Gold) -> str:
    """Return what the corpus says instead of a quote: the sentence of its document that is most alike."""
    wanted = plain(span.quote)
    texts = {key[1]: None for p in gold.passages.values() if p.document == span.document for key in gold.keys_of(p.id)}
    near = get_close_matches(wanted, texts, n=1, cutoff=_ALIKE)
    if not near:
        return f"“{shorten(span.quote, _SHOWN, placeholder='…')}” stands nowhere in {span.document}."
    sentence = next(
        (passage, sentence)
        for passage in gold.passages.values()
        for sentence in passage.sentences
        if passage.document == span.document and plain(sentence.text) == near[0]
    )
    return f"the nearest is “{sentence[1].text}” in {sentence[0].ref}."


def _facts(case: QuestionCase, gold: Gold) -> _Told:
    """Tell of facts that no gold sentence contains, and of gold that contains what must not be said."""
    if not case.answerable:
        return
    quotes = [span.quote for span in case.spans]
    names = [name for ref in (*case.refs, *case.also_ok) for name in (ref, long_name(ref))]
    passages = gold.passages_of((*case.refs, *case.also_ok))
    # A form may run on from one sentence into the next, but only as far as the passage goes.
    quoted, around = haystack_of([*quotes, *names]), haystack_of([*quotes, *names, *(p.text for p in passages)])
    for forms in case.facts:
        with suppress(re.error):
            if not says(around, forms):
                yield "warning", f"no gold place contains the fact {_told(forms)}: quotes alone cannot win it."
            elif case.spans and not says(quoted, forms):
                yield "note", f"no gold quote contains the fact {_told(forms)}, though its place does."
    for form in case.must_not:
        with suppress(re.error):
            if says(haystack_of(quotes), [form]):
                yield "error", f"a gold quote contains {form!r}, which the answer must not say."


def _told(forms: Sequence[str]) -> str:
    return " or ".join(f"“{form}”" for form in forms)


def _staleness(case: QuestionCase, gold: Gold, corpus_sha256: str | None) -> _Told:
    if case.corpus_sha256 is None or corpus_sha256 is None or case.corpus_sha256 == corpus_sha256:
        return
    places = [gold.find(span) for span in case.spans]
    told = f"the gold was made on the corpus {case.corpus_sha256[:12]}…, and {corpus_sha256[:12]}… is loaded"
    if not all(places):
        yield "error", f"{told}: not all of its quotes stand there any more."
    else:
        offsets = ", ".join(f"{found[0][0][0]} to {found[0][-1][1]}" for found in places)
        yield (
            "warning",
            f"{told}; its quotes still stand there{f', at {offsets}' if offsets else ''}. Set the new hash.",
        )


def _near_duplicates(cases: Sequence[QuestionCase]) -> Iterator[Finding]:
    """Yield the questions that share nearly all words with an earlier one outside their group.

    Only pairs that share one of their rarest words can be that alike (prefix filtering, Chaudhuri and others 2006).
    """
    words = [frozenset(_WORD.findall(plain(case.standalone or case.question))) for case in cases]
    counts = Counter(word for each in words for word in each)
    holders: dict[str, list[int]] = {}
    for number, (case, each) in enumerate(zip(cases, words, strict=True)):
        rarest = sorted(each, key=lambda word: (counts[word], word))
        rarest = rarest[: len(each) - ceil(NEAR * len(each)) + 1]
        for other in sorted({index for word in rarest for index in holders.get(word, ())}):
            earlier = cases[other]
            is_alone = case.group != earlier.group and case.history == earlier.history
            if is_alone and len(each & words[other]) >= NEAR * len(each | words[other]):
                yield _duplicate(case, earlier)
                break
        for word in rarest:
            holders.setdefault(word, []).append(number)


def _duplicate(case: QuestionCase, earlier: QuestionCase) -> Finding:
    where = f"{earlier.file}, line {earlier.line} ({earlier.id})"
    if case.half != earlier.half:
        message = f"nearly the question of {where}, which is in the other half: what is tuned on would be reported on."
        return Finding(case.file, case.line, case.id, "warning", message)
    return Finding(case.file, case.line, case.id, "note", f"nearly the question of {where}, in another group.")
