"""Damage to one file, as disks and people do it."""

import random
from pathlib import Path

from assistant.errors import AssistantError


def damage(data: Path, chance: random.Random) -> str:
    """Damage one file of index or cache under `data`; return what was done to which."""
    files = [path for path in sorted(data.rglob("*")) if path.is_file() and path.name != "writer.lock"]
    path = chance.choice(files)
    # Few files hold most of what is read: the pointer and the cache among a hundred others.
    if chance.random() < 0.3:
        path = chance.choice([each for each in files if "chroma" not in each.parts and "lexical" not in each.parts])
    kind = chance.choice(("flip", "zero", "cut", "lengthen", "empty", "delete", "swap"))
    whole = path.read_bytes()
    path.chmod(0o644)
    place = chance.randrange(max(1, len(whole)))
    if kind == "delete":
        path.unlink()
    elif kind == "swap":
        # A pointer that is another's pointer is no damage that can be seen.
        other = chance.choice([each for each in files if each.name not in (path.name, "live")])
        path.write_bytes(other.read_bytes())
    else:
        flipped = (
            whole[:place] + bytes([(whole[place] if whole else 0) ^ 1 << chance.randrange(8)]) + whole[place + 1 :]
        )
        changed = {
            "flip": flipped,
            "zero": whole[:place] + bytes(min(512, len(whole) - place)) + whole[place + 512 :],
            "cut": whole[:place],
            "lengthen": whole + b"more",
            "empty": b"",
        }
        path.write_bytes(changed[kind])
    return f"{kind} of {path.relative_to(data)}"


def is_allowed(error: Exception) -> bool:
    """Say whether an error tells a person to build again, which is what then mends it."""
    return isinstance(error, AssistantError) and "strategy ingest" in error.hint
