"""The recorder's side of a world of ranks: start workers, run a scenario over them in lockstep, kill what hangs."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

import torch.distributed as dist

from protocol import CaseFailed, RankAnswer, Scenario, StepTrace, Trace
from torch_rank import HOST, Constructed, Refusal, serve_one_rank, serve_threads

SECONDS_TO_START = 120.0
SECONDS_AFTER_AN_ERROR = 5.0  # siblings of a rank that raised are stuck in a collective if they take longer

Answer = TypeVar("Answer")


class World:
    """Live workers, one rank each (`lane` collective-gloo) or all in one process (collective-threads).

    After any CaseFailed the world is dead: `is_alive` is False, and a new one must be made.
    """

    def __init__(self, lane: str, size: int) -> None:
        self.lane = lane
        self.size = size
        self.is_alive = True
        self._connections: list[Connection] = []
        self._processes: list[BaseProcess] = []
        try:
            self._start()
            self._collect(str, time.monotonic() + SECONDS_TO_START)
        except BaseException:
            self.kill()
            raise

    def run(self, scenario: Scenario, timeout: float) -> Trace:
        """Run one scenario. Raises CaseFailed if a rank dies, is silent, or fails for reasons that are not torch's."""
        try:
            return self._run(scenario, time.monotonic() + timeout)
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """End all workers at once."""
        self.is_alive = False
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join(SECONDS_AFTER_AN_ERROR)
        for connection in self._connections:
            connection.close()
        self._processes, self._connections = [], []

    def _start(self) -> None:
        # A fork server: workers fork, in milliseconds, from a process that has imported torch and never run it.
        os.environ |= {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "GLOO_SOCKET_IFNAME": "lo"}
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["pyarrow", "torch", "torch.testing._internal.distributed.multi_threaded_pg"])
        pairs = [context.Pipe() for _ in range(self.size)]
        self._connections = [ours for ours, _ in pairs]
        theirs = [end for _, end in pairs]
        if self.lane == "collective-threads":
            self._processes = [context.Process(target=serve_threads, args=(theirs,), daemon=True)]
        else:
            self._store = dist.TCPStore(HOST, 0, is_master=True, wait_for_workers=False)
            self._processes = [
                context.Process(target=serve_one_rank, args=(rank, self.size, self._store.port, end), daemon=True)
                for rank, end in enumerate(theirs)
            ]
        for process in self._processes:
            process.start()
        for end in theirs:
            end.close()

    def _run(self, scenario: Scenario, deadline: float) -> Trace:
        self._send(scenario)
        made = self._collect(Constructed, deadline)
        construction = [one.error for one in made]
        steps: list[StepTrace] = []
        has_module = not any(error is not None for error in construction)
        for index in range(len(scenario.steps) if has_module else 0):
            self._send(index)
            answers = self._collect(RankAnswer, deadline)
            _refuse_transport_errors(answers)
            steps.append(StepTrace(answers))
            if any(answer.error is not None for answer in answers):
                break
        self._send(None)
        self._collect(str, deadline)
        return Trace(construction, made[0].initial if has_module else None, steps)

    def _send(self, message: Any) -> None:  # noqa: ANN401 - Scenario, step index or None
        payload = pickle.dumps(message)
        for rank, connection in enumerate(self._connections):
            try:
                connection.send_bytes(payload)
            except OSError:
                raise CaseFailed(f"rank {rank} is gone") from None

    def _collect(self, kind: type[Answer], deadline: float) -> list[Answer]:
        """One answer a rank. Once a rank has raised, the others get only a short time more."""
        started = time.monotonic()
        answers: dict[int, Answer] = {}
        ranks = {connection: rank for rank, connection in enumerate(self._connections)}
        while len(answers) < self.size:
            missing = [connection for connection, rank in ranks.items() if rank not in answers]
            heard = set(wait(missing, timeout=max(0.0, deadline - time.monotonic())))
            if not heard:
                silent = ", ".join(str(ranks[connection]) for connection in missing)
                waited = time.monotonic() - started
                raise CaseFailed(f"rank {silent} gave no answer in {waited:.1f} s{_raised(answers)}")
            for connection in (one for one in missing if one in heard):
                rank = ranks[connection]
                try:
                    answer = connection.recv()
                except (EOFError, OSError):
                    raise CaseFailed(f"rank {rank} died{_raised(answers)}") from None
                if isinstance(answer, Refusal):
                    raise CaseFailed(f"rank {rank}: {answer.reason}{_raised(answers)}")
                assert isinstance(answer, kind)
                answers[rank] = answer
                if getattr(answer, "error", None) is not None:
                    deadline = min(deadline, time.monotonic() + SECONDS_AFTER_AN_ERROR)
        return [answers[rank] for rank in range(self.size)]


def _raised(answers: dict[int, Any]) -> str:
    """What ranks that did answer raised, for the reason of a failure."""
    errors = [(rank, getattr(answer, "error", None)) for rank, answer in sorted(answers.items())]
    return "".join(f"; rank {rank} raised {error.type}: {error.message}" for rank, error in errors if error is not None)


def _refuse_transport_errors(answers: Sequence[RankAnswer]) -> None:
    """Errors of gloo's sockets name addresses and depend on who came first: never goldens."""
    for rank, answer in enumerate(answers):
        if answer.error is not None and "gloo" in answer.error.message:
            raise CaseFailed(f"rank {rank}: the collective broke down: {answer.error.message}")
