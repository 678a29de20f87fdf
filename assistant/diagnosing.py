"""Is everything in order? Checks that look and never change anything, each with what to do about it."""

import difflib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import SecretStr

from assistant import tokens
from assistant.connections import watched
from assistant.errors import AssistantError
from assistant.settings import Settings, known_variables, unknown_variables

if TYPE_CHECKING:
    from assistant.opening import Assistant

_SECRET = re.compile(r"KEY|TOKEN(?!IZ)|SECRET|PASSWORD|CREDENTIAL", re.IGNORECASE)
_USERINFO = re.compile(r"(?<=://)[^/@\s]+(?=@)")
HIDDEN = "•••"
REBUILD = "Build it again: strategy ingest."
MEND_FIRST = "Mend the corpus first, as said above; until then a build must fail."


class Level(StrEnum):
    """How a check ended; FAIL in capitals, to be found by eye."""

    OK = "ok"
    WARN = "warn"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a diagnosis; `hint` says what to do unless it is ok."""

    level: Level
    check: str
    message: str
    hint: str = ""


def diagnose(settings: Settings) -> Iterator[Finding]:
    """Yield the findings of all checks, in order; a check that cannot go on ends its own part only."""
    yield from _settings(settings)
    yield _data_folder(settings)
    corpus = tuple(_guarded("corpus", lambda: _corpus(settings)))
    yield from corpus
    yield from _guarded("model", lambda: _model(settings))
    can_build = all(finding.level is not Level.FAIL for finding in corpus)
    with watched() as hosts:
        for finding in _guarded("index", lambda: _index(settings)):
            yield finding if can_build else _without_build(finding)
    yield _network(hosts)
    yield _vocabulary(settings)


def _guarded(check: str, run: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Yield the findings of a check; a known error becomes the last of them."""
    try:
        yield from run()
    except AssistantError as error:
        yield Finding(Level.FAIL, check, error.message, error.hint)


def _settings(settings: Settings) -> Iterator[Finding]:
    for variable, name in zip(known_variables(), type(settings).model_fields, strict=True):
        source = "" if name in settings.model_fields_set else " (default)"
        yield Finding(Level.OK, "settings", f"{variable} = {masked(variable, getattr(settings, name))}{source}")
    for variable in unknown_variables():
        close = difflib.get_close_matches(variable, known_variables(), 2, cutoff=0.0)
        hint = f"The nearest known names are {' and '.join(close)}; correct it or take it out."
        yield Finding(Level.WARN, "settings", f"{variable} is not a setting; nothing reads it.", hint)


def masked(name: str, value: object) -> str:
    """Return a setting's value fit to be shown: secrets and passwords inside addresses hidden."""
    if value in (None, ""):
        return "not set"
    if isinstance(value, SecretStr) or _SECRET.search(name.removeprefix("TIKTOKEN_")):
        return HIDDEN
    return _USERINFO.sub(HIDDEN, str(value))


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        return Finding(Level.OK, "data folder", f"{folder} can be written.")
    hint = "An index can neither be built nor renewed: make it writable, or name another folder with STRATEGY_DATA."
    return Finding(Level.WARN, "data folder", f"{folder} cannot be written.", hint)


def _corpus(settings: Settings) -> Iterator[Finding]:
    from assistant.loading import limits_of
    from assistant.manifest import read_corpus
    from assistant.texts import read_text

    placed = read_corpus(settings)
    for each in placed:
        try:
            read_text(each.folder, each.row, limits_of(settings))
        except AssistantError as error:
            yield Finding(Level.FAIL, "corpus", error.message, error.hint)
        else:
            yield Finding(Level.OK, "corpus", f"{each.folder / each.row.path} is the text that the manifest names.")
    posts = dict.fromkeys(each.row.post for each in placed if each.row.post)
    if posts and settings.post not in posts:
        message = f"no document of the manifest is of the post {settings.post!r} that STRATEGY_POST names."
        yield Finding(Level.WARN, "corpus", message, f"The posts there are: {', '.join(posts)}.")


