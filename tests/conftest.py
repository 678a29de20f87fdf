"""What all tests share: closed sockets, a data folder of their own, and one index of the real strategy."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.opening import Assistant, open_assistant
from assistant.settings import Settings, read_settings

if TYPE_CHECKING:
    from assistant.clearing.check import Check

# Before any library is imported that reads them.
read_settings()
_connect = socket.socket.connect
_LOOPBACK = ("127.", "::1", "localhost")


def _guarded_connect(self: socket.socket, address: object) -> None:
    host = str(address[0]) if isinstance(address, tuple) else ""
    if self.family != socket.AF_UNIX and not host.startswith(_LOOPBACK):
        raise AssertionError(f"a test tried to connect to {address}")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def closed_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test of this process reach beyond this machine."""
    monkeypatch.setattr(socket.socket, "connect", _guarded_connect)


@pytest.fixture(autouse=True)
def own_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Give each test an empty data folder and no settings of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("STRATEGY_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("STRATEGY_DATA", str(tmp_path / "data"))


@pytest.fixture(scope="session")
def built_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose index is that of the bundled corpus, built once."""
    from ingest.building import build

    settings = Settings(data=tmp_path_factory.mktemp("built") / "data", _env_file=None)
    build(settings)
    return settings


@pytest.fixture(scope="session")
def assistant(built_settings: Settings) -> Iterator[Assistant]:
    """The assistant over the bundled corpus."""
    yield open_assistant(built_settings)


DRAFT = """SBU

Date/DTG: Mar 12, 2019 / 121530Z MAR 19
TAGS: SNAR, PE
Subject: Coca <b>and</b> *cacao*

1. (U) CORAH cleared 1,200 hectares of coca. This serves Mission Objective 2.4.

2. (SBU) The orchestra played. =cmd|'x'!A1 <script>alert(1)</script>

3. (SBU) Police seized 90 kilos of paste.
"""


@pytest.fixture
def checked() -> "Check":
    """A checked draft made of values: ¶ 1 aligned with a wrong claim, ¶ 2 none, ¶ 3 in tension."""
    from assistant.aligning.alignment import (  # fmt: skip
        Alignment,
        CableAlignment,
        Coverage,
        DraftQuote,
        ElementCoverage,
        Finding,
        NearMiss,
        ParagraphAlignment,
    )
    from assistant.cables.cable import Claim, ClaimStatus, Plan
    from assistant.cables.reading import read_cable
    from assistant.clearing.check import Check, JudgedClaim, Wording
    from assistant.schema import Citation

    cable = read_cable(DRAFT)
    place = ("The Strategy", "MO 2.2", "Reduce coca.", "Justification", "d/MO 2.2/01")
    citation = Citation(1, "d", *place, "Peru grows coca.", ((0, 16),))

    def aligned(label: str, relation: str) -> tuple[Alignment, ...]:
        start, end = next(p.ranges[0] for p in cable.paragraphs if p.label == label)
        quote = DraftQuote(cable.text[start:end], start, end, ((start, end),))
        return (
            Alignment("MO 2.2", 0.9, "primary", relation, 0.8, ("eradication",), quote, citation, ("MO 2.2", "MG 2")),
        )

    near = NearMiss("MO 1.1", 0.1, "weak", "MO 1.1 comes nearest.")
    found = {"1": ("aligned", aligned("1", "advances"), None), "2": ("none", (), near), "3": ("tension", aligned("3", "tension"), None)}  # fmt: skip
    paragraphs = tuple(
        ParagraphAlignment(p.label, p.start, p.end, "body", *found[p.label], (("MO 1.1", 0.1), ("MO 2.2", 0.9)))
        for p in cable.paragraphs
    )
    coverage = Coverage((("MO 2.2", ("1", "3")),), (("MO 2.2", 0.9),), ("MO 1.1",), (ElementCoverage("MO 2.2", ("eradication",), ("interdiction",)),))  # fmt: skip
    at = DRAFT.index("Mission Objective 2.4")
    claim = Claim("Mission Objective 2.4", at, at + 21, Plan.STRATEGY, ("MO 2.4",), paragraph="1")
    findings = (Finding("error", "claim_no_such_reference", "1", "There is no MO 2.4."), Finding("warning", "tension", "3", "It works against MO 2.2."))  # fmt: skip
    return Check(
        cable=cable,
        alignment=CableAlignment("d", paragraphs, coverage, findings, ("KCRM",), ()),
        claims=(JudgedClaim(claim, "MO 2.4", ClaimStatus.NO_SUCH_REFERENCE, "MO 2.2", "There is no MO 2.4."),),
        findings=findings,
        wordings=(Wording("1", "U", "MO 2.2", "replace", at, at + 21, "Mission Objective 2.2", "Mission Objective 2.4", "Mission Objective 2.2", 0.0, 0.9),),
        titles=(("MG 2", "Build capacity."), ("MO 1.1", "Lead."), ("MO 2.2", "Reduce coca.")),
        document="ICS Peru",
        sha256="0" * 64,
        generation="g1",
    )  # fmt: skip
