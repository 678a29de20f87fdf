"""The network behind the reader: six layers of the packaged MiniLM, two heads, and lessons as word pieces.

It computes with torch what `assistant.reader` computes from the exported graph.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tokenizers
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from assistant.reader import CLS, LOW, MAX_PIECES, MAX_QUESTION, SEP
from evals.lessons import Lesson

SIZE, LAYERS, HEADS, WIDTH = 384, 6, 12, 32

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A lesson as word pieces."""

    ids: list[int]
    types: list[int]
    places: list[int]
    """For each piece the sentence that it stands in, or -1."""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)


def cut(lesson: Lesson, tokenizer: tokenizers.Tokenizer) -> Pieces:
    """Return the word pieces of a lesson, no more than MAX_PIECES, cut as `assistant.reader` cuts its first window."""
    asked = tokenizer.encode(lesson.question, add_special_tokens=False).ids[-MAX_QUESTION:]
    ids = [CLS, *asked, SEP]
    pieces = Pieces(ids, [0] * len(ids), [-1] * len(ids))
    if lesson.title:
        head = tokenizer.encode(f"{lesson.title}:", add_special_tokens=False).ids[:MAX_QUESTION]
        pieces.ids.extend(head)
        pieces.places.extend([-1] * len(head))
    for place, sentence in enumerate(lesson.sentences):
        encoding = tokenizer.encode(sentence, add_special_tokens=False)
        first = len(pieces.ids)
        for where, start, end in lesson.spans:
            inside = [i for i, (a, b) in enumerate(encoding.offsets) if a < end and b > start]
            if where == place and inside and first + inside[-1] < MAX_PIECES - 1:
                pieces.starts.append(first + inside[0])
                pieces.ends.append(first + inside[-1])
        pieces.ids.extend(encoding.ids)
        pieces.places.extend([place] * len(encoding.ids))
    del pieces.ids[MAX_PIECES - 1 :], pieces.places[MAX_PIECES - 1 :]
    pieces.ids.append(SEP)
    pieces.places.append(-1)
    pieces.types.extend([1] * (len(pieces.ids) - len(pieces.types)))
    return pieces


