"""The workers' side of a world of ranks: serve scenarios over a connection, one step at a time, as one rank.

Conversation, per scenario: "ready" out; Scenario in, `Constructed` out; a step's index in, its RankAnswer out, for each
step to run; None in. In place of any answer a `Refusal` may come: the recorder's own failure, and the rank's end.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
import traceback
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection

import torch
import torch.distributed as dist
from torch import nn
from torch.distributed import distributed_c10d

from heard_warnings import listen_for_warnings
from protocol import CaseFailed, ConstructionError, Scenario, State
from torch_groups import groups_of
from torch_kernels import install_kernels
from torch_module import construct_module, load_state, prepare_step, read_answer, read_input, read_state, run_pass

HOST = "127.0.0.1"
NEVER = timedelta(hours=24)  # the recorder keeps the time; torch's own limits must not come first
PR_SET_PDEATHSIG = 1
SWITCH_INTERVAL = 0.0005  # seconds; threads that wait for each other lose most time waiting for the interpreter


@dataclass(frozen=True)
class Constructed:
    """What the constructor did on one rank: an error, or the state it made."""

    error: ConstructionError | None
    initial: State | None


@dataclass(frozen=True)
class Refusal:
    """Why this rank cannot go on, which is no answer of torch's."""

    reason: str


def serve_one_rank(rank: int, world_size: int, port: int, connection: Connection) -> None:
    """A process that is one rank of a gloo world whose store listens at `port`."""
    _prepare_process()
    store = dist.TCPStore(HOST, port, is_master=False)
    dist.init_process_group("gloo", store=store, rank=rank, world_size=world_size, timeout=NEVER)
    _serve(rank, connection)


def serve_threads(connections: list[Connection]) -> None:
    """A process that is a whole world: one thread a rank, over torch's threaded process group."""
    from torch.testing._internal.distributed import multi_threaded_pg

    _prepare_process()
    sys.setswitchinterval(SWITCH_INTERVAL)
    # With "gloo" SyncBatchNorm gathers into a list; the threaded group's gather into one tensor mixes the ranks up.
    multi_threaded_pg.ProcessLocalGroup.getBackendName = lambda _group: "gloo"
    multi_threaded_pg._install_threaded_pg()
    torch._C._distributed_c10d._set_thread_isolation_mode(True)
    store = dist.HashStore()

    def serve_thread(rank: int, connection: Connection) -> None:
        torch.set_num_threads(1)
        torch.autograd.set_multithreading_enabled(False)
        dist.init_process_group("threaded", store=store, rank=rank, world_size=len(connections), timeout=NEVER)
        _serve(rank, connection)

    threads = [threading.Thread(target=serve_thread, args=entry, daemon=True) for entry in enumerate(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _prepare_process() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    torch.set_num_threads(1)
    listen_for_warnings()
    install_kernels()


def _serve(rank: int, connection: Connection) -> None:
    try:
        while True:
            connection.send("ready")
            _serve_scenario(rank, connection.recv(), connection)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return
    except CaseFailed as error:
        connection.send(Refusal(str(error)))
    except Exception as error:
        traceback.print_exc()
        connection.send(Refusal(f"recorder: {type(error).__name__}: {error}"))


def _serve_scenario(rank: int, scenario: Scenario, connection: Connection) -> None:
    process_group = _make_groups(rank, scenario)
    module = construct_module(scenario, process_group=process_group)
    if isinstance(module, ConstructionError):
        connection.send(Constructed(module, None))
        connection.recv()
    else:
        connection.send(Constructed(None, read_state(module)))
        load_state(module, scenario.state)
        _serve_steps(rank, scenario, module, connection)
    if isinstance(process_group, dist.ProcessGroup):
        _destroy_group(process_group)


def _serve_steps(rank: int, scenario: Scenario, module: nn.SyncBatchNorm, connection: Connection) -> None:
    while (index := connection.recv()) is not None:
        step = scenario.steps[index]
        prepare_step(module, step)
        done = run_pass(module, *read_input(step.ranks[rank], scenario.layout), scenario.requires_grad)
        connection.send(read_answer(module, done))


def _make_groups(rank: int, scenario: Scenario) -> dist.ProcessGroup | int | None:
    """Make every group on every rank, in the same order, and give the rank its own, or torch's mark for "not in it"."""
    if scenario.world.groups is None:
        return None
    groups_of(scenario.world)
    mine: dist.ProcessGroup | int | None = distributed_c10d.GroupMember.NON_GROUP_MEMBER
    for ranks in scenario.world.groups:
        made = dist.new_group(ranks, timeout=NEVER) if ranks else None
        if rank in ranks:
            mine = made
    return mine


def _destroy_group(group: dist.ProcessGroup) -> None:
    name = group.group_name
    try:
        dist.destroy_process_group(group)
    except KeyError:
        # Last of all torch unregisters the name it asks the group for, and a threaded group has lost it by then.
        distributed_c10d._unregister_process_group(name)
