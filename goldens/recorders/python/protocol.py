"""The recorder protocol of docs/golden-format.md, without any framework: what all recorders share.

A recorder is a `Framework` and one line:

    if __name__ == "__main__":
        sys.exit(main(load_framework))

`load_framework` is a function without arguments that imports the framework and returns the object; it is called after
fd 1 is safe and only by `record` and `hello`, so import nothing that prints, or is slow, at the top of the recorder.

What a recorder needs, all importable from here:
  in    `Case` (`.id`, `.scenario`), `Scenario`, `World`, `Step`, `RankInput`, `Tensor`, `Initializer`
  out   `Trace`, `State`, `StepTrace`, `RankAnswer`, `GroupGradients`, `ConstructionError`, `StepError`,
        `describe_exception`
  other `CaseFailed` (leave this case out and go on), `BadInput` (stop with exit code 2)
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn
from typing import Protocol as Interface

from events import Channels, take_channels
from golden_file import GoldenRow, Origin, assemble_golden_file, write_golden_file
from scenario_stream import Case, Chunk, read_chunks
from scenarios import BadInput, Initializer, LoadedState, RankInput, RequiresGrad, Scenario, Step, Tensor, World
from traces import (
    ConstructionError,
    GroupGradients,
    Layouts,
    RankAnswer,
    State,
    StepError,
    StepTrace,
    Trace,
    TracePool,
    check_trace,
    describe_exception,
    encode_trace,
)

__all__ = [
    "BadInput",
    "Case",
    "CaseFailed",
    "ConstructionError",
    "Framework",
    "GroupGradients",
    "Initializer",
    "Layouts",
    "LoadedState",
    "RankAnswer",
    "RankInput",
    "RequiresGrad",
    "Scenario",
    "State",
    "Step",
    "StepError",
    "StepTrace",
    "Tensor",
    "Trace",
    "TracePool",
    "World",
    "describe_exception",
    "encode_trace",
    "main",
]

EXIT_BAD_INPUT = 2
EXIT_NO_FRAMEWORK = 3
EXIT_INTERRUPTED = 130
EXIT_TERMINATED = 143


class CaseFailed(Exception):
    """The recorder could not run this case: it becomes a `failed` event with this reason, never a golden."""


class Framework(Interface):
    """What a recorder supplies.

    `name`: as in the golden's metadata, `torch` or `mindspore`. `version`: the framework's own.
    `lanes`: method by lane name.
    """

    name: str
    version: str
    lanes: Mapping[str, str]

    def provenance(self) -> dict[str, Any]:
        """At least `cpu_capability` and `threads`; python, platform, cpu and packages are added by `main`."""
        ...

    def record(self, case: Case, lane: str, timeout: float) -> Trace:
        """Run one case of a lane in `lanes`. What the framework raises belongs into the trace.

        `timeout` (seconds) bounds ranks that wait for each other. Raise CaseFailed for what is not the framework's
        answer; any other exception counts as one too, with its traceback on stderr.
        """
        ...

    def close(self) -> None:
        """Kill what was started. Called once, also on SIGINT and SIGTERM."""
        ...


def main(load_framework: Callable[[], Framework], arguments: Sequence[str] | None = None) -> int:
    """Run `record`, `assemble` or `hello`, and return the exit code.

    0 done, 2 bad usage or input, 3 no framework or nobody who reads the events, 130 and 143 stopped by a signal.
    """
    options = _parse(arguments)
    channels = take_channels()
    signal.signal(signal.SIGTERM, _stop)
    try:
        if options.command == "assemble":
            assemble_golden_file(options.out, options.lane, options.chunks)
        else:
            _with_framework(load_framework, channels, options)
    except BadInput as error:
        return _complain(str(error), EXIT_BAD_INPUT)
    except ImportError as error:
        return _complain(f"Expected the framework to be importable, got {error}.", EXIT_NO_FRAMEWORK)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        return _complain("Expected somebody to read the events, got a closed pipe.", EXIT_NO_FRAMEWORK)
    except _Terminated:
        return EXIT_TERMINATED
    return 0


class _Terminated(BaseException):
    """SIGTERM came. Not an Exception, so that no case swallows it."""


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Record goldens from a real framework; see docs/golden-format.md.")
    commands = parser.add_subparsers(dest="command", required=True)
    record = commands.add_parser("record", help="scenarios on stdin, one golden file a chunk")
    record.add_argument("--work", type=Path, required=True, metavar="DIR", help="existing folder for the chunk files")
    record.add_argument(
        "--timeout",
        type=_positive_seconds,
        default=30.0,
        metavar="SECONDS",
        help="per case of several ranks, default 30",
    )
    assemble = commands.add_parser("assemble", help="join chunk files, in the order given")
    assemble.add_argument("--out", type=Path, required=True, metavar="FILE")
    assemble.add_argument("--lane", required=True)
    assemble.add_argument("chunks", type=Path, nargs="+", metavar="CHUNK.arrow")
    commands.add_parser("hello", help="say which framework this is")
    return parser.parse_args(arguments)


def _with_framework(load_framework: Callable[[], Framework], channels: Channels, options: argparse.Namespace) -> None:
    if options.command == "record" and not options.work.is_dir():
        raise BadInput(f"Expected --work to be an existing folder, got {options.work}.")
    framework = load_framework()
    try:
        provenance = {**_provenance(), **framework.provenance()}
        channels.emit("hello", framework=framework.name, version=framework.version, provenance=provenance)
        if options.command == "record":
            for chunk in read_chunks(channels.stdin):
                _record_chunk(framework, chunk, options, channels)
            channels.emit("done")
    finally:
        framework.close()


def _record_chunk(framework: Framework, chunk: Chunk, options: argparse.Namespace, channels: Channels) -> None:
    method = framework.lanes.get(chunk.lane)
    if method is None:
        raise BadInput(f"Expected a lane of {', '.join(framework.lanes)} in chunk {chunk.name}, got {chunk.lane!r}.")
    rows: list[GoldenRow] = []
    for case in chunk.cases:
        started = time.perf_counter()
        try:
            trace = framework.record(case, chunk.lane, options.timeout)
            check_trace(trace, case.scenario.world.size, len(case.scenario.steps))
            rows.append(GoldenRow(case, *encode_trace(trace)))
        except CaseFailed as error:
            channels.emit("failed", id=case.id, reason=str(error))
        except Exception as error:
            traceback.print_exc()
            channels.emit(
                "failed", id=case.id, reason="recorder: {type}: {message}".format(**describe_exception(error))
            )
        else:
            channels.emit("case", id=case.id, seconds=round(time.perf_counter() - started, 6))
    origin = Origin(framework.name, framework.version, chunk.lane, method)
    write_golden_file(options.work / f"{chunk.name}.arrow", origin, rows)
    channels.emit("chunk", chunk=chunk.name, cases=len(rows))


def _provenance() -> dict[str, Any]:
    installed = {dist.metadata["Name"]: dist.version for dist in importlib.metadata.distributions()}
    return {
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}".rstrip(", "),
        "cpu": _cpu_name(),
        "packages": dict(sorted(installed.items())),
    }


def _cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _positive_seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        raise ValueError
    return seconds


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise _Terminated


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"{os.path.basename(sys.argv[0])}: {message}\n")
    return code
