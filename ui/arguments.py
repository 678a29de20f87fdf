"""The arguments of `strategy check`, `strategy eval` and `strategy ingest`. Nothing heavy is imported here: `strategy --help` reads it too."""

import argparse

_LAYOUTS = """\
squad   SQuAD 1.1 or 2.0, the official JSON: each paragraph is a document, questions are asked of their own paragraph
beir    a BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv (or qrels.tsv); measured by its ranking
jsonl   one object a line: question, sentences (kept as they are), answerable, gold_sentences (texts or numbers from
        0), and if there are any id, title, answers; ClapNQ's published layout is read too
csv     a table of questions about the documents in use. Columns: question; and if there are any id, refs (places that
        must be cited, with ; between), also_ok, answer (facts with ; between, wordings of one with | between),
        answerable (yes or no), expect, reason, tags, group"""
_PREDICTIONS = """\
A file of another system's answers has one JSON object a line:
  {"id": "q1", "text": "…", "refs": ["MO 2.2"], "quotes": ["…"], "abstained": false, "confidence": 0.8}
id names the case; all else may be left out. refs: places cited, best first. quotes: words said to be exact, a text
each or {"text", "ref"}. abstained: there is no answer; without it a list of phrases decides (REFUSALS in
evals/predictions.py). ranking: what was retrieved, as refs, passage ids or [passage id, ref, score].
With --alignment: alignment/1 records, as `check --json` prints them, and --suite names a file of alignment cases."""

ROW_FIELDS = ("id", "title", "short", "kind", "post", "approved", "updated", "period")
"""What can be said of a document that is added, each an option of `strategy ingest`."""


def add_ingest(command: argparse.ArgumentParser) -> None:
    """Add the arguments of `strategy ingest`."""
    command.add_argument("paths", nargs="*", metavar="PATH", help="files to add; without one the index is built")
    command.add_argument("--id", help="how citations name it (default: from the file's name)")
    command.add_argument("--title", help="default: from the text; so are all that follow")
    command.add_argument("--short", help="how a lead-in names it: ICS Kenya 2022")
    command.add_argument("--kind", help="strategy, or policy for a text without goals and objectives")
    command.add_argument("--post", help="whose it is: kenya")
    command.add_argument("--approved", metavar="YYYY-MM-DD", help="when it was approved")
    command.add_argument("--updated", metavar="YYYY-MM-DD", help="when it was last updated; the newest version answers")
    command.add_argument("--period", metavar="YYYY-YYYY", help="the years it covers")
    command.add_argument("--replace", action="store_true", help="in place of an added document with the same id")
    command.add_argument("--preview", action="store_true", help="show what would be made of a file; change nothing")
    command.add_argument("--remove", metavar="ID", action="append", help="take an added document away; may be repeated")
    _add_json(command)


def add_eval(command: argparse.ArgumentParser) -> None:
    """Add the arguments of `strategy eval` and its actions."""
    actions = command.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_json(actions.add_parser("list", help="show suites and runs"))
    check = actions.add_parser("validate", help="check the gold of a suite against the documents")
    check.add_argument("suite", help="a suite's name, or a file or folder")
    _add_json(check)
    _add_run(actions.add_parser("run", help="ask a suite, score the answers, write the report"))
    score = actions.add_parser("score", help="score stored answers again, or another system's")
    _add_score(_explained(score, _PREDICTIONS))
    _add_report(actions.add_parser("report", help="write a run in a format"))
    _add_compare(actions.add_parser("compare", help="compare two runs item by item; with --gate for CI"))
    bless = actions.add_parser("bless", help="make a run's numbers the baseline of its suite")
    bless.add_argument("run", help="a run's name or folder")
    bless.add_argument("--out", metavar="FOLDER", help="where baselines are kept (default: in the data folder)")
    sweep = actions.add_parser("sweep", help="what other thresholds of confidence would have done")
    sweep.add_argument("run", help="a run's name or folder")
    sweep.add_argument("--steps", type=_count, default=20, metavar="N", help="thresholds between 0 and 1 (default 20)")
    _add_json(sweep)
    layouts = actions.add_parser("import", help="make a suite of a public question set")
    _add_import(_explained(layouts, _LAYOUTS))
    _add_review(actions)


def _explained(command: argparse.ArgumentParser, text: str) -> argparse.ArgumentParser:
    command.epilog, command.formatter_class = text, argparse.RawDescriptionHelpFormatter
    return command


