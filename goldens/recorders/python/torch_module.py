"""torch.nn.SyncBatchNorm, built from a scenario and run one pass at a time; the same for every lane."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import torch
from torch import nn

from heard_warnings import hearing
from protocol import (
    CaseFailed,
    ConstructionError,
    Layouts,
    LoadedState,
    RankAnswer,
    RankInput,
    RequiresGrad,
    Scenario,
    State,
    Step,
    StepError,
    StepTrace,
    Tensor,
    Trace,
    describe_exception,
)
from torch_tensors import TORCH_DTYPE, from_torch, in_layout, layout_of, to_torch


@dataclass(frozen=True)
class Pass:
    """One forward (and backward) through a module, in torch's tensors; all None after an error."""

    error: StepError | None = None
    y: torch.Tensor | None = None
    grad_x: torch.Tensor | None = None
    grad_weight: torch.Tensor | None = None
    grad_bias: torch.Tensor | None = None
    warnings: list[str] = field(default_factory=list)


def record_alone(scenario: Scenario) -> Trace:
    """Lane `module`: the one rank of a world of one, without torch.distributed."""
    if scenario.world.size != 1:
        raise CaseFailed(f"lane module is for a world of 1, got {scenario.world.size}")
    module = construct_module(scenario)
    if isinstance(module, ConstructionError):
        return Trace([module], None, [])
    initial = read_state(module)
    load_state(module, scenario.state)
    steps: list[StepTrace] = []
    for step in scenario.steps:
        prepare_step(module, step)
        done = run_pass(module, *read_input(step.ranks[0], scenario.layout), scenario.requires_grad)
        answer = read_answer(module, done)
        steps.append(StepTrace([answer]))
        if answer.error is not None:
            break
    return Trace([None], initial, steps)


def construct_module(scenario: Scenario, **process_group: Any) -> nn.SyncBatchNorm | ConstructionError:  # noqa: ANN401
    """Call torch's constructor with the scenario's arguments; what it raises is an answer.

    The type and the process group come from the scenario itself, unless its arguments name them.
    """
    arguments = {"dtype": TORCH_DTYPE[scenario.parameter_dtype], **process_group}
    arguments |= {name: _argument(name, value) for name, value in scenario.arguments.items()}
    try:
        return nn.SyncBatchNorm(**arguments)
    except Exception as error:
        return ConstructionError(**describe_exception(error))


def read_state(module: nn.SyncBatchNorm) -> State:
    """The module's parameters, buffers and flag, copied."""
    return State(
        weight=from_torch(module.weight),
        bias=from_torch(module.bias),
        running_mean=from_torch(module.running_mean),
        running_var=from_torch(module.running_var),
        num_batches_tracked=_counter(module),
        training=module.training,
    )


def load_state(module: nn.SyncBatchNorm, state: LoadedState) -> None:
    """Load a checkpoint: what the module has, with the given tensors in place of its own.

    Raises CaseFailed where a tensor does not fit to the letter.
    """
    # Not a dict of its own: without torch's metadata it would count as one of an older version.
    checkpoint = module.state_dict()
    for name, tensor in state.tensors.items():
        if tensor is not None:
            target = getattr(module, name)
            source = to_torch(tensor)
            if target is None or target.shape != source.shape or target.dtype != source.dtype:
                made = "none" if target is None else f"{tuple(target.shape)} of {target.dtype}"
                raise CaseFailed(f"state.{name} is {tuple(source.shape)} of {source.dtype}, the module's is {made}")
            checkpoint[name] = source
    if state.num_batches_tracked is not None:
        if module.num_batches_tracked is None:
            raise CaseFailed("state.num_batches_tracked is given, the module has none")
        checkpoint["num_batches_tracked"] = torch.tensor(state.num_batches_tracked)
    module.load_state_dict(checkpoint)


def prepare_step(module: nn.SyncBatchNorm, step: Step) -> None:
    """Set the training flag and the attributes, and load the checkpoint, that the step asks for."""
    if step.training is not None:
        module.train(step.training)
    for name, value in step.assign.items():
        argument = _argument(name, value)
        is_parameter = name in dict(module.named_parameters()) and isinstance(argument, torch.Tensor)
        try:
            setattr(module, name, nn.Parameter(argument) if is_parameter else argument)
        except (AttributeError, TypeError) as error:
            raise CaseFailed(f"assign.{name}: {error}") from None
    if step.load is not None:
        load_state(module, step.load)


def read_input(given: RankInput, layout: str) -> tuple[torch.Tensor, torch.Tensor | None]:
    """A rank's x and grad_y in the scenario's memory layout."""
    grad_y = None if given.grad_y is None else in_layout(to_torch(given.grad_y), layout)
    return in_layout(to_torch(given.x), layout), grad_y


def run_pass(
    module: nn.SyncBatchNorm, x: torch.Tensor, grad_y: torch.Tensor | None, requires_grad: RequiresGrad
) -> Pass:
    """Forward, and backward with fresh gradients where there is a `grad_y`. What torch raises or warns is an answer."""
    module.zero_grad(set_to_none=True)
    for parameter, asks in ((module.weight, requires_grad.weight), (module.bias, requires_grad.bias)):
        if parameter is not None:
            parameter.requires_grad_(asks)
    leaf = x.detach().requires_grad_(grad_y is not None and requires_grad.x)
    stage = "forward"
    with hearing() as heard:
        try:
            y = module(leaf)
            stage = "backward"
            if grad_y is None:
                return Pass(y=y, warnings=heard)
            y.backward(grad_y)
        except CaseFailed:
            raise
        except Exception as error:
            return Pass(error=StepError(stage, **describe_exception(error)), warnings=heard)
    grad_weight, grad_bias = (None if made is None else made.grad for made in (module.weight, module.bias))
    return Pass(y=y, grad_x=leaf.grad, grad_weight=grad_weight, grad_bias=grad_bias, warnings=heard)


def read_answer(module: nn.SyncBatchNorm, done: Pass) -> RankAnswer:
    """What a rank answers after a pass: the pass and the buffers it left."""
    return RankAnswer(
        error=done.error,
        y=from_torch(done.y),
        grad_x=from_torch(done.grad_x),
        grad_weight=from_torch(done.grad_weight),
        grad_bias=from_torch(done.grad_bias),
        running_mean=from_torch(module.running_mean),
        running_var=from_torch(module.running_var),
        num_batches_tracked=_counter(module),
        layouts=Layouts(y=layout_of(done.y), grad_x=layout_of(done.grad_x)),
        warnings=done.warnings,
    )


def _counter(module: nn.SyncBatchNorm) -> int | None:
    return None if module.num_batches_tracked is None else int(module.num_batches_tracked)


def _argument(name: str, value: object) -> Any:  # noqa: ANN401 - whatever torch is to be given
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [_argument(name, item) for item in value]
        case Tensor():
            return to_torch(value)
    raise CaseFailed(f"{name} is {value!r}, which torch has no counterpart of")
