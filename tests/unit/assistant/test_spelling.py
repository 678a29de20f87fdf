import pytest

from assistant.spelling import mend

WORDS = frozenset({"counterfeit", "currency", "cultivation", "valley", "venezuela", "hemisphere", "corruption"})
FUNCTION = frozenset({"which", "about", "much", "with"})


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("conterfiet curency", "counterfeit currency"),
        ("how mcuh cultvation in the vally", "how much cultivation in the valley"),
        ("abuot coruption", "about corruption"),
    ],
)
def test_slips_become_the_nearest_known_word(typed: str, mended: str) -> None:
    assert mend(typed, WORDS, FUNCTION) == mended


@pytest.mark.parametrize(
    "text", ["graft and kickbacks", "Venezuelans", "the hemispheric summit", "VALEY", "Hurrency", "rally"]
)
def test_known_words_capitals_and_other_forms_stay(text: str) -> None:
    assert mend(text, WORDS, FUNCTION) == text