def _add_run(command: argparse.ArgumentParser) -> None:
    command.add_argument("suite", help="a suite's name, a file or folder; robust, or robust:NAME for variants of one")
    command.add_argument(
        "--tag", action="append", default=[], metavar="TAG", help="only cases with this tag; may be repeated"
    )
    command.add_argument("--half", choices=("tuning", "report"), help="only this half")
    command.add_argument("--sample", type=_count, metavar="N", help="only N cases, always the same ones")
    command.add_argument("--repeat", type=_count, default=1, metavar="N", help="ask each N times; 1 if answers differ")
    command.add_argument("--workers", type=_count, default=1, metavar="N", help="processes that ask (default 1)")
    command.add_argument("--corpus", metavar="FOLDER", help="documents of your own: a folder with a manifest.toml")
    command.add_argument(
        "--scope",
        default="",
        metavar="ID,…|post:NAME|all",
        help="for cases that name no documents (default: as in ask)",
    )
    command.add_argument("--name", help="of the run (default: from the suite and all that decides the answers)")
    command.add_argument("--fresh", action="store_true", help="ask all anew; otherwise a run is gone on with")
    command.add_argument("--retry-errors", action="store_true", help="ask again what failed")
    command.add_argument(
        "--latency",
        action=argparse.BooleanOptionalAction,
        help="measure times and memory apart from the answers (default: up to 300 cases)",
    )
    command.add_argument("--markdown", action="store_true", help="print the main numbers as a Markdown table")
    _add_gate(command)
    _add_json(command)


def _add_score(command: argparse.ArgumentParser) -> None:
    command.add_argument("run", nargs="?", help="a run's name or folder")
    command.add_argument("--predictions", metavar="FILE", help="another system's answers, JSON lines; see below")
    command.add_argument("--suite", help="with --predictions: what was asked")
    command.add_argument("--name", help="with --predictions: of the run that is made (default: the file's name)")
    command.add_argument("--alignment", action="store_true", help="the predictions are alignments of texts")
    _add_gate(command)
    _add_json(command)


def _add_report(command: argparse.ArgumentParser) -> None:
    formats = ("html", "md", "csv", "json", "junit", "trec")
    command.add_argument("run", help="a run's name or folder")
    command.add_argument("--format", choices=formats, default="html", help="default html; trec is a run and its qrels")
    command.add_argument(
        "--out", metavar="FILE", help="for trec a folder; default: standard output, html and trec in the run's folder"
    )


def _add_compare(command: argparse.ArgumentParser) -> None:
    command.add_argument("a", help="the run before")
    command.add_argument("b", help="the run after")
    command.add_argument("--report", metavar="FILE.html", help="write the comparison as one HTML file")
    command.add_argument("--markdown", action="store_true", help="print Markdown, for a pull request")
    command.add_argument("--anyway", action="store_true", help="compare runs of another suite or corpus too")
    _add_gate(command)
    _add_json(command)


def _add_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("layout", choices=("squad", "beir", "jsonl", "csv"), help="how the set is laid out; see below")
    command.add_argument("path", help="the file or folder")
    command.add_argument("--name", help="of the suite (default: the file's name)")
    _add_json(command)


def _add_review(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    review = actions.add_parser("review", help="write what a person should judge to a CSV file")
    review.add_argument("run", help="a run's name or folder")
    review.add_argument("--out", metavar="FILE.csv", help="default: standard output")
    agree = actions.add_parser("agree", help="how far a reviewed CSV file agrees with the measures")
    agree.add_argument("file", help="the CSV file, filled in")
    _add_json(agree)


def _add_gate(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--gate", metavar="FILE.toml", help="conditions that must hold; exit code 3 where one does not"
    )


def add_check(command: argparse.ArgumentParser) -> None:
    """Add the arguments of `strategy check`."""
    command.add_argument(
        "file", nargs="?", help="a draft (.txt, .md, .html, .pdf, .docx), a folder of drafts, or - for standard input"
    )
    command.add_argument(
        "--batch", metavar="FILE", help='JSON lines {"id","text"}, - for standard input; one record a line'
    )
    command.add_argument("--against", metavar="OLD", help="an older draft: say what got better or worse since")
    command.add_argument("--allow-classified", action="store_true", help="read a draft marked CONFIDENTIAL or above")
    command.add_argument("--fail-on", choices=("error", "warning"), help="exit code 1 where there is a finding like it")
    for name in ("markdown", "html", "word", "csv"):
        more = "a folder's paragraphs" if name == "csv" else "the report"
        command.add_argument(f"--{name}", metavar="OUT", help=f"also write {more} to this file")


def _add_json(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print one JSON value; remarks go to standard error")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) >= 1):
        raise argparse.ArgumentTypeError("must be a whole number from 1")
    return int(text)
