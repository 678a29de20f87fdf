"""Words to passages: stems and BM25. Owns tantivy.

Terms are compared as stems and queries are built from terms, never parsed: what people type is data.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

import tantivy

from assistant.errors import BuildError, IndexDamagedError
from assistant.schema import Passage, Section

_FIELD = "text"
_ID = "id"
_ANALYZER = "stems"
# The smallest buffer that tantivy takes for one thread.
_HEAP = 15_000_000

_analyzer = (
    tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    .filter(tantivy.Filter.ascii_fold())
    .filter(tantivy.Filter.lowercase())
    .filter(tantivy.Filter.stemmer("english"))
    .build()
)


def stems(text: str) -> list[str]:
    """Return the words of `text` in order, ASCII-folded, in lower case, stemmed (Snowball English); none left out."""
    # Half a surrogate pair cannot be encoded.
    return list(_analyzer.analyze(text.encode(errors="replace").decode()))


def indexed_text(section: Section, passage: Passage) -> str:
    """Return what is indexed of a passage: also where it stands, so that a title's words find all its passages."""
    if section.kind in ("passages", "lines"):
        # Their names are numbers of a collection, which nobody asks for.
        return f"{section.title} {passage.text}"
    return f"{passage.ref} {section.kind.replace('_', ' ')} {section.title} {passage.text}"


class LexicalStore:
    """An opened lexical index; may be searched by several threads."""

    def __init__(self, index: tantivy.Index) -> None:
        index.register_tokenizer(_ANALYZER, _analyzer)
        self._schema = index.schema
        self._searcher = index.searcher()

    def search(self, terms: Iterable[str], k: int, among: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Return up to `k` (passage id, BM25) that hold any of `terms`, which are stems; by (score down, id up).

        `among`: only passages with these ids; their scores are what they are without.
        """
        total = self._searcher.num_docs
        queries = [tantivy.Query.term_query(self._schema, _FIELD, term) for term in dict.fromkeys(terms)]
        if not queries or not total or k < 1:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, each) for each in queries])
        if among is not None:
            named = tantivy.Query.term_set_query(self._schema, _ID, list(among))
            unscored = tantivy.Query.const_score_query(named, 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, unscored)])
        limit = k + 1
        hits = self._searcher.search(query, limit, count=False).hits
        # Equal scores at the cut: look further, until all of them are seen.
        while len(hits) == limit < total and hits[-1][0] == hits[k - 1][0]:
            limit = min(limit * 2, total)
            hits = self._searcher.search(query, limit, count=False).hits
        found = [(str(self._searcher.doc(address)[_ID][0]), float(score)) for score, address in hits]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]


def build_lexical(folder: Path | None, texts: Sequence[tuple[str, str]]) -> LexicalStore:
    """Write the index of (passage id, text) into an empty `folder`, or into memory for None, and return it opened.

    Raises BuildError.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(_ID, stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(_FIELD, stored=False, tokenizer_name=_ANALYZER)
    try:
        index = tantivy.Index(builder.build(), str(folder) if folder else None)
        index.register_tokenizer(_ANALYZER, _analyzer)
        # One thread and one commit: one segment, written the same way each time.
        writer = index.writer(_HEAP, 1)
        for passage, text in texts:
            writer.add_document(tantivy.Document(**{_ID: passage, _FIELD: text}))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
    except (ValueError, OSError) as error:
        hint = "Free some space and run `strategy ingest` again."
        raise BuildError(f"The lexical index could not be written: {error}.", hint) from error
    return LexicalStore(index)


def open_lexical(folder: Path) -> LexicalStore:
    """Return the index in `folder`, which is written to even by reading. Raises IndexDamagedError."""
    try:
        return LexicalStore(tantivy.Index.open(str(folder)))
    except (ValueError, OSError) as error:
        raise IndexDamagedError(f"The lexical index does not open: {error}.", "Run `strategy ingest`.") from error
