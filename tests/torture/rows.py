"""The rows of the table: what is done, how often, and what went wrong each time."""

import errno
import hashlib
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from corpora import edition, write_corpus
from damages import damage, is_allowed
from disks import read_only, small_disk, why_not
from processes import HANGS_S, Fault, end_of, has_layer, in_child, start_child
from scenes import Scene, act, answers_of, canonical_of, complaints_of, disturb, look, settings_of
from switches import asked_while_switching

from assistant.generations import index_folder, live_generation
from assistant.index import open_index
from ingest.building import build

DISTURBED = ("first build", "new edition", "removal")


@dataclass(frozen=True, slots=True)
class Torture:
    """Where, how much, and with which random numbers."""

    folder: Path
    scenes: dict[str, Scene]
    share: float
    random: random.Random

    def of(self, full: int) -> int:
        """Return how many of `full` times something is done."""
        return max(1, round(full * self.share))


@dataclass(frozen=True, slots=True)
class Trial:
    """One time, and what was wrong."""

    what: str
    complaints: tuple[str, ...]
    times: int = 1
    is_skipped: bool = False


Row = Callable[[Torture], Iterator[Trial]]


def kills_by_operation(torture: Torture) -> Iterator[Trial]:
    """SIGKILL at the n-th change of a file, spread over the whole build and dense at its end."""
    yield from _without_layer()
    for name, full in zip(DISTURBED, (50, 90, 50) if has_layer() else (), strict=False):
        scene = torture.scenes[name]
        changes = disturb(scene, torture.folder, Fault()).end.seen
        count = torture.of(full)
        spread = {1 + round(torture.random.random() * (changes - 1)) for _ in range(count)}
        # At the end the pointer moves and what is old is collected.
        last = set(torture.random.sample(range(max(1, changes - 60), changes + 1), torture.of(10)))
        for point in sorted(spread | last):
            attempt = disturb(scene, torture.folder, Fault(point))
            yield Trial(f"{name}, killed at change {point}", attempt.complaints)


def kills_by_time(torture: Torture) -> Iterator[Trial]:
    """SIGKILL at any moment of a build."""
    for name, full in zip(DISTURBED, (30, 60, 30), strict=True):
        scene = torture.scenes[name]
        start = time.perf_counter()
        end = in_child(lambda scene=scene: _built_in(scene, torture.folder), torture.folder)
        length = (time.perf_counter() - start) if end.status == 0 else 1.0
        for _ in range(torture.of(full)):
            moment = torture.random.random() * length
            attempt = disturb(scene, torture.folder, Fault(after_s=moment))
            yield Trial(f"{name}, killed after {moment:.3f} s", attempt.complaints)


def _built_in(scene: Scene, folder: Path) -> object:
    shutil.rmtree(folder / "data", ignore_errors=True)
    shutil.copytree(scene.template, folder / "data")
    return act(scene, settings_of(folder / "data", scene.corpus))


def faults(torture: Torture) -> Iterator[Trial]:
    """EIO once at every 20th operation, reads among them; ENOSPC from every tenth change on; until the build is clean."""
    yield from _without_layer()
    kinds = (Fault(error=errno.EIO, reads=True), Fault(error=errno.ENOSPC, lasting=True))
    for name in DISTURBED if has_layer() else ():
        for kind in kinds:
            step = round((20 if kind.reads else 10) / torture.share)
            yield from _until_clean(torture, torture.scenes[name], kind, step)


def _until_clean(torture: Torture, scene: Scene, kind: Fault, step: int) -> Iterator[Trial]:
    point = torture.random.randint(1, step)
    while True:
        fault = Fault(point, kind.error, kind.lasting, kind.reads)
        attempt = disturb(scene, torture.folder, fault)
        yield Trial(f"{scene.name}, {errno.errorcode[kind.error]} at {point}", attempt.complaints)
        if attempt.end.said is not None and attempt.end.seen < point:
            return
        point += step


def full_disks(torture: Torture) -> Iterator[Trial]:
    """A real disk that is full after so many KiB, until the build fits; then room is made."""
    reason = why_not()
    if reason:
        yield Trial(reason, (), 0, is_skipped=True)
        return
    for name in ("first build", "new edition"):
        step = round(64 / torture.share)
        room = torture.random.randint(16, step)
        is_built = False
        while not is_built:
            is_built, complaints = small_disk(torture.scenes[name], torture.folder, room)
            yield Trial(f"{name}, {room} KiB free", complaints)
            room += step


def read_only_folders(torture: Torture) -> Iterator[Trial]:
    """Folders and files that not even root may write; then they may be written again."""
    reason = why_not()
    if reason:
        yield Trial(reason, (), 0, is_skipped=True)
        return
    for what, complaints in read_only(torture.scenes["new edition"], torture.folder):
        yield Trial(what, complaints)


def damaged_files(torture: Torture) -> Iterator[Trial]:
    """A file of index or cache flipped, zeroed, cut, lengthened, deleted or swapped: seen, and built again."""
    for _ in range(torture.of(300)):
        scene = torture.scenes[torture.random.choice(("same again", "new edition", "removal"))]
        data = torture.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(scene.template, data)
        what = damage(data, torture.random)
        served = replace(scene, may_answer=tuple(scene.answers))
        yield Trial(what, tuple(look(served, settings_of(data, scene.corpus), is_allowed)))


def builds_at_once(torture: Torture) -> Iterator[Trial]:
    """Two to eight builds at once, of one corpus or each of its own."""
    for _ in range(torture.of(30)):
        count = torture.random.randint(2, 8)
        is_one = torture.random.random() < 0.5
        name = torture.random.choice(("first build", "new edition"))
        yield Trial(f"{name}, {count} at once", _at_once(torture, torture.scenes[name], count, is_one=is_one))


