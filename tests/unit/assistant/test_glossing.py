from assistant.glossing import MOST, gloss_of


def test_terms_of_the_field_are_given_in_spanish_in_reading_order() -> None:
    gloss = gloss_of(["Illegal mining and drug trafficking have caused significant environmental damage."])

    assert [english for english, _ in gloss][:2] == ["illegal mining", "drug trafficking"]
    assert dict(gloss)["drug trafficking"] == "narcotráfico"


def test_a_phrase_hides_the_words_inside_it() -> None:
    assert "mining" not in dict(gloss_of(["Illegal mining."]))


def test_a_long_quote_gets_a_short_gloss() -> None:
    text = "Illegal mining, illegal logging, money laundering, drug trafficking, corruption, borders, security, trade, health."
    assert len(gloss_of([text])) == MOST


def test_a_quote_without_terms_gets_none() -> None:
    assert gloss_of(["xyz"]) == ()
