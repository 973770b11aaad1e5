"""What a framework answered: the trace of docs/golden-format.md, and its encoding into JSON plus three pools."""

from __future__ import annotations

import dataclasses
import json
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scenarios import POOL_NUMPY_DTYPE, POOL_OF_DTYPE, Pools, Tensor

MAX_MESSAGE = 500


@dataclass(frozen=True)
class ConstructionError:
    """An exception out of the framework's constructor; see `describe_exception`."""

    type: str
    message: str


@dataclass(frozen=True)
class StepError:
    """An exception out of a step; `stage` is `forward` or `backward`."""

    stage: str
    type: str
    message: str


@dataclass(frozen=True)
class State:
    """A module's state as the constructor made it. None = the framework has none."""

    weight: Tensor | None
    bias: Tensor | None
    running_mean: Tensor | None
    running_var: Tensor | None
    num_batches_tracked: int | None
    training: bool


@dataclass(frozen=True)
class Layouts:
    """How y and grad_x lie in memory: a name of scenarios.LAYOUTS, None where the tensor does not exist."""

    y: str | None
    grad_x: str | None


@dataclass(frozen=True)
class RankAnswer:
    """One rank's answer to one step. After an error `y` and the gradients are None, the state is still recorded."""

    error: StepError | None = None
    y: Tensor | None = None
    grad_x: Tensor | None = None
    grad_weight: Tensor | None = None
    grad_bias: Tensor | None = None
    running_mean: Tensor | None = None
    running_var: Tensor | None = None
    num_batches_tracked: int | None = None
    layouts: Layouts | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class GroupGradients:
    """Parameter gradients summed over a group; `global-batch` only."""

    ranks: list[int]
    grad_weight: Tensor | None
    grad_bias: Tensor | None


@dataclass(frozen=True)
class StepTrace:
    """One step over all ranks. `groups` is None except for `global-batch`."""

    ranks: list[RankAnswer]
    groups: list[GroupGradients] | None = None


@dataclass(frozen=True)
class Trace:
    """A whole answer: one `construction` entry a rank, `initial` None and no steps where any of them is an error."""

    construction: list[ConstructionError | None]
    initial: State | None
    steps: list[StepTrace]


@dataclass
class TracePool:
    """Collects tensors of one trace, and gives each its `{"dtype", "shape", "offset"}`."""

    _parts: dict[str, list[np.ndarray]] = field(default_factory=lambda: {name: [] for name in POOL_NUMPY_DTYPE})
    _length: dict[str, int] = field(default_factory=lambda: dict.fromkeys(POOL_NUMPY_DTYPE, 0))

    def add(self, tensor: Tensor) -> dict[str, Any]:
        """Append a copy of the tensor's numbers, in C order.

        Raises ValueError for a dtype that the format lacks, or values that do not carry it.
        """
        name = POOL_OF_DTYPE.get(tensor.dtype)
        if name is None:
            raise ValueError(f"Expected a tensor of {', '.join(POOL_OF_DTYPE)}, got {tensor.dtype}.")
        carrier = "uint16" if tensor.dtype == "bfloat16" else tensor.dtype
        if tensor.values.dtype != carrier:
            raise ValueError(f"Expected {tensor.dtype} values to be carried as {carrier}, got {tensor.values.dtype}.")
        numbers = np.ascontiguousarray(tensor.values).reshape(-1).view(POOL_NUMPY_DTYPE[name]).copy()
        reference = {"dtype": tensor.dtype, "shape": list(tensor.values.shape), "offset": self._length[name]}
        self._parts[name].append(numbers)
        self._length[name] += math.prod(tensor.values.shape)
        return reference

    def pools(self) -> Pools:
        """The three flat arrays, each in the order of `add`."""
        nothing = {name: np.empty(0, dtype) for name, dtype in POOL_NUMPY_DTYPE.items()}
        return {name: np.concatenate([nothing[name], *parts]) for name, parts in self._parts.items()}


def encode_trace(trace: Trace) -> tuple[str, Pools]:
    """The trace as JSON text, and the pools it refers into."""
    pool = TracePool()
    return json.dumps(_plain(trace, pool), separators=(",", ":"), allow_nan=False), pool.pools()


def check_trace(trace: Trace, world_size: int, step_count: int) -> None:
    """Raise ValueError where a recorder built a trace that the format forbids.

    A recorder's own mistake must not become a golden.
    """
    has_construction_error = any(error is not None for error in trace.construction)
    if len(trace.construction) != world_size:
        raise ValueError(f"Expected {world_size} construction entries, got {len(trace.construction)}.")
    if has_construction_error != (trace.initial is None) or (has_construction_error and trace.steps):
        raise ValueError("Expected no initial state and no steps exactly after a construction error.")
    for index, step in enumerate(trace.steps):
        if len(step.ranks) != world_size:
            raise ValueError(f"Expected {world_size} ranks in step {index} of the trace, got {len(step.ranks)}.")
    failed = [any(rank.error is not None for rank in step.ranks) for step in trace.steps]
    wanted = 0 if has_construction_error else failed.index(True) + 1 if True in failed else step_count
    if len(trace.steps) != wanted:
        raise ValueError(f"Expected the trace to end after {wanted} steps, got {len(trace.steps)}.")


def describe_exception(error: BaseException) -> dict[str, str]:
    """`type` and `message` as goldens hold them: the class name, and the first line, at most 500 characters."""
    lines = str(error).splitlines()
    return {"type": type(error).__name__, "message": (lines[0] if lines else "")[:MAX_MESSAGE]}


def _plain(value: object, pool: TracePool) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, Tensor):
        return pool.add(value)
    if dataclasses.is_dataclass(value):
        return {entry.name: _plain(getattr(value, entry.name), pool) for entry in dataclasses.fields(value)}
    if isinstance(value, list):
        return [_plain(item, pool) for item in value]
    return value
