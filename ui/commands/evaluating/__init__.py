"""`strategy eval`: each action has its module, which imports what it needs when it runs."""

import argparse
import errno
from importlib import import_module

from assistant.errors import DatasetError
from assistant.settings import Settings

# An action's module has a function of the action's name: (args, settings) -> exit code.
_MODULES = {
    "list": "listing",
    "validate": "validating",
    "run": "running",
    "score": "scoring",
    "report": "reporting",
    "compare": "comparing",
    "bless": "blessing",
    "sweep": "sweeping",
    "import": "importing",
    "review": "reviewing",
    "agree": "reviewing",
}


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Do what `args.action` names and return the exit code."""
    action: str = args.action
    module = import_module(f"{__name__}.{_MODULES[action]}")
    try:
        code: int = getattr(module, f"{action}_action")(args, settings)
    except OSError as error:
        if isinstance(error, BrokenPipeError) or error.errno == errno.ENOSPC:
            raise
        where = error.filename or settings.data
        raise DatasetError(
            f"{where} cannot be used: {error.strerror or error}.",
            "Make it readable and writable, or name another data folder with STRATEGY_DATA.",
        ) from error
    return code
