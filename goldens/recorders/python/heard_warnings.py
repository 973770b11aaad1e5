"""Python warnings as part of an answer: caught for each thread apart, as ranks may be threads of one process."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MOST_WARNINGS = 100
MAX_WARNING = 500

_heard = threading.local()


def listen_for_warnings() -> None:
    """From now on no warning is dropped as a repetition, and those inside `hearing` go to its list."""
    shown = warnings.showwarning

    def hear(message: Warning | str, category: type[Warning], *rest: Any, **more: Any) -> None:  # noqa: ANN401
        heard: list[str] | None = getattr(_heard, "texts", None)
        if heard is None:
            shown(message, category, *rest, **more)
        elif len(heard) < MOST_WARNINGS:
            first = next(iter(str(message).splitlines()), "")
            heard.append(f"{category.__name__}: {first}"[:MAX_WARNING])

    warnings.showwarning = hear
    warnings.simplefilter("always")


@contextmanager
def hearing() -> Iterator[list[str]]:
    """Collect what this thread is warned of."""
    _heard.texts = texts = []
    try:
        yield texts
    finally:
        _heard.texts = None
