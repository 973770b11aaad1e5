"""Ranks of MindSpore in one process each: a world is started once, and serves one case after another."""

from __future__ import annotations

import ctypes
import datetime
import multiprocessing
import os
import signal
import socket
import time
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from protocol import CaseFailed, ConstructionError, LoadedState, RankAnswer, RankInput, State

if TYPE_CHECKING:
    from mindspore_cell import CellStep, RankCell

LARGEST_WORLD = 8
_START_SECONDS = 120.0
_PR_SET_PDEATHSIG = 1


class World:
    """Worker processes that MindSpore's own TCPStore has joined to one communication world.

    A request goes to all ranks and all answers are awaited: the ranks of a case move in lockstep.
    """

    def __init__(self, size: int) -> None:
        # Not fork: MindSpore is imported here, with its threads.
        context = multiprocessing.get_context("spawn")
        port = _free_port()
        self._connections: list[Connection] = []
        self._processes: list[multiprocessing.process.BaseProcess] = []
        try:
            for rank in range(size):
                ours, theirs = context.Pipe()
                process = context.Process(
                    target=_serve_rank, args=(rank, size, port, os.getpid(), theirs), name=f"rank-{rank}", daemon=True
                )
                process.start()
                theirs.close()
                self._connections.append(ours)
                self._processes.append(process)
            self._start(time.monotonic() + _START_SECONDS)
        except BaseException:
            self.kill()
            raise

    def ask(self, requests: list[Any], deadline: float) -> list[Any]:
        """Send each rank its request (name, *arguments) and return the answers in order.

        Raises CaseFailed with a rank's reason, WorldLost when one is gone or silent at `deadline` (time.monotonic).
        """
        for rank, request in enumerate(requests):
            self._send(rank, request)
        answers = [self._receive(rank, deadline) for rank in range(len(requests))]
        for answer in answers:
            if isinstance(answer, CaseFailed):
                raise answer
        return answers

    def kill(self) -> None:
        """End the processes of this world, at once."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()
        for connection in self._connections:
            connection.close()

    def _start(self, deadline: float) -> None:
        # Imports run side by side. Then rank 0's store first: who finds no store yet tries again only after 3 s.
        for rank in range(len(self._processes)):
            self._receive(rank, deadline)
        for rank in range(len(self._processes)):
            self._send(rank, "open store")
            self._receive(rank, deadline)
        self.ask(["join world"] * len(self._processes), deadline)

    def _send(self, rank: int, request: object) -> None:
        try:
            self._connections[rank].send(request)
        except OSError:
            raise WorldLost(self._how_it_ended(rank)) from None

    def _receive(self, rank: int, deadline: float) -> Any:  # noqa: ANN401 - what the request asked for
        try:
            if not self._connections[rank].poll(max(0.0, deadline - time.monotonic())):
                raise WorldLost(f"rank {rank} gave no answer in time")
            return self._connections[rank].recv()
        except (EOFError, OSError):
            raise WorldLost(self._how_it_ended(rank)) from None

    def _how_it_ended(self, rank: int) -> str:
        self._processes[rank].join(timeout=1.0)
        return f"rank {rank} ended with exit code {self._processes[rank].exitcode}"


class WorldLost(Exception):
    """A rank died or hung. The world cannot be used again; kill it."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _serve_rank(rank: int, size: int, port: int, parent: int, requests: Connection) -> None:
    """A worker's life: join the world, then answer requests until the recorder is gone."""
    _die_with(parent)
    from mindspore_cell import prepare_mindspore

    prepare_mindspore()
    _join_world(rank, size, port, requests)
    rank_worker = _RankWorker()
    while True:
        try:
            name, *arguments = requests.recv()
        except EOFError:
            return
        try:
            answer = getattr(rank_worker, name)(*arguments)
        except CaseFailed as error:
            answer = error
        except Exception as error:
            answer = CaseFailed(f"rank {rank}: {type(error).__name__}: {error}")
        requests.send(answer)


def _die_with(parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl-C reaches the whole process group; the recorder decides
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _join_world(rank: int, size: int, port: int, requests: Connection) -> None:
    from mindspore.communication import management
    from mindspore.ops.communication import TCPStore

    limit = datetime.timedelta(seconds=_START_SECONDS)
    requests.send("imported")
    requests.recv()
    # Without wait_for_workers=False rank 0 sits here until the others come, and they wait for rank 0.
    store = TCPStore("127.0.0.1", port, world_size=size, is_master=rank == 0, timeout=limit, wait_for_workers=False)
    requests.send("opened")
    requests.recv()
    # No scheduler process, and 4 s for 3 ranks where msrun takes 15.
    management._init_with_store(backend="mccl", timeout=limit, world_size=size, rank=rank, store=store)
    requests.send("joined")


class _RankWorker:
    """The requests a rank answers; one cell at a time."""

    _cell: RankCell

    def construct(self, arguments: dict[str, Any], state: LoadedState) -> State | ConstructionError:
        """Construct a cell and load `state`; the answer is what the constructor made."""
        from mindspore_cell import RankCell

        cell = RankCell.construct(arguments)
        if isinstance(cell, ConstructionError):
            return cell
        initial = cell.read_state()
        cell.load_state(state)
        self._cell = cell
        return initial

    def step(self, step: CellStep, given: RankInput) -> RankAnswer:
        """One step of the cell that `construct` made last."""
        return self._cell.step(step, given)
