"""Plain BM25 over sentences: the floor that a trained reader must beat, and where its hard negatives come from."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log

from evals.lessons import words_of


class Bm25:
    """Scores of sentences for a question, weighted by how rare a word is among all sentences."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._words = {sentence: Counter(words_of(sentence)) for sentence in sentences}
        self._counts = Counter(word for words in self._words.values() for word in words)
        self._length = sum(words.total() for words in self._words.values()) / max(1, len(self._words))

    def scores(self, question: str, sentences: Sequence[str]) -> list[float]:
        """Return the score of each sentence for the question."""
        # Sorted: a sum in another order has other last bits, and equal scores must stay equal.
        asked = [(word, self._weight(word)) for word in sorted(set(words_of(question)))]
        return [self._score(asked, sentence) for sentence in sentences]

    def _score(self, asked: Sequence[tuple[str, float]], sentence: str) -> float:
        words = self._words.get(sentence)
        if words is None:
            words = Counter(words_of(sentence))
        norm = 1.2 * (0.25 + 0.75 * words.total() / self._length)
        return sum(weight * words[word] * 2.2 / (words[word] + norm) for word, weight in asked if word in words)

    def _weight(self, word: str) -> float:
        count = self._counts[word]
        return log(1 + (len(self._words) - count + 0.5) / (count + 0.5))
