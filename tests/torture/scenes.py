"""What is there before something goes wrong, and what must hold afterwards."""

import hashlib
import json
import shutil
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora import edition, write_corpus
from processes import End, Fault, in_child

from assistant.errors import AssistantError, IndexMissingError
from assistant.generations import ENGINE_PARTS, generation_folder, index_folder, read_pointer, read_seal
from assistant.index import Index, open_index
from assistant.opening import open_assistant
from assistant.settings import Settings, read_settings
from ingest import caching, publishing
from ingest.building import build

# Ready again within this time, or something is wrong.
OPENED_S = 5.0
QUERIES = ("fishing boats", "illegal mining", "lorries at night", "pupils")
STEMS = ("boat", "silt", "lorri", "shoe")


@dataclass(frozen=True, slots=True)
class Scene:
    """A data folder to start from and a build to be disturbed."""

    name: str
    template: Path
    corpus: Path
    """What the build takes in."""
    removed: str
    """A document that the corpus has lost, or nothing."""
    may_answer: tuple[str, ...]
    """Generations that may answer when the build was disturbed; none where nothing was built before."""
    target: str
    """The generation that the build makes."""
    fresh: str
    """Digest of what a build of the same corpus makes in an empty folder."""
    answers: dict[str, str]
    """Generation to the digest of its answers."""


def settings_of(data: Path, corpus: Path) -> Settings:
    """Return settings over a data folder and a corpus."""
    return read_settings().model_copy(update={"data": data, "corpus": corpus})


def answers_of(index: Index) -> str:
    """Return a digest of what an index finds."""
    found = [[index.dense(index.encode(text), 10) for text in QUERIES], [index.lexical([stem], 10) for stem in STEMS]]
    texts = [[document.id, document.text] for document in index.documents]
    passages = [[passage.id, passage.text] for passage in index.passages]
    return hashlib.sha256(json.dumps([found, texts, passages]).encode()).hexdigest()


def canonical_of(settings: Settings) -> str:
    """Return a digest of the live generation's canonical files, their names and their bytes."""
    entry = read_pointer(index_folder(settings))[0]
    folder = generation_folder(index_folder(settings), entry.id)
    sums = read_seal(folder, entry.id).sums
    kept = {
        path: hashlib.sha256((folder / path).read_bytes()).hexdigest()
        for path in sums
        if not path.startswith(ENGINE_PARTS)
    }
    return hashlib.sha256(json.dumps([entry.id, kept], sort_keys=True).encode()).hexdigest()


def prepare(folder: Path) -> dict[str, Scene]:
    """Make the scenes under `folder`, and return them by name.

    In a process of its own: one that has opened Chroma has threads and cannot be forked.
    """
    said = in_child(lambda: _prepare(folder), folder).said
    assert isinstance(said, list)
    return {record["name"]: _scene(record) for record in said}


def _scene(record: dict[str, Any]) -> Scene:
    paths = {name: Path(record[name]) for name in ("template", "corpus")}
    return Scene(**{**record, **paths, "may_answer": tuple(record["may_answer"])})


def _prepare(folder: Path) -> list[dict[str, Any]]:
    corpora = [write_corpus(folder / f"edition-{number}", edition(number)) for number in (1, 2, 3)]
    less = {name: text for name, text in edition(2).items() if name != "bridge"}
    corpora.append(write_corpus(folder / "edition-2-less", less))
    two = folder / "two"
    older, live = (build(settings_of(two, corpus)).generation for corpus in corpora[:2])
    fresh: dict[Path, tuple[str, str]] = {}
    answers: dict[str, str] = {}
    for corpus in corpora:
        settings = settings_of(folder / f"fresh-{corpus.name}", corpus)
        target = build(settings).generation
        fresh[corpus] = target, canonical_of(settings)
        answers[target] = answers_of(open_index(settings))

    def scene(name: str, template: Path, corpus: Path, before: tuple[str, ...], removed: str = "") -> dict[str, Any]:
        target, digest = fresh[corpus]
        record = {"name": name, "template": str(template), "corpus": str(corpus), "removed": removed}
        return {**record, "may_answer": before, "target": target, "fresh": digest, "answers": answers}

    (folder / "none").mkdir(parents=True, exist_ok=True)
    return [
        scene("first build", folder / "none", corpora[2], ()),
        scene("new edition", two, corpora[2], (live,)),
        scene("removal", two, corpora[3], (live,), "bridge"),
        scene("same again", two, corpora[1], (live, older)),
    ]


