"""What a recorder is asked to run: the scenario of docs/golden-format.md as typed, validated, plain Python values."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

Pools = dict[str, np.ndarray]
"""The three flat arrays tensors refer into, by name: `float32`, `float64`, `bits16`."""

POOL_OF_DTYPE = {"float32": "float32", "float64": "float64", "float16": "bits16", "bfloat16": "bits16"}
POOL_NUMPY_DTYPE = {"float32": np.dtype("<f4"), "float64": np.dtype("<f8"), "bits16": np.dtype("<u2")}
LAYOUTS = ("contiguous", "channels_last", "strided")
STATE_TENSORS = ("weight", "bias", "running_mean", "running_var")

MAX_AXES = 8
MAX_RANKS = 64
MAX_STEPS = 1000


class BadInput(Exception):
    """What came in breaks the contract. The message is one line: what was expected, and what came."""


@dataclass(frozen=True)
class Tensor:
    """Numbers with a dtype name.

    NumPy has no bfloat16: `values` then holds the bit patterns as uint16. The other dtypes are themselves.
    """

    dtype: str
    values: np.ndarray


@dataclass(frozen=True)
class Initializer:
    """A MindSpore Initializer class, named; to be built without arguments."""

    name: str


@dataclass(frozen=True)
class RankInput:
    """What one rank gets in one step. `grad_y` None = forward only."""

    x: Tensor
    grad_y: Tensor | None


@dataclass(frozen=True)
class LoadedState:
    """Parameters and buffers to load, by the names of STATE_TENSORS; None leaves what is there."""

    tensors: dict[str, Tensor | None]
    num_batches_tracked: int | None


@dataclass(frozen=True)
class RequiresGrad:
    """What asks for a gradient where there is a `grad_y`."""

    x: bool = True
    weight: bool = True
    bias: bool = True


@dataclass(frozen=True)
class Step:
    """One call on every rank.

    Before it, in this order: `training` sets the module's flag (None leaves it), `assign` holds attributes to set,
    `load` is a checkpoint to load (None: none).
    """

    training: bool | None
    assign: dict[str, Any]
    load: LoadedState | None
    ranks: list[RankInput]


@dataclass(frozen=True)
class World:
    """`groups` None = all ranks share statistics.

    What the groups hold is not judged here: a framework may be asked to refuse it.
    """

    size: int
    groups: list[list[int]] | None


@dataclass(frozen=True)
class Scenario:
    """A decoded scenario.

    `arguments` holds None, bool, int, float, str, list, Tensor and Initializer values; an absent name = the default.
    `state` is loaded after construction.
    """

    dialect: str
    arguments: dict[str, Any]
    parameter_dtype: str
    state: LoadedState
    world: World
    layout: str
    requires_grad: RequiresGrad
    steps: list[Step]


def decode_scenario(text: str, pools: Pools) -> Scenario:
    """Decode a scenario's JSON against the pools of its row.

    Raises BadInput naming the place, what was expected there and what came.
    """
    try:
        parsed = json.loads(text, parse_constant=lambda name: _refuse("scenario", "strict JSON", name))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"Expected scenario to be JSON, got {text[:60]!r} ({error}).") from None
    required = ("dialect", "arguments", "parameter_dtype", "state", "world", "layout", "steps")
    root = _fields(parsed, "scenario", required, ("requires_grad",))
    world = _decode_world(root["world"])
    arguments = _mapping(root["arguments"], "arguments")
    return Scenario(
        dialect=_text(root["dialect"], "dialect"),
        arguments={name: decode_value(value, pools, f"arguments.{name}") for name, value in arguments.items()},
        parameter_dtype=_one_of(root["parameter_dtype"], "parameter_dtype", tuple(POOL_OF_DTYPE)),
        state=_decode_state(root["state"], pools, "state"),
        world=world,
        layout=_one_of(root["layout"], "layout", LAYOUTS),
        requires_grad=_decode_requires_grad(root.get("requires_grad")),
        steps=[
            _decode_step(step, pools, world.size, f"steps[{index}]")
            for index, step in enumerate(_list(root["steps"], "steps", MAX_STEPS))
        ],
    )


def decode_tensor(reference: object, pools: Pools, place: str) -> Tensor:
    """Read `{"dtype", "shape", "offset"}` out of the pools; the values are a view, never to be written to."""
    fields = _fields(reference, place, ("dtype", "shape", "offset"))
    dtype = _one_of(fields["dtype"], f"{place}.dtype", tuple(POOL_OF_DTYPE))
    shape = [_integer(n, f"{place}.shape", 0, 2**31) for n in _list(fields["shape"], f"{place}.shape", MAX_AXES)]
    pool = pools[POOL_OF_DTYPE[dtype]]
    count = math.prod(shape)
    offset = _integer(fields["offset"], f"{place}.offset", 0, len(pool))
    if offset + count > len(pool):
        _refuse(place, f"{count} numbers at offset {offset} of pool {POOL_OF_DTYPE[dtype]}", f"a pool of {len(pool)}")
    values = pool[offset : offset + count].reshape(shape)
    return Tensor(dtype, values.view(np.float16) if dtype == "float16" else values)


def decode_value(value: object, pools: Pools, place: str) -> Any:  # noqa: ANN401 - a Python value of any tagged kind
    """Decode a tagged Python value, so that 1, 1.0 and True stay apart."""
    match value:
        case None | bool() | int() | str():
            return value
        case list():
            return [decode_value(item, pools, f"{place}[{index}]") for index, item in enumerate(value)]
        case {"float": str(digits), **rest} if not rest:
            return _float(digits, place)
        case {"tensor": reference, **rest} if not rest:
            return decode_tensor(reference, pools, place)
        case {"initializer": str(name), **rest} if not rest:
            return Initializer(name)
    _refuse(place, "a tagged Python value", value)


def _decode_state(value: object, pools: Pools, place: str) -> LoadedState:
    state = _fields(value, place, (*STATE_TENSORS, "num_batches_tracked"))
    counter = state["num_batches_tracked"]
    return LoadedState(
        {name: _optional_tensor(state[name], pools, f"{place}.{name}") for name in STATE_TENSORS},
        None if counter is None else _integer(counter, f"{place}.num_batches_tracked", -(2**63), 2**63 - 1),
    )


def _decode_requires_grad(value: object) -> RequiresGrad:
    if value is None:
        return RequiresGrad()
    names = ("x", "weight", "bias")
    fields = _fields(value, "requires_grad", names)
    for name in names:
        if not isinstance(fields[name], bool):
            _refuse(f"requires_grad.{name}", "true or false", fields[name])
    return RequiresGrad(**fields)


def _decode_world(value: object) -> World:
    fields = _fields(value, "world", ("size", "groups"))
    size = _integer(fields["size"], "world.size", 1, MAX_RANKS)
    if fields["groups"] is None:
        return World(size, None)
    groups = [_list(group, "world.groups", MAX_RANKS) for group in _list(fields["groups"], "world.groups", MAX_RANKS)]
    return World(size, [[_integer(rank, "world.groups", -(2**31), 2**31) for rank in group] for group in groups])


def _decode_step(value: object, pools: Pools, world_size: int, place: str) -> Step:
    fields = _fields(value, place, ("training", "assign", "ranks"), ("load",))
    training = fields["training"]
    if training is not None and not isinstance(training, bool):
        _refuse(f"{place}.training", "true, false or null", training)
    ranks = _list(fields["ranks"], f"{place}.ranks", MAX_RANKS)
    if len(ranks) != world_size:
        _refuse(f"{place}.ranks", f"{world_size} entries", f"{len(ranks)}")
    assign = _mapping(fields["assign"], f"{place}.assign")
    inputs = []
    for rank, entry in enumerate(ranks):
        both = _fields(entry, f"{place}.ranks[{rank}]", ("x", "grad_y"))
        x = decode_tensor(both["x"], pools, f"{place}.ranks[{rank}].x")
        inputs.append(RankInput(x, _optional_tensor(both["grad_y"], pools, f"{place}.ranks[{rank}].grad_y")))
    assigned = {n: decode_value(v, pools, f"{place}.assign.{n}") for n, v in assign.items()}
    load = _decode_state(fields["load"], pools, f"{place}.load") if "load" in fields else None
    return Step(training, assigned, load, inputs)


def _optional_tensor(reference: object, pools: Pools, place: str) -> Tensor | None:
    return None if reference is None else decode_tensor(reference, pools, place)


def _refuse(place: str, expected: str, got: object) -> NoReturn:
    shown = got if isinstance(got, str) else json.dumps(got, default=repr)
    raise BadInput(f"Expected {place} to be {expected}, got {shown[:120]}.")


def _mapping(value: object, place: str) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else _refuse(place, "an object", value)


def _fields(value: object, place: str, names: tuple[str, ...], optional: tuple[str, ...] = ()) -> Mapping[str, Any]:
    mapping = _mapping(value, place)
    fits = set(names) <= set(mapping) <= {*names, *optional}
    return mapping if fits else _refuse(place, f"an object of {', '.join((*names, *optional))}", value)


def _list(value: object, place: str, longest: int) -> list[Any]:
    fits = isinstance(value, list) and len(value) <= longest
    return value if fits else _refuse(place, f"a list of at most {longest}", value)


def _text(value: object, place: str) -> str:
    return value if isinstance(value, str) else _refuse(place, "a string", value)


def _one_of(value: object, place: str, allowed: tuple[str, ...]) -> str:
    fits = isinstance(value, str) and value in allowed
    return value if fits else _refuse(place, f"one of {', '.join(allowed)}", value)


def _integer(value: object, place: str, low: int, high: int) -> int:
    is_integer = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return value if is_integer else _refuse(place, f"an integer from {low} to {high}", value)


def _float(digits: str, place: str) -> float:
    try:
        return float(digits)
    except ValueError:
        _refuse(place, "a float in digits", digits)
