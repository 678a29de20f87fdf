"""What the house promises of its own code, checked by tools."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

BIN = Path(sys.executable).parent
MODULE_LINES, FUNCTION_LINES = 300, 60
FORBIDDEN_FILES = {"utils.py", "helpers.py", "common.py", "base.py", "constants.py", "types.py", "misc.py"}
FORBIDDEN_CLASSES = re.compile(r"(?:Manager|Handler|Service|Helper|Factory|Mixin|Impl)$|^(?:Base|Abstract)")
MACHINE = re.compile(r"/(?:work|farm)/|/root/|/tmp/w\b|pypi-more|\bissue #?\d|\bsession \d")


def run(root: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def test_the_linter_finds_nothing(root: Path) -> None:
    done = run(root, str(BIN / "ruff"), "check", "--no-cache", ".")
    assert done.returncode == 0, done.stdout


def test_the_code_is_formatted(root: Path) -> None:
    done = run(root, str(BIN / "ruff"), "format", "--no-cache", "--check", ".")
    assert done.returncode == 0, done.stdout


def test_types_are_strict_and_right(root: Path, tmp_path: Path) -> None:
    done = run(root, str(BIN / "mypy"), "--cache-dir", str(tmp_path))
    assert done.returncode == 0, done.stdout


def test_imports_point_down_and_libraries_have_one_owner(root: Path) -> None:
    done = run(root, str(BIN / "lint-imports"), "--no-cache")
    assert done.returncode == 0, done.stdout


def test_modules_and_functions_stay_readable(modules: list[Path]) -> None:
    long = []
    for path in modules:
        text = path.read_text(encoding="utf-8")
        if len(text.splitlines()) > MODULE_LINES:
            long.append(f"{path.name}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LINES:
                long.append(f"{path.name}: {node.name} has {(node.end_lineno or 0) - node.lineno + 1} lines")
    assert not long


def test_names_say_something(modules: list[Path]) -> None:
    assert not [path for path in modules if path.name in FORBIDDEN_FILES]
    classes = [
        n.name for path in modules for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.ClassDef)
    ]
    assert not [name for name in classes if FORBIDDEN_CLASSES.search(name)]


def test_only_the_settings_read_the_environment(modules: list[Path]) -> None:
    readers = [path.name for path in modules if re.search(r"os\.environ|os\.getenv|getenv\(", path.read_text("utf-8"))]
    assert set(readers) <= {"settings.py", "processes.py"}


def test_no_file_of_the_app_hides_a_package_or_a_standard_module(root: Path) -> None:
    names = {path.stem for path in (root / "ui").iterdir() if path.suffix == ".py"} - {"__init__"}
    ours = {"assistant", "corpus", "ingest", "evals", "ui", "tests"}
    assert not names & (ours | set(sys.stdlib_module_names))


def test_every_module_says_what_it_is(modules: list[Path]) -> None:
    assert not [path for path in modules if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]


def test_no_file_names_a_machine(tracked: list[Path], root: Path) -> None:
    found = []
    for path in tracked:
        if path.suffix in {".png", ".txt"} or path == Path(__file__) or path.name == "uv.lock":
            continue
        match = MACHINE.search(path.read_text(encoding="utf-8", errors="replace"))
        if match:
            found.append(f"{path.relative_to(root)}: {match.group()}")
    assert not found


def test_no_file_is_large(tracked: list[Path]) -> None:
    most = {".onnx": 30_000_000}
    assert not [path.name for path in tracked if path.stat().st_size > most.get(path.suffix, 1_000_000)]


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import assistant.schema, assistant.errors", ("numpy", "pydantic", "chromadb", "torch", "streamlit")),
        ("from ui.cli import main; main(['--version'])", ("numpy", "pydantic", "chromadb", "torch", "streamlit", "tantivy")),
        ("import ui.commands.asking, assistant.opening, assistant.matching", ("torch", "transformers", "sentence_transformers", "langchain_core", "streamlit")),
    ],
)  # fmt: skip
def test_light_things_stay_light(code: str, absent: tuple[str, ...]) -> None:
    script = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint([m for m in {absent!r} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.strip().endswith("[]"), done.stderr