def act(scene: Scene, settings: Settings) -> dict[str, object]:
    """Build, and forget what was removed; return how it ended."""
    try:
        report = build(settings)
        left = publishing.forget(index_folder(settings), [scene.removed]) if scene.removed else ()
        if scene.removed:
            caching.forget(settings.cache_folder, [scene.removed])
    except AssistantError as error:
        return {"error": type(error).__name__, "message": error.message, "hint": error.hint}
    except BaseException as error:  # noqa: BLE001  to be complained of
        return {"crash": f"{type(error).__name__}: {error}", "trace": traceback.format_exc()}
    return {"built": report.generation, "left": list(left)}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A disturbed build, and what was wrong afterwards."""

    end: End
    complaints: tuple[str, ...]


def disturb(scene: Scene, folder: Path, fault: Fault) -> Attempt:
    """Let `fault` hit the scene's build in a copy of its data folder; look at what it leaves, then build again."""
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(scene.template, data)
    settings = settings_of(data, scene.corpus)
    end = in_child(lambda: act(scene, settings), data, fault)
    complaints = [] if end.said is None else complaints_of(end.said)
    may_be_killed = fault.error == 0 and (fault.point or fault.after_s is not None)
    if end.status != 0 and not (may_be_killed and end.status == -9):
        complaints.append(f"the build ended with {end.status}")
    return Attempt(end, (*complaints, *look(scene, settings)))


def complaints_of(said: object) -> list[str]:
    """Return what is wrong with how a build says it ended."""
    assert isinstance(said, dict)
    if "crash" in said:
        return [f"the build crashed: {said['crash']}\n{said['trace']}"]
    if "error" in said and not (said["message"] and said["hint"]):
        return [f"no hint: {said}"]
    return []


def look(scene: Scene, settings: Settings, allow: Callable[[Exception], bool] = lambda _: False) -> list[str]:
    """Return what is wrong with what a disturbed build left, and with the next build; in processes of their own.

    `allow` says which error may stand in the place of an answer.
    """
    complaints: list[str] = []
    for step in (lambda: answers_step(scene, settings, allow), lambda: _builds_again(scene, settings)):
        end = in_child(step, settings.data)
        complaints += end.said if isinstance(end.said, list) else [f"the look itself ended with {end.status}"]
    return complaints


def answers_step(scene: Scene, settings: Settings, allow: Callable[[Exception], bool] = lambda _: False) -> list[str]:
    """Return what is wrong with what is answered."""
    start = time.perf_counter()
    try:
        index = open_index(settings)
        digest = answers_of(index)
        opened = time.perf_counter() - start
        said = open_assistant(settings).ask("What is MO 1.1?")
    except IndexMissingError as error:
        return ["nothing answers"] if scene.may_answer and not allow(error) else []
    except AssistantError as error:
        return [] if allow(error) else [f"{error.message} {error.hint}"]
    generation = index.card.generation
    checks = {
        f"{generation} answers": generation in (*scene.may_answer, scene.target),
        "wrong answers": digest == scene.answers[generation],
        f"took {opened:.1f} s": opened < OPENED_S,
        "MO 1.1 is not cited": bool(said.citations) and said.generation == generation,
    }
    return [complaint for complaint, holds in checks.items() if not holds]


def _builds_again(scene: Scene, settings: Settings) -> list[str]:
    said = act(scene, settings)
    if said != {"built": scene.target, "left": []}:
        return [f"the next build: {said.get('trace', said)}"]
    index = open_index(settings)
    folder = index_folder(settings)
    patterns = ("building-*", "live-*", "forgotten*", "generations/.*", "copies/*")
    left = [path.name for pattern in patterns for path in folder.glob(pattern)]
    left += [path.name for path in (settings.cache_folder / "onnx").glob("*-*")]
    held = [
        path.name
        for path in (folder / "generations").iterdir()
        if scene.removed and (path / "texts" / f"{scene.removed}.txt").exists()
    ]
    checks = {
        "not the bytes of a fresh build": canonical_of(settings) == scene.fresh,
        f"left behind: {left}": not left,
        f"still there: {held}": not held,
        "more than two generations": len(list((folder / "generations").iterdir())) <= 2,
        "wrong answers after the next build": answers_of(index) == scene.answers[scene.target],
        f"notes {index.notes}": index.notes == () and index.dense_backend() == "chroma",
    }
    index.close()
    return [complaint for complaint, holds in checks.items() if not holds]
