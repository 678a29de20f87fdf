"""What a question can be put to, as a person chooses it: the default, a post, one document, all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.schema import Document, is_beside
from assistant.scoping import ALL, POST
from assistant.standing import CURRENT, Standing, home_of, posts_of

DEFAULT: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A scope and what it is called."""

    names: tuple[str, ...]
    """As `scoping.in_scope` takes them."""
    label: str


def choices(documents: Sequence[Document], standings: Mapping[str, Standing], post: str) -> tuple[Choice, ...]:
    """Return the scopes that differ from one another, the default first; one where there is one document.

    `post` is the home post as the settings name it. What stands beside the strategies belongs to all and is no choice.
    """
    documents = [document for document in documents if not is_beside(document)]
    home = home_of(documents, post)
    found = [Choice(DEFAULT, f"{_name(home)}: the newest strategy and what belongs to it")]
    if len(documents) < 2:
        return tuple(found)
    found += [
        Choice((f"{POST}{other}",), f"{_name(other)}: the newest strategy and what belongs to it")
        for other in posts_of(documents)
        if other != home
    ]
    for document in documents:
        older = (
            "" if standings[document.id].status == CURRENT else f", {standings[document.id].status.replace('_', ' ')}"
        )
        found.append(Choice((document.id,), f"Only {document.title} ({document.id}{older})"))
    return (*found, Choice((ALL,), "All documents, older versions and other posts included"))


def _name(post: str | None) -> str:
    return (post or "Here").replace("-", " ").title()
