"""How glibc gives out memory, for the moments in which that matters; with another C library nothing happens."""

import ctypes

M_MMAP_THRESHOLD, M_PERTURB = -3, -6
"""Of glibc's malloc.h: the size from which a block is mapped by itself, and with what new blocks are filled."""


def set_malloc(option: int, value: int) -> None:
    """Set an option of malloc for the whole process."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(option, value)
