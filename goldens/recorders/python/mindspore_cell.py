"""One mindspore.nn.SyncBatchNorm cell of one rank: construct it, load it, step it, read it."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import Any

import mindspore
import numpy as np
from mindspore import nn, ops
from mindspore.common import initializer

from heard_warnings import hearing, listen_for_warnings
from protocol import (
    CaseFailed,
    ConstructionError,
    Initializer,
    LoadedState,
    RankAnswer,
    RankInput,
    RequiresGrad,
    State,
    StepError,
    Tensor,
    describe_exception,
)

THREADS = 1
PARAMETER_OF_STATE = {
    "weight": "gamma",
    "bias": "beta",
    "running_mean": "moving_mean",
    "running_var": "moving_variance",
}

# Random initialisers must give the same numbers on every rank and in every recording.
_SEED = 1

# With sens_param, grad_y enters the backward pass as it is, not through the product of a loss.
_backward = ops.GradOperation(get_all=True, get_by_list=True, sens_param=True)
_backward_weights = ops.GradOperation(get_by_list=True, sens_param=True)


def prepare_mindspore() -> None:
    """Set this process to PyNative on the CPU, every operator finished before its call returns.

    Blocking launches raise errors where they happen, and take a small case with gradients from 9 ms to 1 ms.
    """
    listen_for_warnings()
    mindspore.set_device("CPU")
    mindspore.set_context(mode=mindspore.PYNATIVE_MODE)
    mindspore.runtime.launch_blocking()
    mindspore.runtime.dispatch_threads_num(THREADS)


@dataclass(frozen=True)
class CellStep:
    """What a step asks of a cell, its input aside."""

    training: bool | None
    assign: dict[str, Any]
    load: LoadedState | None
    requires_grad: RequiresGrad


class RankCell:
    """A constructed cell. What MindSpore refuses becomes an answer, what the recorder refuses is CaseFailed."""

    def __init__(self, cell: nn.SyncBatchNorm) -> None:
        self._cell = cell

    @staticmethod
    def construct(arguments: dict[str, Any]) -> RankCell | ConstructionError:
        """Call the constructor with a scenario's arguments."""
        built = {name: _build_value(value) for name, value in arguments.items()}
        mindspore.set_seed(_SEED)
        try:
            return RankCell(nn.SyncBatchNorm(**built))
        except Exception as error:
            return ConstructionError(**describe_exception(error))

    def read_state(self) -> State:
        """Copy out everything a scenario's `state` can replace, and the training flag."""
        tensors = {name: self._read_parameter(name) for name in PARAMETER_OF_STATE}
        return State(**tensors, num_batches_tracked=None, training=self._cell.training)

    def load_state(self, state: LoadedState) -> None:
        """Load a checkpoint of what the cell has, with the given tensors in place of its own."""
        checkpoint = {parameter.name: parameter.clone() for parameter in self._cell.get_parameters()}
        for name, tensor in state.tensors.items():
            if tensor is None:
                continue
            parameter = getattr(self._cell, PARAMETER_OF_STATE[name])
            # Loading would convert types, and only warn of shapes.
            wanted, got = (_dtype_name(parameter), parameter.shape), (tensor.dtype, tensor.values.shape)
            if wanted != got:
                raise CaseFailed(f"Expected state.{name} to be {wanted[0]} {wanted[1]}, got {got[0]} {got[1]}.")
            checkpoint[parameter.name] = mindspore.Parameter(to_mindspore(tensor), name=parameter.name)
        mindspore.load_param_into_net(self._cell, checkpoint, strict_load=True)

    def step(self, step: CellStep, given: RankInput) -> RankAnswer:
        """Run one forward, and one backward where there is a grad_y."""
        self._prepare(step)
        self._check_recordable(given)
        outputs: list[mindspore.Tensor] = []

        def forward(x: mindspore.Tensor) -> mindspore.Tensor:
            outputs.append(self._cell(x))
            return outputs[-1]

        with hearing() as heard:
            try:
                gradients = self._run(forward, given, asks_x=step.requires_grad.x)
            except Exception as error:
                stage = "backward" if outputs else "forward"
                return self._answer(error=StepError(stage, **describe_exception(error)), warnings=heard)
        if len(outputs) != 1:
            raise CaseFailed(f"Expected one forward pass a step, got {len(outputs)}.")
        return self._answer(y=from_mindspore(outputs[0]), **gradients, warnings=heard)

    def _prepare(self, step: CellStep) -> None:
        if step.training is not None:
            self._cell.set_train(step.training)
        for name, value in step.assign.items():
            if not hasattr(self._cell, name):
                raise CaseFailed(f"Expected assign to name an attribute of nn.SyncBatchNorm, got {name!r}.")
            setattr(self._cell, name, _build_value(value))
        if step.load is not None:
            self.load_state(step.load)
        # affine=False has made both untrainable: what does not train is not made to.
        for parameter, asks in (
            (self._cell.gamma, step.requires_grad.weight),
            (self._cell.beta, step.requires_grad.bias),
        ):
            if not asks:
                parameter.requires_grad = False

    def _check_recordable(self, given: RankInput) -> None:
        """Refuse what would record memory addresses, leftover memory or a kernel that the CPU lacks."""
        x, grad_y = given.x, given.grad_y
        if grad_y is not None and (grad_y.dtype, grad_y.values.shape) != (x.dtype, x.values.shape):
            raise CaseFailed("Expected grad_y to have the dtype and shape of x: the error else holds memory addresses.")
        asked = self._cell.use_batch_statistics
        if not (self._cell.training if asked is None else asked):
            return
        if x.values.size == 0:
            raise CaseFailed("Expected a batch with values: an empty one leaves leftover memory in moving_mean.")
        if self._cell.is_global:
            raise CaseFailed("Expected no synchronised training: MindSpore lacks that kernel on the CPU.")

    def _run(self, forward: Any, given: RankInput, *, asks_x: bool) -> dict[str, Tensor]:  # noqa: ANN401 - a callable that MindSpore traces
        x = to_mindspore(given.x)
        if given.grad_y is None:
            forward(x)
            return {}
        weights = self._cell.trainable_params()
        if not asks_x and not weights:
            raise CaseFailed("Expected something to ask for a gradient, got neither x nor a trainable parameter.")
        grad_y = to_mindspore(given.grad_y)
        if asks_x:
            (grad_x,), of_weights = _backward(forward, weights)(x, grad_y)
            gradients = {"grad_x": from_mindspore(grad_x)}
        else:
            of_weights = _backward_weights(forward, weights)(x, grad_y)
            gradients = {}
        for weight, gradient in zip(weights, of_weights, strict=True):
            name = "grad_weight" if weight is self._cell.gamma else "grad_bias"
            gradients[name] = from_mindspore(gradient)
        return gradients

    def _answer(self, **fields: Any) -> RankAnswer:  # noqa: ANN401 - the fields of RankAnswer
        moving = {name: self._read_parameter(name) for name in ("running_mean", "running_var")}
        return RankAnswer(**fields, **moving)

    def _read_parameter(self, name: str) -> Tensor:
        return from_mindspore(getattr(self._cell, PARAMETER_OF_STATE[name]))


