"""Adding documents and taking them away: the library changed, then the index built from it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError, BuildError, SourceError, UnknownPlaceError
from assistant.generations import index_folder
from assistant.manifest import Row, corpus_folder, library_folder, read_library, read_manifest
from assistant.settings import Settings
from ingest import caching, publishing
from ingest.building import BuildReport, Report, build
from ingest.previewing import Given, Preview, preview
from ingest.publishing import writing
from ingest.shelving import place, write_rows


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the files that were to be added, and of the index."""

    previews: tuple[Preview, ...]
    build: BuildReport


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken away, and which older generations still hold it because a running program has them open."""

    ids: tuple[str, ...]
    build: BuildReport
    still_held: tuple[str, ...]


def add(
    paths: Sequence[Path], given: Given, settings: Settings, *, replaces: bool = False, report: Report = lambda _: None
) -> Added:
    """Copy files into the library and build; a file that is there as it is changes nothing.

    `replaces`: another text under an id that was added before takes its place. Raises SourceError for what cannot be
    added, and what a build raises; then the library is as it was.
    """
    previews = tuple(preview(path, given, settings) for path in paths)
    folder = library_folder(settings)
    with _changing(settings):
        before = read_library(settings)
        _check(previews, before, replaces)
        fresh = [each for each in previews if each.state != "same"]
        kept = {row.id: _bytes(folder / row.path) for row in before if row.id in {each.row.id for each in fresh}}
        if fresh:
            for each in fresh:
                place(folder, each.row, each.data)
            write_rows(folder, _merged(before, [each.row for each in fresh]))
    try:
        return Added(previews, build(settings, report))
    except BaseException:
        if fresh:
            _put_back(settings, before, kept, {each.row.id for each in fresh})
        raise


def remove(ids: Sequence[str], settings: Settings, report: Report = lambda _: None) -> Removed:
    """Take added documents out of the library, the index, the older generations and the cache.

    Raises UnknownPlaceError for an id that was not added, and what a build raises; then the library is without them
    already, and the next build takes them out of the index.
    """
    with _changing(settings):
        for name in ids:
            _check_added(name, read_library(settings), settings)
    # First, so that one that is killed leaves a document and not its traces.
    _forget(settings, ids)
    with _changing(settings):
        write_rows(library_folder(settings), [row for row in read_library(settings) if row.id not in ids])
    try:
        made = build(settings, report)
    except AssistantError as error:
        told = f"{error.message} The document is out of the library, but the index has not been built without it yet."
        raise BuildError(told, f"{error.hint} Then run `strategy ingest`.") from error
    # Again: a build of another process may have come between.
    return Removed(tuple(ids), made, _forget(settings, ids))


def _forget(settings: Settings, ids: Sequence[str]) -> tuple[str, ...]:
    """Forget documents in cache and generations; return the generations that still hold one."""
    caching.forget(settings.cache_folder, ids)
    return publishing.forget(index_folder(settings), ids)


def _check(previews: Sequence[Preview], before: Sequence[Row], replaces: bool) -> None:
    added = {row.id for row in before}
    for number, each in enumerate(previews):
        name = each.row.id
        if any(other.row.id == name and other.data != each.data for other in previews[:number]):
            raise SourceError(
                f"Two of the files would get the id {name!r}.", "Add them one by one, each with its --id."
            )
        if each.state == "changed" and name not in added:
            hint = "Its row stands in the manifest.toml of the corpus."
            raise SourceError(f"{each.name} is {name!r}, which comes with the corpus.", hint)
        # Between the look at the file and this moment another process may have added one.
        is_taken = each.state == "taken" or (each.state == "new" and name in added)
        if is_taken and not (replaces and name in added):
            replacing = "--replace puts this one in its place; " if name in added else ""
            hint = f"{replacing}--id NAME adds it beside the other."
            raise SourceError(f"There is another text with the id {name!r}, so {each.name} was not added.", hint)


def _check_added(name: str, rows: Sequence[Row], settings: Settings) -> None:
    if name in {row.id for row in rows}:
        return
    folder = corpus_folder(settings)
    if name in {row.id for row in read_manifest(folder)}:
        hint = f"Take its row out of {folder / 'manifest.toml'}, or let STRATEGY_CORPUS name a corpus without it."
        raise UnknownPlaceError(f"{name} was not added: it comes with the corpus.", hint)
    hint = f"Added: {', '.join(row.id for row in rows)}." if rows else "Nothing was added."
    raise UnknownPlaceError(f"There is no added document {name!r}.", hint)


def _merged(before: Sequence[Row], fresh: Sequence[Row]) -> list[Row]:
    changed = {row.id: row for row in fresh}
    kept = [changed.pop(row.id, row) for row in before]
    return [*kept, *changed.values()]


def _put_back(settings: Settings, before: Sequence[Row], kept: dict[str, bytes | None], ours: set[str]) -> None:
    """Undo an addition that could not be built; what others added meanwhile stays."""
    folder = library_folder(settings)
    old = [row for row in before if row.id in ours]
    with _changing(settings):
        now = read_library(settings)
        for row in old:
            data = kept.get(row.id)
            if data is not None:
                place(folder, row, data)
        write_rows(folder, _merged([row for row in now if row.id not in ours], old))


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


@contextmanager
def _changing(settings: Settings) -> Iterator[None]:
    """Hold the one writer's lock; a fault of the disk becomes a BuildError."""
    try:
        with writing(index_folder(settings)):
            yield
    except OSError as error:
        where = error.filename or library_folder(settings)
        hint = "Free some space or make the folder writable, or name another with STRATEGY_DATA."
        raise BuildError(f"The library could not be written: {error.strerror or error} ({where}).", hint) from error
