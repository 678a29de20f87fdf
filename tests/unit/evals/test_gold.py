from evals.cases import Span
from evals.gold import Gold

MONEY = "Police seized $22 million in FY 2019."
DEAL = "The U.S.- Peru agreement began in 2009."


def test_a_quote_is_found_in_its_place_however_it_is_typed(gold: Gold) -> None:
    (found,) = gold.find(Span("d", "MO 1.1", "the U.S.-Peru agreement"))

    assert [gold.documents["d"].text[start:end] for start, end in found] == ["The U.S.- Peru agreement"]


def test_a_quote_that_names_the_wrong_place_is_found_in_its_document(gold: Gold) -> None:
    assert gold.find(Span("d", "MO 1.2", MONEY)) == gold.find(Span("d", "MO 1.1", MONEY))
    assert gold.find_in(Span("d", "MO 1.2", MONEY), "MO 1.2") == ()


def test_a_quote_never_reaches_from_one_part_into_the_next(gold: Gold) -> None:
    assert gold.find(Span("d", "MO 1.1", "Peru fights crime. Police seized")) == ()


def test_ranges_touch_the_sentences_that_share_a_letter_with_them(gold: Gold) -> None:
    start = gold.documents["d"].text.index("2019")
    between = gold.documents["d"].text.index("  The")

    assert len(gold.sentences_at("d", ((start, start + 20),))) == 2
    assert gold.sentences_at("d", ((between, between + 2),)) == frozenset()
    assert gold.sentences_at("other", ((0, 5),)) == frozenset()


def test_a_citation_of_another_system_is_placed_by_its_quote_or_its_passage(gold: Gold) -> None:
    (money,) = gold.find(Span("d", "MO 1.1", MONEY))

    assert gold.ranges_of({"ref": "MO 1.1", "quote": MONEY}) == ("d", money)
    assert gold.ranges_of({"passage": "d/MO 1.1/02"})[1] == gold.passages["d/MO 1.1/02"].ranges
    assert gold.ranges_of({"ref": "MO 1.1"}) == ("d", ())


def test_numbers_of_a_place_are_known_without_commas(gold: Gold) -> None:
    assert gold.numbers_at("d", "MO 1.2") == {"1.2", "1500"}
    assert gold.numbers_at("d", "MO 9.9") == frozenset()


def test_every_sentence_of_the_strategy_is_found_where_it_stands(strategy: Gold) -> None:
    for passage in strategy.passages.values():
        for sentence, key in zip(passage.sentences, strategy.keys_of(passage.id), strict=True):
            assert strategy.find_in(Span(passage.document, passage.ref, sentence.text), passage.ref)
            assert key in strategy.sentences_at(passage.document, sentence.ranges)
