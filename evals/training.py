"""Trains the reader: `python -m evals.training --data FOLDER --out FOLDER`.

The reader is the packaged MiniLM encoder, tuned to read a question and a passage together; its word embeddings
stay as they are and are not written. Three stages: the public sets and questions made from them; the project's own
lessons; the own lessons again, where all sentences of a question's passages compete. An hour or more on two cores; the
same seed gives the same files on the same machine.
"""

import argparse
import logging
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import tokenizers
import torch
from torch import nn
from torch.nn import functional

from assistant.embedding import Tokenizer, load_tokenizer
from assistant.reader import LOW, open_reader
from assistant.weights import TOKENIZER, packaged_weights
from evals.baselines import Bm25
from evals.exporting_reader import export, write_about
from evals.heldout import Exam, Row, bm25_scores, cosine_scores, make_exam, measure, reader_scores, table
from evals.lessons import Lesson, Lessons, read_lessons
from evals.making import make
from evals.network import LAYERS, Network, Outcome, Pieces, batches, collate, cut, read_vectors, run, start
from evals.teaching import Group, Mix, Own, read_own

LOG = logging.getLogger("training")

SEED = 7
DECAY = 0.9
"""Each layer learns at this share of the rate of the layer above it."""
SMOOTHING = 0.05
AVERAGE = 0.995
"""Of the moving average of the weights, which is what is kept."""
TOKENS, GROUP_TOKENS = 3200, 4200
"""Of one batch of lessons, of groups."""
BESIDE = 0.4
"""The share of the ordinary loss where sentences compete."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One run over lessons, starting from the weights that the one before kept."""

    name: str
    epochs: int
    rate: float
    public: float
    """The share of an epoch of the public sets that is read."""
    mix: Mix | None = None
    """The passages of a group of own lessons; None: none are read."""
    compete: bool = False
    """Whether the sentences of a question's passages compete, or each lesson stands alone."""
    shift: int = 0
    """Added to the seed."""


STAGES = (
    Stage("public sets", 4, 1.2e-4, 1.0),
    Stage("own lessons", 3, 8e-5, 0.25, Mix(2, 2, 1, other=0.3, titled=0.7)),
    Stage("own lessons, sentences compete", 2, 7e-5, 0.15, Mix(3, 4, 4, other=0.5, titled=0.8), True, 4),
)


@dataclass(frozen=True, slots=True)
class Step:
    """Lessons of one batch; `groups` are the sizes of the groups that follow one another in it, if they compete."""

    lessons: tuple[Lesson, ...]
    cuts: tuple[Pieces, ...]
    groups: tuple[int, ...] = ()


