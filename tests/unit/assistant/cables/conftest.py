"""Invented drafts, and a strategy's titles in short."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.cables.cable import Cable
from assistant.cables.reading import read_cable
from assistant.schema import Section

DRAFTS = Path(__file__).parent / "drafts"
TITLES = {
    "CoM": "Chief of Mission Priorities",
    "MG 1": "Support Peru’s aspirations for regional and global leadership.",
    "MO 1.1": "The Government of Peru uses its diplomatic and technical leadership to address global and regional challenges in line with our shared values.",
    "MO 1.2": "Peru’s emphasis on market-based policy catalyzes positive economic and commercial outcomes outside its borders, including through Peru’s role in multilateral economic institutions and mechanisms.",
    "MG 2": "Build Peru’s institutional capacity to reduce the influence of transnational criminal organizations (TCOs) on Peruvian politics, the economy, and society.",
    "MO 2.1": "The Government of Peru strengthens its legal framework, enforcement and prosecutorial capacity, and the rule of law to reduce human trafficking, smuggling, and environmental and financial crimes.",
    "MO 2.2": "Peru sustains coca and cocaine reduction through coordinated eradication, alternative development, and cocaine interdiction.",
    "MG 3": "Promote economic opportunities for U.S. businesses.",
    "MO 3.1": "Peru expands inclusive economic opportunity and improves the business climate for U.S. trade and investment, creating a market for U.S. goods and services.",
    "MO 3.2": "Peru strengthens good governance efforts to prevent corruption and increase government transparency, inclusiveness, and accountability.",
    "MG 4": "Strengthen U.S. citizen safety and security.",
    "MO 4.1": "Peru enhances institutional effectiveness to ensure citizen and border security.",
    "MO 4.2": "Peru continues to modernize its security and justice institutions to combat terrorism and other threats.",
    "MO 4.3": "Peru builds resilience and response capacity to address natural and manmade disasters and global health threats.",
    "MgO 1": "Build an agile management platform that cost-effectively meets the needs of the U.S. government presence in Peru.",
    "MgO 2": "Create a work environment that allows personnel to achieve Mission goals safely and securely.",
}


@pytest.fixture(scope="session")
def sections() -> tuple[Section, ...]:
    other = {"MG 4": ("Strengthen citizen safety and security.",)}
    return tuple(
        Section("small", ref, "objective", title, other.get(ref, ()), None, (), ()) for ref, title in TITLES.items()
    )


@pytest.fixture(scope="session", name="read_draft")
def draft_reader() -> Callable[[str], Cable]:
    """Read one of the drafts in the folder by its file name."""
    return lambda name: read_cable((DRAFTS / name).read_bytes().decode("utf-8"))


@pytest.fixture(scope="session")
def present(read_draft: Callable[[str], Cable]) -> Cable:
    return read_draft("present.txt")


@pytest.fixture(scope="session")
def telegram(read_draft: Callable[[str], Cable]) -> Cable:
    return read_draft("telegram.txt")
