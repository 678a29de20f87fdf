"""Plain words and plain numbers: what measures, outcomes and causes are called in every report."""

# Where the name with spaces instead of underscores would not say it.
_NAMES = {
    "first_citation": "First citation right",
    "fact_recall": "Facts stated",
    "answer_accuracy": "Answers right",
    "decision": "Decision right",
    "item_score": "Item score",
    "citation_exact": "Citations exact",
    "verbatim": "Quotes verbatim",
    "misattributed": "Quotes misattributed",
    "number_fidelity": "Numbers in evidence",
    "must_not": "Forbidden statements",
    "answer_sentences": "Sentences quoted",
    "rr_at_10": "Reciprocal rank at 10",
    "ndcg_at_10": "nDCG at 10",
}
# What is shown first, in this order; the rest stands behind it.
MAIN = (
    "item_score",
    "decision",
    "first_citation",
    "fact_recall",
    "answer_accuracy",
    "citation_f1",
    "sentence_f1",
    "verbatim",
    "number_fidelity",
    "must_not",
    "recall_at_5",
    "rr_at_10",
)
FAMILIES = {
    "decision": "Decision",
    "content": "Content",
    "citation": "Citation",
    "evidence": "Evidence",
    "quote": "Quotation",
    "retrieval": "Retrieval",
    "length": "Length",
    "cost": "Cost",
}
OUTCOMES = {"answered": "Answered", "partial": "Partial", "clarify": "Asked back", "abstained": "Abstained"}
CAUSES = {
    "crashed": "Crashed",
    "not_indexed": "Gold not indexed",
    "not_retrieved": "Not retrieved",
    "not_selected": "Not selected",
    "wrong_citation": "Wrong citation",
    "fact_missing": "Fact missing",
    "abstained_needlessly": "Abstained needlessly",
    "answered_wrongly": "Answered wrongly",
    "wrong_reason": "Other reason",
}
NOT_LOST = frozenset({"wrong_reason"})
ABSENT = "–"


def measure_name(name: str) -> str:
    """Return "First citation right" for first_citation, "Recall at 5" for recall_at_5."""
    for prefix, unit in (("sentence_", " (sentences)"), ("passage_", " (passages)")):
        rest = name.removeprefix(prefix)
        if rest != name and "_at_" in rest:
            return measure_name(rest) + unit
    if name in _NAMES:
        return _NAMES[name]
    words = name.replace("_", " ").replace(" f1", " F1")
    return words[:1].upper() + words[1:]


def family_name(family: str) -> str:
    """Return the heading of a family of measures."""
    return FAMILIES.get(family, family.replace("_", " ").capitalize())


def cause_name(cause: str | None) -> str:
    """Return the words of a cause of failure; empty where nothing was lost."""
    if cause is None:
        return ""
    return CAUSES.get(cause, cause.replace("_", " ").capitalize())


def outcome_name(outcome: str | None) -> str:
    """Return the words of an outcome; an item without one ended in an error."""
    return OUTCOMES.get(outcome, outcome.capitalize()) if outcome else "Error"


def shown(value: float | None, unit: str = "rate", places: int = 3) -> str:
    """Return a number as it is printed: "0.864", "12.3 ms"; a dash where it is undefined."""
    if value is None:
        return ABSENT
    if unit == "ms":
        return f"{value:.0f} ms" if abs(value) >= 100 else f"{value:.1f} ms"
    if unit == "number":
        return f"{value:.2f}"
    return f"{value:.{places}f}"


def signed(value: float | None, places: int = 3) -> str:
    """Return a difference with its sign, a true minus, and no sign where nothing is left after rounding."""
    if value is None:
        return ABSENT
    text = f"{abs(value):.{places}f}"
    if not float(text):
        return text
    return ("+" if value > 0 else "−") + text


def percent(value: float | None) -> str:
    """Return a rate in per cent with one decimal: "12.5 %"."""
    return ABSENT if value is None else f"{100 * value:.1f} %"


def interval(low: float | None, high: float | None, unit: str = "rate") -> str:
    """Return "0.802 to 0.917"; empty where there is none."""
    return "" if low is None or high is None else f"{shown(low, unit)} to {shown(high, unit)}"


def signed_interval(low: float | None, high: float | None) -> str:
    """Return "−0.034 to +0.012"; empty where there is none."""
    return "" if low is None or high is None else f"{signed(low)} to {signed(high)}"


def probability(p: float | None) -> str:
    """Return a p-value: three decimals, never zero."""
    if p is None:
        return ABSENT
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def counted(number: int, noun: str) -> str:
    """Return "1 item", "2 items"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