class School:
    """Plans the steps of a stage."""

    def __init__(self, public: Sequence[Lesson], own: Own, tokenizer: tokenizers.Tokenizer) -> None:
        self._maker = make(public)
        self._own = own
        self._tokenizer = tokenizer

    def steps(self, stage: Stage, chance: random.Random, scale: float = 1.0) -> list[Step]:
        """Return the steps of all epochs in order; of a `scale` below 1 so many fewer, but one at least."""
        wanted = stage.epochs * scale
        whole = max(1, ceil(wanted))
        steps = [step for _ in range(whole) for step in self._epoch(stage, chance)]
        return steps[: max(1, round(len(steps) * wanted / whole))]

    def _epoch(self, stage: Stage, chance: random.Random) -> list[Step]:
        groups = self._own.groups(stage.mix, chance) if stage.mix else []
        lessons = [lesson for lesson in self._maker.epoch(chance) if lesson.sentences]
        if stage.public < 1:
            lessons = chance.sample(lessons, int(len(lessons) * stage.public))
        steps: list[Step] = []
        if stage.compete:
            steps += self._competing(groups, chance)
        else:
            lessons = [*(lesson for group in groups for lesson in group), *lessons]
        steps += self._alone(lessons, chance)
        chance.shuffle(steps)
        return steps

    def _alone(self, lessons: Sequence[Lesson], chance: random.Random) -> Iterator[Step]:
        cuts = [cut(lesson, self._tokenizer) for lesson in lessons]
        for rows in batches(cuts, TOKENS, chance):
            yield Step(tuple(lessons[i] for i in rows), tuple(cuts[i] for i in rows))

    def _competing(self, groups: Sequence[Group], chance: random.Random) -> Iterator[Step]:
        """Yield groups of about one length side by side."""
        cuts = [[cut(lesson, self._tokenizer) for lesson in group] for group in groups]
        longest = [max(len(pieces.ids) for pieces in each) for each in cuts]
        rough = {i: length + chance.random() * 25 for i, length in enumerate(longest)}
        rows: list[int] = []
        for i in sorted(rough, key=lambda i: (rough[i], i)):
            count = sum(len(cuts[row]) for row in (*rows, i))
            if rows and count * max(longest[row] for row in (*rows, i)) > GROUP_TOKENS:
                yield self._side_by_side(rows, groups, cuts)
                rows = []
            rows.append(i)
        if rows:
            yield self._side_by_side(rows, groups, cuts)

    def _side_by_side(self, rows: Sequence[int], groups: Sequence[Group], cuts: Sequence[Sequence[Pieces]]) -> Step:
        lessons = tuple(lesson for row in rows for lesson in groups[row])
        return Step(lessons, tuple(each for row in rows for each in cuts[row]), tuple(len(groups[row]) for row in rows))


def loss_of(outcome: Outcome, step: Step) -> torch.Tensor:
    """Return the loss of a step: that of its lessons, and where groups compete a share of it beside theirs."""
    alone = lessons_loss(outcome, step.lessons, step.cuts)
    return BESIDE * alone + groups_loss(outcome, step.lessons, step.groups) if step.groups else alone


def lessons_loss(outcome: Outcome, lessons: Sequence[Lesson], cuts: Sequence[Pieces]) -> torch.Tensor:
    """Return the sum of the losses of the tasks: does the passage answer, which sentences do, where it stands."""
    labels = torch.tensor([float(lesson.answerable) for lesson in lessons])
    total = functional.binary_cross_entropy_with_logits(outcome.passage, labels * (1 - 2 * SMOOTHING) + SMOOTHING)
    wanted = _shares(lessons, outcome.sentences.shape[1])
    known = outcome.sentences > LOW / 2
    each = functional.binary_cross_entropy_with_logits(outcome.sentences, wanted, reduction="none") * known
    # A mean over sentences, weighed by the root of their number.
    total = total + 0.5 * (each.sum(1) / known.sum(1).clamp(min=1) ** 0.5).mean()
    spanned = [row for row, pieces in enumerate(cuts) if pieces.starts or not lessons[row].answerable]
    for logits, golds in ((outcome.starts, "starts"), (outcome.ends, "ends")):
        chances = logits.log_softmax(-1)
        found = [torch.logsumexp(chances[row, sorted({*getattr(cuts[row], golds)} or {0})], 0) for row in spanned]
        if found:
            total = total - 0.5 * torch.stack(found).sum() / len(lessons)
    return total


def groups_loss(outcome: Outcome, lessons: Sequence[Lesson], groups: Sequence[int]) -> torch.Tensor:
    """Return the mean over groups of what is lost when their sentences, and none with log-odds 0, share one chance."""
    held = (_shares(lessons, outcome.sentences.shape[1]) > 0) & (outcome.sentences > LOW / 2)
    none = torch.zeros(1)
    total, first = torch.zeros(()), 0
    for size in groups:
        rows = slice(first, first + size)
        logits, golds = outcome.sentences[rows], held[rows]
        right = logits[golds] if golds.any() else none
        total = total + torch.logsumexp(torch.cat([none, logits.flatten()]), 0) - torch.logsumexp(right, 0)
        first += size
    return total / len(groups)


