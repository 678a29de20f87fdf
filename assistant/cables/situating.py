"""Which country a draft is about, from its TAGS, its post, its subject and the countries that its text names."""

from collections import Counter
from dataclasses import dataclass

from assistant.cables.cable import Cable, Paragraph
from assistant.cables.places import country_named, country_of_code, find_places

# The post that writes and the TAGS are said once, deliberately; a name in the text is said as often as it happens to be.
_POST, _TAG, _SUBJECT, _NAME = 3, 3, 3, 1
_CLEAR = 1.5


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a draft belongs."""

    country: str | None
    """The country that it is about; None where nothing says or two say it alike."""
    post: str | None
    """The country of the post that sends it; None where the headers name none."""
    weights: tuple[tuple[str, int], ...]
    """Each country with its weight, the heaviest first, equal ones by name."""


def situate(cable: Cable) -> Situation:
    """Return which country a draft is about. The United States are left out: every cable is about them."""
    weights: Counter[str] = Counter()
    post = _post(cable)
    if post:
        weights[post] += _POST
    for code in cable.tags:
        if len(code) == 2 and (country := country_of_code(code)):
            weights[country] += _TAG
    for place in find_places(cable.subject or ""):
        weights[place.country] += _SUBJECT
    for paragraph in cable.paragraphs:
        weights.update(countries_in(paragraph))
    ordered = sorted(weights.items(), key=lambda entry: (-entry[1], entry[0]))
    clear = ordered and (len(ordered) == 1 or ordered[0][1] >= _CLEAR * ordered[1][1] or ordered[0][0] == post)
    return Situation(ordered[0][0] if clear else None, post, tuple(ordered))


def countries_in(paragraph: Paragraph) -> Counter[str]:
    """Return the countries that a paragraph names and how often."""
    found = Counter(place.country for place in find_places(paragraph.text) for _ in range(_NAME))
    if "GOP" in paragraph.text.replace("’", " ").replace("'", " ").split():
        found["Peru"] += _NAME
    return found


def is_about_another(cable: Cable, home: str) -> str | None:
    """Return the country that a draft is about where it is not that of the home post; None where it is, or is unclear."""
    country = situate(cable).country
    own = country_named(home) or home
    return country if country and country.lower() != own.lower() else None


def _post(cable: Cable) -> str | None:
    for words in (cable.from_, cable.mrn):
        for place in find_places(words or ""):
            return place.country
    return None