def _without_build(finding: Finding) -> Finding:
    """Return a finding whose hint does not send anybody to a build that must fail."""
    return replace(finding, hint=MEND_FIRST) if "strategy ingest" in finding.hint else finding


def _model(settings: Settings) -> Iterator[Finding]:
    from assistant.weights import find_weights

    weights = find_weights(settings)
    weights.check_all()
    kind = "as published" if weights.is_packaged else "chosen by STRATEGY_EMBEDDING_MODEL"
    message = f"{weights.name}, {kind}, SHA-256 {weights.sha256()[:12]}…, in {weights.folder}"
    yield Finding(Level.OK, "model", message)


def _index(settings: Settings) -> Iterator[Finding]:
    from assistant.generations import index_folder, open_generation, read_pointer
    from assistant.opening import open_assistant

    assistant = open_assistant(settings)
    card = assistant.index.card
    counts = f"{len(assistant.index.sections)} sections, {len(assistant.index.passages)} passages"
    yield Finding(Level.OK, "index", f"generation {card.generation} of {card.model}, {card.precision}: {counts}.")
    live = read_pointer(index_folder(settings))[0]
    open_generation(index_folder(settings), live).check(whole=True)
    yield Finding(Level.OK, "index", f"every file of generation {live.id} is as it was built.")
    yield from _extracts(settings, assistant)
    yield from _promises(assistant)
    for note in assistant.index.notes:
        yield Finding(Level.WARN, "index", note, REBUILD)


def _extracts(settings: Settings, assistant: "Assistant") -> Iterator[Finding]:
    """A file that is read otherwise than when the index was built has other offsets: by another version of a reader."""
    from assistant.loading import limits_of
    from assistant.manifest import read_corpus
    from assistant.texts import read_text

    stored = {document.id: document for document in assistant.documents}
    for folder, row in ((each.folder, each.row) for each in read_corpus(settings)):
        document = stored.get(row.id)
        if document is None or document.sha256 != row.sha256:
            continue  # the index says itself that it is stale
        try:
            is_same = read_text(folder, row, limits_of(settings)).text == document.text
        except AssistantError:
            continue  # said of the corpus already
        if not is_same:
            message = f"{row.id} is read otherwise than when the index was built, by another version of its reader."
            yield Finding(Level.WARN, "index", message, REBUILD)


def _promises(assistant: "Assistant") -> Iterator[Finding]:
    from assistant.proving import broken_targets, smoke

    count, broken = broken_targets(assistant)
    if broken:
        message = f"{len(broken)} of {count} citation targets do not stand in their source: {', '.join(broken[:5])}."
        yield Finding(Level.FAIL, "citations", message, REBUILD)
    else:
        yield Finding(
            Level.OK, "citations", f"all {count} passages and sentences stand in their source, word for word."
        )
    for question, fault in smoke(assistant):
        shown = f"“{question[:60]}{'…' if len(question) > 60 else ''}”"
        if fault:
            yield Finding(Level.FAIL, "questions", f"{shown}: {fault}.", REBUILD)
        else:
            yield Finding(Level.OK, "questions", f"{shown}: as it should be.")


def _vocabulary(settings: Settings) -> Finding:
    folder = settings.tiktoken_cache_dir
    name = tokens.vocabulary_in(folder)
    if name:
        return Finding(Level.OK, "token counts", f"exact, by {name} in {folder}.")
    if folder is None:
        estimate = "over-estimates: no vocabulary is named. Answers from quotes alone do not need one."
        return Finding(Level.OK, "token counts", estimate)
    hint = f"Put one of {', '.join(known.file for known in tokens.VOCABULARIES)} there, or unset TIKTOKEN_CACHE_DIR."
    return Finding(Level.WARN, "token counts", f"over-estimates: no intact vocabulary in {folder}.", hint)


def _network(hosts: list[str]) -> Finding:
    if not hosts:
        return Finding(Level.OK, "network", "nothing tried to leave this machine while the checks ran.")
    named = ", ".join(sorted(set(hosts)))
    return Finding(
        Level.FAIL, "network", f"something tried to reach {named}.", "Report this; the assistant needs no network."
    )