def _shares(lessons: Sequence[Lesson], count: int) -> torch.Tensor:
    """Return (lessons, count): for each sentence the share of people who chose it."""
    shares = torch.zeros(len(lessons), count)
    for row, lesson in enumerate(lessons):
        known = torch.tensor(lesson.holds[:count])
        shares[row, : len(known)] = known
    return shares


def teach(network: Network, words: torch.Tensor, steps: Sequence[Step], rate: float) -> None:
    """Train the network; it ends with its averaged weights."""
    optimizer = torch.optim.AdamW(_rates(network, rate), weight_decay=0.01)
    warm = max(1, len(steps) // 12)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min((step + 1) / warm, max(0.02, (len(steps) - step) / max(1, len(steps) - warm))),
    )
    kept = {name: value.clone() for name, value in network.state_dict().items()}
    network.train()
    began, running = time.monotonic(), 0.0
    for number, step in enumerate(steps):
        loss = loss_of(run(network, words, collate(step.cuts)), step)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item() if number else loss.item()
        average = min(AVERAGE, (1 + number) / (10 + number))
        for name, value in network.state_dict().items():
            kept[name].lerp_(value, 1 - average)
        if number % 50 == 0:
            LOG.info("step %d of %d, loss %.3f, %.0f s", number, len(steps), running, time.monotonic() - began)
    network.load_state_dict(kept)
    network.eval()


def _rates(network: Network, rate: float) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for name, parameter in network.named_parameters():
        depth = LAYERS - int(name.split(".")[1]) if name.startswith("layers.") else LAYERS + 1
        groups.append({"params": [parameter], "lr": rate * (3 if "head" in name else DECAY**depth)})
    return groups


def train(network: Network, words: torch.Tensor, school: School, seed: int = SEED, scale: float = 1.0) -> None:
    """Run the three stages one after the other."""
    for stage in STAGES:
        LOG.info("%s", stage.name)
        torch.manual_seed(seed)
        teach(network, words, school.steps(stage, random.Random(seed + stage.shift), scale), stage.rate)


def _before(
    network: Network, words: torch.Tensor, lessons: Lessons, exam: Exam, tokenizer: tokenizers.Tokenizer
) -> list[Row]:
    """Return the held-out numbers of what needs no training."""
    bm25 = Bm25(sentence for lesson in (*lessons.taught, *lessons.held) for sentence in lesson.sentences)
    vectors = read_vectors(network, words, exam.texts(), tokenizer)
    return [
        measure("BM25", lambda some: bm25_scores(some, bm25), exam),
        measure("untuned MiniLM, cosine", lambda some: cosine_scores(some, vectors), exam),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, train, write graph and cards, and measure what was written; print the held-out numbers."""
    parser = argparse.ArgumentParser(prog="python -m evals.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with the public sets")
    parser.add_argument("--out", type=Path, required=True, help="folder for reader.onnx, reader.json and reader.md")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--epochs-scale", type=float, default=1.0, help="less than 1 for a quick trial")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(2)
    weights = packaged_weights()
    weights.check_all()
    tokenizer = load_tokenizer(weights.folder / TOKENIZER)
    tokenizer.no_truncation()
    public, own = read_lessons(options.data), read_own(Tokenizer(tokenizer).count)
    network, words = start(weights.folder, options.seed)
    exam = make_exam(public.held, public.taught)
    rows = _before(network, words, public, exam, tokenizer)
    sys.stdout.write("\n".join(table(rows)) + "\n")
    train(network, words, School(public.taught, own, tokenizer), options.seed, options.epochs_scale)
    export(network, options.out)
    reader = open_reader(options.out)
    rows.append(measure("this reader", lambda some: reader_scores(some, reader), exam))
    sys.stdout.write("\n".join(table(rows)) + "\n")
    write_about(options.out, rows, (len(public.taught), own.count()), options.seed, options.epochs_scale)
    return 0


if __name__ == "__main__":
    sys.exit(main())
