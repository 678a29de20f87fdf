"""Which version is the newest, whose strategy a document is, and what a question gets by default."""

from dataclasses import replace

import pytest

from assistant.errors import UnknownPlaceError
from assistant.schema import Document
from assistant.scoping import in_scope
from assistant.standing import home_of, post_asked, standings

PERU = Document("peru-20", "Peru", "ICS Peru", "strategy", "peru", "2018-08-08", "2020-02-07", "2018-2022", "0", "text")
OLD = replace(PERU, id="peru-18", updated=None)
KENYA = replace(PERU, id="kenya", post="kenya")
POLICY = replace(PERU, id="nss", kind="policy", post=None, updated=None, authority="official")
LETTER = replace(POLICY, id="letter", post="kenya")
ALL = (OLD, PERU, KENYA, POLICY, LETTER)


def test_the_newest_version_of_the_home_post_answers_with_what_belongs_to_no_post() -> None:
    assert in_scope(ALL, (), "peru") == ("peru-20", "nss")


def test_a_post_brings_its_own_related_texts() -> None:
    assert in_scope(ALL, ("post:kenya",), "peru") == ("kenya", "nss", "letter")
    assert in_scope(ALL, ("post:Kenya", "peru-18"), "peru") == ("peru-18", "kenya", "nss", "letter")


def test_all_is_every_document_superseded_ones_included() -> None:
    assert in_scope(ALL, ("all",), "peru") == tuple(document.id for document in ALL)


@pytest.mark.parametrize("name", ["peru-19", "post:chile", "post:", ""])
def test_a_name_that_nothing_has_is_told_with_those_there_are(name: str) -> None:
    with pytest.raises(UnknownPlaceError) as caught:
        in_scope(ALL, (name,), "peru")

    assert "peru" in caught.value.hint
    assert "kenya" in caught.value.hint


def test_the_older_version_is_superseded_whatever_the_order() -> None:
    for documents in (ALL, ALL[::-1]):
        standing = standings(documents, "peru")
        assert (standing["peru-18"].status, standing["peru-18"].newer) == ("superseded", "peru-20")
        assert standing["peru-20"].status == "current"
        assert standing["kenya"].status == standing["letter"].status == "other_post"
        assert standing["nss"].status == "current"


def test_a_version_without_a_date_is_older_than_one_with() -> None:
    undated = replace(PERU, id="undated", approved=None, updated=None, period=None)

    assert standings((PERU, undated), "peru")["undated"].newer == "peru-20"


def test_of_two_versions_of_one_day_the_one_added_last_answers() -> None:
    twin = replace(PERU, id="twin")

    assert standings((PERU, twin), "peru")["peru-20"].newer == "twin"


def test_a_manifest_can_say_what_a_document_replaces() -> None:
    newer = replace(POLICY, id="nss-22", replaces="nss")

    assert standings((PERU, POLICY, newer), "peru")["nss"].newer == "nss-22"


def test_where_the_home_post_has_no_strategy_the_first_one_answers() -> None:
    assert home_of((KENYA, LETTER), "peru") == "kenya"
    assert in_scope((KENYA, LETTER), (), "peru") == ("kenya", "letter")


def test_documents_that_are_no_strategies_all_answer() -> None:
    assert in_scope((LETTER, replace(LETTER, id="other")), (), "peru") == ("letter", "other")


@pytest.mark.parametrize(
    "question",
    [
        "What does Kenya's strategy say about corruption?",
        "what are the mission goals of Kenya",
        "Summarize the ICS for Kenya",
        "How does the US mission to Kenya fight crime?",
        "¿Qué dice la estrategia de Kenya?",
    ],
)
def test_a_question_for_another_post_names_its_strategy(question: str) -> None:
    assert post_asked(question, ("chile", "kenya")) == "kenya"


@pytest.mark.parametrize("question", ["What does the strategy say about trade with Kenya?", "How many Kenyans came?"])
def test_a_country_that_is_only_a_topic_is_no_other_post(question: str) -> None:
    assert post_asked(question, ("kenya",)) is None
