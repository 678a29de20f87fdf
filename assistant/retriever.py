"""The fused ranking as a LangChain retriever, for programs that are built around LangChain. Owns langchain.

from assistant.opening import open_assistant
from assistant.retriever import StrategyRetriever
from assistant.settings import read_settings

retriever = StrategyRetriever(assistant=open_assistant(read_settings()), k=4)
documents = retriever.invoke("What is done about illegal mining?")
"""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.opening import Assistant
from assistant.schema import Hit


class StrategyRetriever(BaseRetriever):
    """Returns the best `k` passages; what a citation needs stands in each document's metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    k: int = 4

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002
        return [document_of(hit) for hit in self.assistant.search(query, self.k)]


def document_of(hit: Hit) -> Document:
    """Return a hit as a LangChain document: the reading text, and where it stands."""
    passage = hit.passage
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "document": passage.document,
            "ref": passage.ref,
            "section": passage.part,
            "ranges": [list(pair) for pair in passage.ranges],
            "score": hit.score,
            "rank": hit.rank,
        },
    )
