"""The recorder's stdout: one JSON object a line and nothing else, kept apart from what frameworks print."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from typing import Any, BinaryIO, TextIO


@dataclass(frozen=True)
class Channels:
    """The process's real stdin and stdout, taken away from everything else that runs in it."""

    stdin: BinaryIO
    _stdout: TextIO

    def emit(self, event: str, **fields: Any) -> None:  # noqa: ANN401 - JSON values
        """Write one event line, at once."""
        self._stdout.write(json.dumps({"event": event, **fields}, allow_nan=False) + "\n")
        self._stdout.flush()


def take_channels() -> Channels:
    """Duplicate fds 0 and 1 away, then point them at nothing and at stderr. Call before a framework is imported."""
    sys.stdout.flush()
    stdin, stdout = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return Channels(os.fdopen(stdin, "rb"), os.fdopen(stdout, "w", encoding="utf-8"))
