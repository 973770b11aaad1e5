"""The three MindSpore lanes: how a scenario becomes cells, and their answers a trace."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import mindspore
import numpy as np

from mindspore_cell import THREADS, CellStep, RankCell, prepare_mindspore
from mindspore_world import LARGEST_WORLD, World, WorldLost
from protocol import (
    Case,
    CaseFailed,
    ConstructionError,
    GroupGradients,
    RankAnswer,
    RankInput,
    Scenario,
    Step,
    StepTrace,
    Tensor,
    Trace,
)


class MindSporeRecorder:
    """protocol.Framework for mindspore.nn.SyncBatchNorm on the CPU, PyNative."""

    name = "mindspore"
    version = mindspore.__version__
    lanes = {"module": "module", "global-batch": "global-batch", "processes": "module"}  # noqa: RUF012 - never written to

    def __init__(self) -> None:
        prepare_mindspore()
        self._worlds: dict[int, World] = {}

    def provenance(self) -> dict[str, Any]:
        """What MindSpore's kernels could use of this machine."""
        return {"cpu_capability": _cpu_capability(), "threads": THREADS}

    def record(self, case: Case, lane: str, timeout: float) -> Trace:
        """Run one case."""
        _check_supported(case.scenario)
        match lane:
            case "module":
                return _record_module(case.scenario)
            case "global-batch":
                return _record_global_batch(case.scenario)
            case _:
                return self._record_processes(case.scenario, timeout)

    def close(self) -> None:
        """Kill the worker processes."""
        for world in self._worlds.values():
            world.kill()
        self._worlds.clear()

    def _record_processes(self, scenario: Scenario, timeout: float) -> Trace:
        size = scenario.world.size
        if size > LARGEST_WORLD:
            raise CaseFailed(f"Expected at most {LARGEST_WORLD} ranks in lane processes, got {size}.")
        try:
            if size not in self._worlds:
                self._worlds[size] = World(size)
            return _record_world(scenario, self._worlds[size], time.monotonic() + timeout)
        except WorldLost as error:
            lost = self._worlds.pop(size, None)
            if lost is not None:
                lost.kill()
            raise CaseFailed(f"{error}; limit {timeout:g} s a case, the world starts anew") from None


def _check_supported(scenario: Scenario) -> None:
    wanted = {"dialect": "mindspore", "layout": "contiguous", "parameter_dtype": "float32"}
    for name, value in wanted.items():
        if getattr(scenario, name) != value:
            raise CaseFailed(f"Expected {name} to be {value} for MindSpore, got {getattr(scenario, name)}.")
    states = [scenario.state, *(step.load for step in scenario.steps if step.load is not None)]
    if any(state.num_batches_tracked is not None for state in states):
        raise CaseFailed("Expected no num_batches_tracked for MindSpore, which counts nothing.")


def _record_module(scenario: Scenario) -> Trace:
    if scenario.world.size != 1:
        raise CaseFailed(f"Expected world size 1 in lane module, got {scenario.world.size}.")
    cell = RankCell.construct(scenario.arguments)
    if isinstance(cell, ConstructionError):
        return Trace([cell], None, [])
    initial = cell.read_state()
    cell.load_state(scenario.state)
    steps: list[StepTrace] = []
    for step in scenario.steps:
        steps.append(StepTrace([cell.step(_cell_step(scenario, step), step.ranks[0])]))
        if _has_error(steps[-1]):
            break
    return Trace([None], initial, steps)


def _record_world(scenario: Scenario, world: World, deadline: float) -> Trace:
    arguments = dict(scenario.arguments)
    if scenario.world.groups is not None:
        arguments.setdefault("process_groups", scenario.world.groups)
    built = world.ask([("construct", arguments, scenario.state)] * scenario.world.size, deadline)
    construction = [answer if isinstance(answer, ConstructionError) else None for answer in built]
    if any(construction):
        return Trace(construction, None, [])
    steps: list[StepTrace] = []
    for step in scenario.steps:
        requests = [("step", _cell_step(scenario, step), given) for given in step.ranks]
        steps.append(StepTrace(world.ask(requests, deadline)))
        if _has_error(steps[-1]):
            break
    return Trace(construction, built[0], steps)


