"""Disks that are full and folders that cannot be written, also by root: small mounts and the immutable flag."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from processes import End, in_child
from scenes import Scene, act, answers_step, complaints_of, look, settings_of

from assistant.settings import Settings


def why_not() -> str:
    """Return why this machine does not allow it, nothing where it does."""
    if os.geteuid() != 0:
        return "only root may mount"
    with tempfile.TemporaryDirectory() as folder:
        try:
            with _mounted(Path(folder), "size=64k"):
                return ""
        except (OSError, subprocess.CalledProcessError):
            return "mounting is not permitted here"


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[None]:
    _run("mount", "-t", "tmpfs", "-o", options, "none", str(folder))
    try:
        yield
    finally:
        _run("umount", "--lazy", str(folder))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def small_disk(scene: Scene, folder: Path, room: int) -> tuple[bool, tuple[str, ...]]:
    """Build on a disk with `room` KiB free; return whether it fitted, and what was wrong."""
    disk = folder / "disk"
    disk.mkdir(exist_ok=True)
    with _mounted(disk, "size=1g"):
        shutil.copytree(scene.template, disk / "data")
        used = shutil.disk_usage(disk).used // 1024
        _run("mount", "-o", f"remount,size={used + room}k", str(disk))
        settings = settings_of(disk / "data", scene.corpus)
        end = in_child(lambda: act(scene, settings), disk)
        complaints = _told(end)
        # What is left answers while the disk is still full.
        complaints += [f"while full: {complaint}" for complaint in _answer_of(scene, settings)]
        _run("mount", "-o", "remount,size=1g", str(disk))
        complaints += look(scene, settings)
    said = end.said
    return isinstance(said, dict) and "built" in said, tuple(complaints)


def _told(end: End) -> list[str]:
    return complaints_of(end.said) if end.status == 0 else [f"the build ended with {end.status}"]


def _answer_of(scene: Scene, settings: Settings) -> list[str]:
    end = in_child(lambda: answers_step(scene, settings), settings.data)
    return end.said if isinstance(end.said, list) else [f"the look itself ended with {end.status}"]


def read_only(scene: Scene, folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what could not be written, and what was wrong."""
    targets = ("index", "index/generations", "index/live", "index/writer.lock", "cache", "cache/vectors.sqlite")
    for target in targets:
        yield f"{target} immutable", _kept_from_writing(scene, folder, _immutable, target)
    for target in (".", "index", "cache"):
        yield f"{target} on a read-only disk", _kept_from_writing(scene, folder, _read_only_mount, target)


def _kept_from_writing(
    scene: Scene, folder: Path, lock: Callable[[Path], Callable[[], None]], target: str
) -> tuple[str, ...]:
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(scene.template, data)
    settings = settings_of(data, scene.corpus)
    try:
        unlock = lock(data / target)
    except subprocess.CalledProcessError as error:
        return (f"not tried: {error.stderr}",)
    try:
        complaints = _told(in_child(lambda: act(scene, settings), data))
        complaints += [f"while read-only: {complaint}" for complaint in _answer_of(scene, settings)]
    finally:
        unlock()
    return (*complaints, *look(scene, settings))


def _immutable(path: Path) -> Callable[[], None]:
    _run("chattr", "+i", str(path))
    return lambda: _run("chattr", "-i", str(path))


def _read_only_mount(path: Path) -> Callable[[], None]:
    _run("mount", "--bind", str(path), str(path))
    _run("mount", "-o", "remount,ro,bind", str(path))
    return lambda: _run("umount", "--lazy", str(path))
