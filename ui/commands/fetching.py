"""`strategy fetch`: the official texts, where the operator allows a connection."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant import records
from assistant.errors import AssistantError, ConfigurationError, UnknownPlaceError
from assistant.manifest import Row, corpus_folder, read_manifest
from assistant.settings import Settings
from ui import printing

if TYPE_CHECKING:
    from ingest.fetching import Fetched


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Fetch the named texts; return 1 if any did not come. Raises ConfigurationError where no connection is allowed."""
    # Here, because only this command opens a connection.
    from ingest.fetching import fetch, fetchable

    rows = read_manifest(corpus_folder(settings))
    wanted = _wanted(fetchable(rows), args.id)
    if not (args.online or settings.online):
        named = ", ".join(str(row.url) for row in wanted)
        raise ConfigurationError(
            "Nothing was fetched: the assistant works offline, and this needs the network.",
            f"Add --online, or set STRATEGY_ONLINE=1, and it asks for: {named}.",
        )
    fetched: list[Fetched] = []
    for row in wanted:
        try:
            fetched.append(fetch(settings, row, rows))
        except AssistantError as error:
            printing.problem(error)
        else:
            _tell(fetched[-1])
    if args.json:
        value = {"schema": "fetched/1", "texts": [{**asdict(each), "path": str(each.path)} for each in fetched]}
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
    if any(not each.fault for each in fetched):
        printing.remark("Run `strategy ingest`: the official texts then replace their digests.")
    return 0 if len(fetched) == len(wanted) else 1


def _tell(fetched: "Fetched") -> None:
    printing.remark(f"{fetched.id}: {fetched.size} bytes, SHA-256 {fetched.sha256[:12]}…, in {fetched.path}")
    if fetched.fault:
        printing.remark(f"It cannot be read, and the digest stays: {fetched.fault}")


def _wanted(rows: Sequence[Row], ids: Sequence[str]) -> tuple[Row, ...]:
    known = ", ".join(row.id for row in rows) or "none"
    unknown = next((name for name in ids if name not in {row.id for row in rows}), None)
    if unknown is not None:
        shown = records.whole(unknown)[:80]
        raise UnknownPlaceError(f"No text “{shown}” has an official address in the manifest.", f"There is: {known}.")
    if not rows:
        raise UnknownPlaceError("The manifest names no address of an official text.", "Add a `url` to its row.")
    return tuple(row for row in rows if not ids or row.id in ids)