def _record_global_batch(scenario: Scenario) -> Trace:
    """One cell a group, on the group's concatenated batch; that stands in for `process_groups`, which is left out."""
    groups = _sharing_groups(scenario)
    arguments = {name: value for name, value in scenario.arguments.items() if name != "process_groups"}
    cells: list[RankCell] = []
    for _ in groups:
        cell = RankCell.construct(arguments)
        if isinstance(cell, ConstructionError):
            return Trace([cell] * scenario.world.size, None, [])
        cells.append(cell)
    initial = cells[0].read_state()
    for cell in cells:
        cell.load_state(scenario.state)
    steps: list[StepTrace] = []
    for step in scenario.steps:
        steps.append(_step_groups(scenario, step, groups, cells))
        if _has_error(steps[-1]):
            break
    return Trace([None] * scenario.world.size, initial, steps)


def _cell_step(scenario: Scenario, step: Step) -> CellStep:
    return CellStep(step.training, step.assign, step.load, scenario.requires_grad)


def _sharing_groups(scenario: Scenario) -> list[list[int]]:
    """The groups in the order given, then each rank of no group by itself."""
    everyone = range(scenario.world.size)
    if scenario.world.groups is None:
        return [list(everyone)]
    groups = [group for group in scenario.world.groups if group]
    named = [rank for group in groups for rank in group]
    if len(set(named)) != len(named) or not set(named) <= set(everyone):
        raise CaseFailed(f"Expected distinct ranks below {len(everyone)} in world.groups, got {groups}.")
    return groups + [[rank] for rank in everyone if rank not in named]


def _step_groups(scenario: Scenario, step: Step, groups: list[list[int]], cells: list[RankCell]) -> StepTrace:
    of_ranks: dict[int, RankAnswer] = {}
    gradients: list[GroupGradients] = []
    for group, cell in zip(groups, cells, strict=True):
        inputs = [step.ranks[rank] for rank in group]
        whole = cell.step(_cell_step(scenario, step), _concatenate_inputs(inputs))
        gradients.append(GroupGradients(group, whole.grad_weight, whole.grad_bias))
        counts = [len(given.x.values) for given in inputs]
        of_ranks |= dict(zip(group, _split_answer(whole, counts), strict=True))
    return StepTrace([of_ranks[rank] for rank in range(len(step.ranks))], gradients)


def _concatenate_inputs(inputs: list[RankInput]) -> RankInput:
    with_gradient = [given.grad_y for given in inputs if given.grad_y is not None]
    if len(with_gradient) not in (0, len(inputs)):
        raise CaseFailed("Expected grad_y on all ranks of a group or on none.")
    for given in inputs:
        if given.grad_y is not None and given.grad_y.values.shape != given.x.values.shape:
            raise CaseFailed(f"Expected grad_y of shape {given.x.values.shape}, got {given.grad_y.values.shape}.")
    x = _concatenate([given.x for given in inputs])
    return RankInput(x, _concatenate(with_gradient) if with_gradient else None)


def _concatenate(tensors: list[Tensor]) -> Tensor:
    kinds = {(tensor.dtype, tensor.values.ndim, tensor.values.shape[1:]) for tensor in tensors}
    if len(kinds) != 1 or tensors[0].values.ndim == 0:
        raise CaseFailed(f"Expected inputs that differ in nothing but their batch size, got {sorted(map(str, kinds))}.")
    return Tensor(tensors[0].dtype, np.concatenate([tensor.values for tensor in tensors]))


def _split_answer(whole: RankAnswer, counts: list[int]) -> list[RankAnswer]:
    if whole.error is not None:
        return [whole] * len(counts)
    ys, grads = _split(whole.y, counts), _split(whole.grad_x, counts)
    return [
        replace(whole, y=y, grad_x=grad_x, grad_weight=None, grad_bias=None)
        for y, grad_x in zip(ys, grads, strict=True)
    ]


def _split(tensor: Tensor | None, counts: list[int]) -> list[Tensor | None]:
    if tensor is None:
        return [None] * len(counts)
    return [Tensor(tensor.dtype, part) for part in np.split(tensor.values, np.cumsum(counts)[:-1])]


def _has_error(step: StepTrace) -> bool:
    return any(answer.error is not None for answer in step.ranks)


def _cpu_capability() -> str:
    # oneDNN does not tell what it dispatches to through MindSpore; this is what the processor offers it.
    features = np.core._multiarray_umath.__cpu_features__
    known = {"AVX512F": "AVX512", "AVX2": "AVX2"}
    return next((shown for feature, shown in known.items() if features.get(feature)), "DEFAULT")
