"""`strategy search`: the fused ranking, with each channel's rank."""

import argparse
import sys

from assistant import records
from assistant.settings import Settings
from ui import printing
from ui.commands.preparing import ready_assistant, remark_on


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the best `args.k` passages for the words."""
    from assistant.scoping import read_scope

    question = records.whole(" ".join(args.question))
    assistant = ready_assistant(settings)
    told = assistant.index.notes
    ranking = assistant.search(question, args.k, scope=read_scope(args.scope))
    remark_on(assistant.index.notes, told)
    if args.json:
        card = assistant.index.card
        value = {
            "schema": "ranking/1",
            "question": question,
            "dense": assistant.index.dense_backend(),
            "hits": [records.hit_record(hit) for hit in ranking],
            "index": {"generation": card.generation, "corpus_sha256": card.corpus_sha256},
        }
        print(records.to_json(value, 2 if sys.stdout.isatty() else None))
        return 0
    out = printing.terminal(sys.stdout, settings.no_color)
    for hit in ranking:
        printing.draw_hit(out, hit)
    if ranking:
        out.line(f"Dense channel answered by: {assistant.index.dense_backend()}.")
    else:
        out.line("Nothing was found: there is no word to search for.")
    return 0