def to_mindspore(tensor: Tensor) -> mindspore.Tensor:
    """Copy numbers into a new MindSpore tensor of the same dtype."""
    if tensor.dtype != "bfloat16":
        return mindspore.Tensor(tensor.values)
    widened = (tensor.values.astype(np.uint32) << 16).view(np.float32)
    return mindspore.Tensor(widened).astype(mindspore.bfloat16)


def from_mindspore(tensor: mindspore.Tensor) -> Tensor:
    """Copy a MindSpore tensor's numbers; `asnumpy` alone shares memory that later steps overwrite."""
    dtype = _dtype_name(tensor)
    values = tensor.asnumpy()
    return Tensor(dtype, (values.view(np.uint16) if dtype == "bfloat16" else values).copy())


def _dtype_name(tensor: mindspore.Tensor) -> str:
    return str(tensor.dtype).lower()


def _build_value(value: Any) -> Any:  # noqa: ANN401 - a Python value of any kind that a scenario holds
    if isinstance(value, Tensor):
        return to_mindspore(value)
    if isinstance(value, Initializer):
        return _build_initializer(value.name)
    if isinstance(value, list):
        return [_build_value(item) for item in value]
    return value


def _build_initializer(name: str) -> initializer.Initializer:
    kind = getattr(initializer, name, None)
    if not (inspect.isclass(kind) and issubclass(kind, initializer.Initializer)):
        raise CaseFailed(f"Expected a class of mindspore.common.initializer, got {name!r}.")
    try:
        return kind()
    except TypeError as error:
        raise CaseFailed(f"Expected an initializer that needs no arguments, got {name} ({error}).") from None