def _at_once(torture: Torture, scene: Scene, count: int, *, is_one: bool) -> tuple[str, ...]:
    data = torture.folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(scene.template, data)
    others = [torture.scenes[name] for name in ("new edition", "same again", "removal")]
    chosen = [scene if is_one else others[place % 3] for place in range(count)]
    children = []
    for each in chosen:
        work = partial(act, replace(each, removed=""), settings_of(data, each.corpus))
        children.append(start_child(work, data))
        # Some begin together, some while the others write.
        time.sleep(torture.random.choice((0.0, 0.05, 0.15)))
    said = [end.said if isinstance(end.said, dict) else {"crash": end, "trace": ""} for end in map(end_of, children)]
    complaints = [complaint for each in said for complaint in complaints_of(each)]
    complaints += [f"not busy but {each}" for each in said if each.get("error", "IndexBusyError") != "IndexBusyError"]
    built = {each["built"] for each in said if "built" in each}
    final = next((each for each in chosen if each.target in built), None)
    if final is None:
        return (*complaints, "none was built")
    served = replace(final, may_answer=tuple(built), removed="")
    return (*complaints, *look(served, settings_of(data, final.corpus)))


def questions_while_switching(torture: Torture) -> Iterator[Trial]:
    """Questions of two other processes while one generation after the other goes live."""
    count, complaints = asked_while_switching(torture.folder, torture.of(20), torture.of(2_000))
    yield Trial(f"{count} questions", complaints, count)


def same_corpus_again(torture: Torture) -> Iterator[Trial]:
    """The same corpus once more: no id, no count, no byte and no time of a file changes."""
    scene = torture.scenes["same again"]
    shutil.rmtree(torture.folder / "data", ignore_errors=True)
    shutil.copytree(scene.template, torture.folder / "data")
    before = _files(torture.folder / "data")
    for number in range(torture.of(10)):
        end = in_child(lambda: act(scene, settings_of(torture.folder / "data", scene.corpus)), torture.folder)
        after = _files(torture.folder / "data")
        wrong = [] if end.said == {"built": scene.target, "left": []} else [str(end.said)]
        wrong += [f"changed: {path}" for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
        yield Trial(f"time {number + 1}", tuple(wrong))


def _files(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        str(path): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "writer.lock"
    }


def edits(torture: Torture) -> Iterator[Trial]:
    """Documents added, removed and reworded at random, the index built after each: as a fresh build."""
    seed, count = torture.random.random(), torture.of(30)
    work = partial(_edited, torture.folder / "edits", random.Random(seed), count)
    end = in_child(work, torture.folder, hangs_s=count * HANGS_S)
    if not isinstance(end.said, list):
        yield Trial("edits", (f"ended with {end.status}",))
        return
    for what, complaints in end.said:
        yield Trial(what, tuple(complaints))


def _edited(folder: Path, chance: random.Random, count: int) -> list[tuple[str, list[str]]]:
    texts, found = edition(1), []
    corpus, data = folder / "corpus", folder / "data"
    for number in range(count):
        what = _edit(texts, chance, number)
        settings = settings_of(data, write_corpus(corpus, texts))
        report = build(settings)
        fresh = settings.model_copy(update={"data": Path(tempfile.mkdtemp(dir=folder))})
        again = build(fresh)
        index, other = open_index(settings), open_index(fresh)
        counts = [(each.passages, each.sentences, each.documents, each.generation) for each in (report, again)]
        checks = {
            "counts differ": counts[0] == counts[1],
            "bytes differ": canonical_of(settings) == canonical_of(fresh),
            "answers differ": answers_of(index) == answers_of(other),
            "not live": live_generation(settings) == report.generation,
            "more than two generations": len(list((index_folder(settings) / "generations").iterdir())) <= 2,
        }
        index.close()
        other.close()
        found.append((what, [complaint for complaint, holds in checks.items() if not holds]))
        shutil.rmtree(fresh.data, ignore_errors=True)
    return found


def _edit(texts: dict[str, str], chance: random.Random, number: int) -> str:
    kind = chance.choice(("add", "remove", "reword"))
    name = chance.choice(sorted(texts))
    if kind == "add" or len(texts) == 1:
        texts[f"added-{number}"] = edition(number + 10)[chance.choice(("harbour", "bridge", "school"))]
        return f"edit {number}: one added"
    if kind == "remove":
        del texts[name]
        return f"edit {number}: {name} removed"
    words = texts[name].split(" ")
    words[chance.randrange(len(words))] += f" reworded {number}"
    texts[name] = " ".join(words)
    return f"edit {number}: {name} reworded"


def _without_layer() -> Iterable[Trial]:
    if not has_layer():
        yield Trial("no C compiler for the fault layer", (), 0, is_skipped=True)


ROWS: dict[str, tuple[str, Row]] = {
    "kills by operation": (
        "the old or the new generation answers, the next build is as a fresh one",
        kills_by_operation,
    ),
    "kills by time": ("the same", kills_by_time),
    "faults": ("told with a hint or made good; the same", faults),
    "full disks": ("the same", full_disks),
    "read-only folders": ("the same", read_only_folders),
    "damaged files": ("never a wrong answer, no crash; the next build is as a fresh one", damaged_files),
    "builds at once": ("one builds, the others wait or leave with a message; as a serial build", builds_at_once),
    "questions while switching": ("no error; every citation is of one generation", questions_while_switching),
    "same corpus again": ("nothing changes", same_corpus_again),
    "edits": ("as a fresh build", edits),
}