class Layer(nn.Module):  # type: ignore[misc]
    """One BERT layer."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(SIZE, SIZE) for _ in range(3))
        self.out = nn.Linear(SIZE, SIZE)
        self.up, self.down = nn.Linear(SIZE, 4 * SIZE), nn.Linear(4 * SIZE, SIZE)
        self.after_attention, self.after = nn.LayerNorm(SIZE, eps=1e-12), nn.LayerNorm(SIZE, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, penalty: torch.Tensor | None) -> torch.Tensor:
        """Return the next hidden states; `penalty` (batch, 1, 1, n) is added to the attention logits."""
        query, key, value = (
            part(x).view(x.shape[0], -1, HEADS, WIDTH).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        logits = query @ key.transpose(-1, -2) * WIDTH**-0.5
        if penalty is not None:
            logits = logits + penalty
        mixed = (logits.softmax(-1) @ value).transpose(1, 2).reshape(x.shape[0], -1, SIZE)
        x = self.after_attention(x + self.drop(self.out(mixed)))
        return self.after(x + self.drop(self.down(functional.gelu(self.up(x)))))


class Network(nn.Module):  # type: ignore[misc]
    """Rows of the frozen word embeddings to logits."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.positions, self.types = nn.Embedding(512, SIZE), nn.Embedding(2, SIZE)
        self.norm, self.drop = nn.LayerNorm(SIZE, eps=1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList([Layer(dropout) for _ in range(LAYERS)])
        self.token_head = nn.Linear(SIZE, 3)
        """Of each piece: an answer starts here, ends here, its sentence holds the answer."""
        self.passage_head = nn.Linear(SIZE, 1)

    def forward(
        self, rows: torch.Tensor, types: torch.Tensor, penalty: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return `tokens` (batch, n, 3) and `passage` (batch, 1)."""
        x = self.encode(rows, types, penalty)
        return self.token_head(x), self.passage_head(x[:, 0])

    def encode(self, rows: torch.Tensor, types: torch.Tensor, penalty: torch.Tensor | None) -> torch.Tensor:
        """Return the last hidden states (batch, n, SIZE)."""
        x = rows + self.positions(torch.arange(rows.shape[1])) + self.types(types)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, penalty)
        return x


_NAMES = {
    "positions.weight": "embeddings.position_embeddings.weight",
    "types.weight": "embeddings.token_type_embeddings.weight",
    "norm": "embeddings.LayerNorm",
}
_LAYER_NAMES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "out": "attention.output.dense",
    "after_attention": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "after": "output.LayerNorm",
}


def start(folder: Path, seed: int, dropout: float = 0.1) -> tuple[Network, torch.Tensor]:
    """Return a network with the packaged weights and fresh heads, and the word embeddings."""
    torch.manual_seed(seed)
    given = load_file(folder / "model.safetensors")
    network = Network(dropout)
    state = network.state_dict()
    for name in state:
        first, _, last = name.rpartition(".")
        if name.startswith("layers."):
            _, index, part = first.split(".")
            state[name] = given[f"encoder.layer.{index}.{_LAYER_NAMES[part]}.{last}"]
        elif name in _NAMES or first in _NAMES:
            state[name] = given[_NAMES.get(name) or f"{_NAMES[first]}.{last}"]
        elif last == "weight":
            nn.init.normal_(state[name], std=0.02)
        else:
            state[name].zero_()
    network.load_state_dict(state)
    return network, given["embeddings.word_embeddings.weight"].float()


@dataclass(frozen=True, slots=True)
class Batch:
    """Lessons side by side."""

    ids: torch.Tensor
    types: torch.Tensor
    penalty: torch.Tensor
    inside: torch.Tensor
    """(batch, sentences, n): does the piece stand in the sentence?"""


def collate(cuts: Sequence[Pieces]) -> Batch:
    """Return the batch of some lessons."""
    length = max(len(pieces.ids) for pieces in cuts)
    count = max(max(pieces.places) for pieces in cuts) + 1
    ids, types, places = (torch.full((len(cuts), length), fill) for fill in (0, 0, -1))
    for row, pieces in enumerate(cuts):
        ids[row, : len(pieces.ids)] = torch.tensor(pieces.ids)
        types[row, : len(pieces.ids)] = torch.tensor(pieces.types)
        places[row, : len(pieces.ids)] = torch.tensor(pieces.places)
    inside = places[:, None, :] == torch.arange(count)[None, :, None]
    return Batch(ids, types, (ids == 0).float()[:, None, None, :] * -1e4, inside)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Logits of a batch."""

    sentences: torch.Tensor
    passage: torch.Tensor
    starts: torch.Tensor
    ends: torch.Tensor


def run(network: Network, words: torch.Tensor, batch: Batch) -> Outcome:
    """Return the logits of a batch."""
    with torch.autocast("cpu", torch.bfloat16):
        tokens, passage = network(words[batch.ids], batch.types, batch.penalty)
    tokens, passage = tokens.float(), passage.float()
    return pool(tokens, passage, batch)


def pool(tokens: torch.Tensor, passage: torch.Tensor, batch: Batch) -> Outcome:
    """Return logits of sentences and passage; `Reader` of `assistant.reader` does the same without torch."""
    inside = batch.inside.float()
    starts, ends, holds = tokens.unbind(-1)
    mean = (inside @ holds[:, :, None]).squeeze(-1) / inside.sum(-1).clamp(min=1)
    place = batch.inside.any(1)
    best = [(part[:, None, :].masked_fill(~batch.inside, LOW)).amax(-1) for part in (starts, ends)]
    span = (best[0] + best[1]) / 2
    exists = batch.inside.any(-1)
    sentences = torch.where(exists, mean + span, LOW)
    nothing = (starts[:, 0] + ends[:, 0]) / 2
    passages = passage[:, 0] + sentences.amax(-1) - nothing
    place[:, 0] = True
    return Outcome(sentences, passages, starts.masked_fill(~place, LOW), ends.masked_fill(~place, LOW))


def batches(cuts: Sequence[Pieces], tokens: int, chance: random.Random | None) -> Iterator[list[int]]:
    """Yield the numbers of lessons of about one length, the batches in random order."""
    lengths = {i: len(pieces.ids) + (chance.random() * 12 if chance else 0) for i, pieces in enumerate(cuts)}
    made: list[list[int]] = []
    for i in sorted(lengths, key=lambda i: (lengths[i], i)):
        if not made or (len(made[-1]) + 1) * len(cuts[i].ids) > tokens or len(made[-1]) >= 32:
            made.append([])
        made[-1].append(i)
    if chance:
        chance.shuffle(made)
    yield from made


def read_vectors(
    network: Network, words: torch.Tensor, texts: Sequence[str], tokenizer: tokenizers.Tokenizer
) -> dict[str, Vector]:
    """Return for each text the mean of its pieces' last states, of length one: untuned, the packaged model's vector."""
    cuts = [Pieces(ids, [0] * len(ids), [0] * len(ids)) for ids in (_whole(text, tokenizer) for text in texts)]
    vectors: dict[str, Vector] = {}
    network.eval()
    for rows in batches(cuts, 6400, None):
        batch = collate([cuts[i] for i in rows])
        with torch.inference_mode():
            states = network.encode(words[batch.ids], batch.types, batch.penalty)
        units = functional.normalize((batch.inside.float() @ states)[:, 0], dim=-1).numpy()
        vectors |= {texts[i]: units[row] for row, i in enumerate(rows)}
    return vectors


def _whole(text: str, tokenizer: tokenizers.Tokenizer) -> list[int]:
    return [CLS, *tokenizer.encode(text, add_special_tokens=False).ids[:254], SEP]
