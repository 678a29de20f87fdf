import base64
import hashlib
import socket
from pathlib import Path

import pytest

from assistant import tokens
from assistant.tokens import TokenCount, Vocabulary, count, vocabulary_in

SPANISH = "¿Cuáles son los objetivos de la misión que tratan del narcotráfico y la minería ilegal?"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a tiny vocabulary: every byte, and "ab"."""
    pieces = [bytes([byte]) for byte in range(256)] + [b"ab"]
    data = b"\n".join(base64.b64encode(piece) + b" " + str(rank).encode() for rank, piece in enumerate(pieces))
    (tmp_path / "tiny").write_bytes(data)
    tiny = Vocabulary("tiny", "tiny", hashlib.sha256(data).hexdigest(), r"\p{L}+|[^\p{L}]")
    monkeypatch.setattr(tokens, "VOCABULARIES", (tiny,))
    tokens._encoding.cache_clear()
    return tmp_path


def test_with_a_vocabulary_the_count_is_exact(folder: Path) -> None:
    assert count("abab c", folder) == TokenCount(4, exact=True)
    assert vocabulary_in(folder) == "tiny"


def test_an_altered_vocabulary_is_not_used(folder: Path) -> None:
    with (folder / "tiny").open("ab") as file:
        file.write(b" ")

    assert vocabulary_in(folder) is None
    assert not count("abab", folder).exact


def test_special_tokens_in_a_text_are_plain_text(folder: Path) -> None:
    assert count("<|endoftext|>", folder).tokens == len("<|endoftext|>")


def test_a_folder_without_a_vocabulary_gives_an_estimate(tmp_path: Path) -> None:
    assert not count("some words", tmp_path / "missing").exact
    assert vocabulary_in(None) is None


# Exact counts by o200k_base, made with the published vocabulary.
@pytest.mark.parametrize(
    ("text", "exact"),
    [("Hello world, the U.S. Mission", 8), (SPANISH, 19), ("", 0), ("美国将支持秘鲁在地区和全球的领导作用。", 13)],
)
def test_the_estimate_is_never_below_the_exact_count(text: str, exact: int) -> None:
    assert count(text).tokens >= exact
    assert not count(text).exact


def test_an_estimate_is_not_far_above_for_prose() -> None:
    assert count("The mission will support the reduction of illicit coca cultivation. " * 20).tokens < 2.5 * 260


def test_lone_surrogates_are_counted_and_do_not_fail(folder: Path) -> None:
    assert count("a\ud800b", folder).tokens == 3
    assert count("a\ud800b").tokens >= 1


def test_no_connection_is_tried(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    assert count("text", folder).exact
    assert not count("text", folder / "none").exact
