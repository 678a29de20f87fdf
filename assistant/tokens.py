"""How many tokens a language model will count in a text. The only module that knows tiktoken.

tiktoken would fetch its vocabulary over the network. Here it is read from the folder that the operator
names, checked by its SHA-256, or not at all: then the count is an over-estimate and says so.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import tiktoken


@dataclass(frozen=True, slots=True)
class TokenCount:
    """A number of tokens, and whether it is exact for the vocabulary or an over-estimate."""

    tokens: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A published vocabulary: its file name in a tiktoken cache folder (SHA-1 of its address) and what it must be."""

    name: str
    file: str
    sha256: str
    pattern: str


# Names, hashes and patterns as in `tiktoken_ext.openai_public` of tiktoken 0.14; the first one found is used.
VOCABULARIES = (
    Vocabulary(
        "o200k_base",
        "fb374d419588a4632f3f557e76b4b70aebbca790",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        "|".join(
            (
                r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
                r"\p{N}{1,3}",
                r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
                r"\s*[\r\n]+",
                r"\s+(?!\S)",
                r"\s+",
            )
        ),
    ),
    Vocabulary(
        "cl100k_base",
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
        r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
    ),
)

_PIECE = re.compile(r"[^\W\d_]+|\d{1,3}|\s+|.", re.DOTALL)


def count(text: str, folder: Path | None = None) -> TokenCount:
    """Return the tokens of `text` by the vocabulary in `folder`, or an over-estimate without one.

    Special tokens in the text count as the plain text that they are. Never opens a connection.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    encoding = _encoding(folder) if folder else None
    if encoding is None:
        return TokenCount(_over_estimate(text), exact=False)
    return TokenCount(len(encoding.encode_ordinary(text)), exact=True)


def vocabulary_in(folder: Path | None) -> str | None:
    """Return the name of the vocabulary that `folder` holds intact, or None."""
    if folder is None:
        return None
    return next((known.name for known in VOCABULARIES if _intact(folder, known) is not None), None)


def _intact(folder: Path, known: Vocabulary) -> bytes | None:
    try:
        data = (folder / known.file).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == known.sha256 else None


@lru_cache(maxsize=1)
def _encoding(folder: Path) -> "tiktoken.Encoding | None":
    for known in VOCABULARIES:
        data = _intact(folder, known)
        if data is not None:
            import tiktoken

            pairs = (line.split() for line in data.splitlines() if line)
            ranks = {base64.b64decode(token): int(rank) for token, rank in pairs}
            return tiktoken.Encoding(known.name, pat_str=known.pattern, mergeable_ranks=ranks, special_tokens={})
    return None


def _over_estimate(text: str) -> int:
    """Return one token for three letters, two capitals, two bytes of other scripts, three digits or one other byte.

    On English and Spanish prose, Markdown, JSON and code this is 1.2 to 1.9 times the count of o200k_base;
    only strings without any words, such as keys and hashes, can come out above it.
    """
    return (1 + sum(_cost(piece) for piece in _PIECE.findall(text))) if text else 0


def _cost(piece: str) -> int:
    if piece.isspace():
        # A single space is counted with the word that follows it.
        return int(piece != " ")
    size = len(piece.encode())
    if not piece.isalnum():
        return size
    if not piece.isascii():
        return -(-size // 2)
    if piece.isdigit():
        return 1
    return -(-size // (2 if piece.isupper() else 3))
