"""How documents stand to one another: which version is the newest, whose strategy it is, what a question gets by default.

A post has one strategy in force here, the newest that is known; the others answer only when they are asked for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.folding import fold
from assistant.schema import Document

CURRENT, SUPERSEDED, OTHER_POST = "current", "superseded", "other_post"
STRATEGY = "strategy"

_PLAN = r"(?:strateg(?:y|ies)|ics|integrated country strategy|mission goals?|goals?|objectives?|estrategia|metas?|objetivos?)"
_OF = r"(?:of|for|from|in|to|about|de|del|para|en)(?: the| la| el| los)?"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a document is to the home post."""

    status: str
    """`current`, `superseded` or `other_post`."""
    newer: str | None = None
    """Of a superseded one: the id of the document that stands in its place."""


def home_of(documents: Sequence[Document], post: str) -> str | None:
    """Return the post whose strategy answers by default: `post`, or where it has none here that of the first strategy."""
    posts = [document.post for document in documents if document.kind == STRATEGY]
    return post if post in posts or not posts else posts[0]


def standings(documents: Sequence[Document], post: str) -> Mapping[str, Standing]:
    """Return the standing of each document by its id; `post` is the home post as the settings name it."""
    home = home_of(documents, post)
    newer = _superseding(documents)
    found = {}
    for document in documents:
        if document.id in newer:
            found[document.id] = Standing(SUPERSEDED, newer[document.id])
        elif document.post == home or (document.post is None and document.kind != STRATEGY):
            found[document.id] = Standing(CURRENT)
        else:
            found[document.id] = Standing(OTHER_POST)
    return found


def of_post(documents: Sequence[Document], post: str | None) -> tuple[str, ...]:
    """Return the ids of a post's documents in force, with those that belong to no post, in their order."""
    stand = standings(documents, "" if post is None else post)
    return tuple(
        document.id
        for document in documents
        if stand[document.id].status != SUPERSEDED
        and (document.post == post or (document.post is None and document.kind != STRATEGY))
    )


def posts_of(documents: Sequence[Document]) -> tuple[str, ...]:
    """Return the posts that documents belong to, each once, in their order."""
    return tuple(dict.fromkeys(document.post for document in documents if document.post))


def post_asked(question: str, posts: Sequence[str]) -> str | None:
    """Return the post whose strategy a question asks for by name ("Kenya's strategy"); None where it names none."""
    folded = fold(question).replace("’", "'")
    for post in posts:
        name = re.escape(fold(post).replace("-", " "))
        named = rf"\b{name}(?:'s|s')?(?: \w+)? {_PLAN}\b|\b{_PLAN} {_OF} {name}\b|\b(?:mission|embassy|mision|embajada) (?:{_OF} )?{name}\b"
        if re.search(named, folded):
            return post
    return None


def _superseding(documents: Sequence[Document]) -> Mapping[str, str]:
    """Return the id of each superseded document with that of the one in its place."""
    newer: dict[str, str] = {}
    for post in posts_of(documents):
        versions = [document for document in documents if document.post == post and document.kind == STRATEGY]
        # Of equal age the one that was added last.
        newest = max(enumerate(versions), key=lambda pair: (_age(pair[1]), pair[0]), default=(0, None))[1]
        newer |= {each.id: newest.id for each in versions if newest and each is not newest}
    known = {document.id for document in documents}
    for document in documents:
        if document.replaces in known and document.replaces != document.id and document.id not in newer:
            newer[str(document.replaces)] = document.id
    return newer


def _age(document: Document) -> str:
    """Return what versions are ordered by: ISO text, or the first year of the period where no date is known."""
    return document.updated or document.approved or (document.period or "")[:4]
