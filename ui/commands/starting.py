"""`strategy ui`: the index made current, then the web app."""

import argparse

from assistant.errors import AssistantError
from assistant.settings import Settings
from ui import printing
from ui.commands import preparing


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Serve until stopped. Raises what a first build raises; a failed renewal leaves the previous index in use."""
    chosen = {name: getattr(args, name) for name in ("port", "address") if getattr(args, name)}
    settings = settings.model_copy(update=chosen)
    try:
        preparing.renew_index(settings)
    except AssistantError as error:
        if not preparing.has_index(settings):
            raise
        printing.problem(error)
        printing.remark("The previous index answers.")
    from ui.serving import serve

    serve(settings, announce=lambda address: print(f"The assistant is at {address} (Ctrl-C stops it)", flush=True))
    return 0
