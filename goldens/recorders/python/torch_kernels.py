"""CPU kernels for the five operations under torch.nn.SyncBatchNorm that torch ships for accelerators only.

Everything above them stays torch's own: the module, the autograd function, the process groups and the collectives. Each
kernel follows the contiguous CUDA template in torch/include/ATen/native/cuda/Normalization.cuh: its accumulate type,
its order of operations, and the dtypes that its tensor accessors demand, whose errors are torch's word for word. What a
GPU does in another order (sums over threads, fused multiply-add, the channels-last variants) is not imitated: sums run
over the whole batch, in two passes. Where a GPU would read past the end of a tensor, the case fails instead.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import torch
from torch import Tensor

from protocol import CaseFailed

TYPE_NAME = {torch.float16: "Half", torch.bfloat16: "BFloat16", torch.float32: "Float", torch.float64: "Double"}

_Parameters = ParamSpec("_Parameters")
_Result = TypeVar("_Result")


def install_kernels() -> None:
    """Register the kernels for the CPU and let SyncBatchNorm take CPU tensors. Once per process, before any use."""
    library = torch.library.Library("aten", "IMPL")
    for kernel in (
        batch_norm_stats,
        batch_norm_gather_stats_with_counts,
        batch_norm_elemt,
        batch_norm_backward_reduce,
        batch_norm_backward_elemt,
    ):
        library.impl(kernel.__name__, _answering_as_torch(kernel), "CPU")
    _installed.append(library)
    # SyncBatchNorm.forward accepts inputs of the device type that torch names here.
    torch._C._get_privateuse1_backend_name = lambda: "cpu"


def batch_norm_stats(x: Tensor, eps: float) -> tuple[Tensor, Tensor]:
    """Mean and 1/sqrt(var + eps) per channel over this rank's batch; `InvStd` adds eps and takes the root in double."""
    kind = _accumulate_type(x.dtype)
    values, count = x.to(kind), x.numel() // x.size(1)
    mean = values.sum(_all_but_channel(x)) / count
    deviation = values - _per_channel(mean, x)
    variance = ((deviation * deviation).sum(_all_but_channel(x)) / count).double()
    epsilon = _scalar(eps, kind).double()
    is_nothing = (variance == 0) & (epsilon == 0)
    return mean, torch.where(is_nothing, 0.0, 1 / torch.sqrt(variance + epsilon)).to(kind)


def batch_norm_gather_stats_with_counts(
    x: Tensor,
    means: Tensor,
    invstds: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    momentum: float,
    eps: float,
    counts: Tensor,
) -> tuple[Tensor, Tensor]:
    """Merge the ranks' statistics `[ranks, channels]` one by one, and update the running buffers in place."""
    stored = x.dtype if running_mean is None else running_mean.dtype
    kind = _accumulate_type(stored)
    _demand(means, kind, "mean")
    _demand(invstds, kind, "invstd")
    _demand(running_var, stored, "running_mean")
    _demand(counts, stored, "counts")
    _demand_channels(means.size(1), running_mean, running_var)
    one, epsilon, factor = _scalar(1, kind), _scalar(eps, kind), _scalar(momentum, kind)
    mean, squares = torch.zeros(means.size(1), dtype=kind), torch.zeros(means.size(1), dtype=kind)
    total = 0
    for rank_mean, rank_invstd, count in zip(means, invstds, counts, strict=True):
        # The running total is an integer, but `total + count` is computed in the type of counts.
        merged = torch.tensor(total).to(stored) + count
        if not torch.isfinite(merged):
            raise CaseFailed(f"{stored} cannot hold the number of values per channel; CUDA's answer is undefined there")
        share, before, here = (one / merged.to(kind)), _scalar(total, kind), count.to(kind)
        std = one / rank_invstd
        gap = mean - rank_mean
        squares = squares + ((std * std - epsilon) * here + gap * gap * before * here * share)
        mean = before * share * mean + here * share * rank_mean
        total = int(merged)
    if running_mean is not None:
        running_mean.copy_((one - factor) * running_mean.to(kind) + factor * mean)
    if running_var is not None:
        running_var.copy_((one - factor) * running_var.to(kind) + factor * (squares / _scalar(total - 1, kind)))
    return mean, one / torch.sqrt(squares / _scalar(total, kind) + epsilon)


def batch_norm_elemt(
    x: Tensor, weight: Tensor | None, bias: Tensor | None, mean: Tensor, invstd: Tensor, eps: float
) -> Tensor:
    """`weight * (x - mean) * invstd + bias`, from left to right; eps is in invstd already."""
    stored = _parameter_type(x, weight, bias)
    kind = _accumulate_type(stored)
    _demand(weight, stored, "weight")
    _demand(bias, stored, "bias")
    _demand(mean, kind, "mean")
    _demand(invstd, kind, "invstd")
    _demand_channels(x.size(1), weight, bias)
    y = x.to(kind) - _per_channel(mean, x)
    if weight is not None:
        y = _per_channel(weight.to(kind), x) * y
    y = y * _per_channel(invstd, x)
    if bias is not None:
        y = y + _per_channel(bias.to(kind), x)
    return y.to(x.dtype)


def batch_norm_backward_reduce(
    grad_y: Tensor,
    x: Tensor,
    mean: Tensor,
    invstd: Tensor,
    weight: Tensor | None,
    needs_sums: bool,
    needs_grad_weight: bool,
    needs_grad_bias: bool,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """This rank's sum of grad_y and of grad_y * (x - mean) per channel, and the parameter gradients made of them."""
    stored = _parameter_type(x, weight)
    kind = _accumulate_type(stored)
    _demand(grad_y, x.dtype, "grad_output")
    _demand(weight if needs_grad_weight else None, stored, "grad_weight")
    _demand(weight if needs_grad_bias else None, stored, "grad_bias")
    _demand(mean, kind, "mean")
    _demand(invstd, kind, "invstd")
    upstream, deviation = grad_y.to(kind), x.to(kind) - _per_channel(mean, x)
    sum_dy = upstream.sum(_all_but_channel(x))
    sum_dy_xmu = (upstream * deviation).sum(_all_but_channel(x))
    absent = torch.empty(0)
    return (
        sum_dy if needs_sums else absent,
        sum_dy_xmu if needs_sums else absent,
        (sum_dy_xmu * invstd).to(stored) if needs_grad_weight else absent,
        sum_dy.clone().to(stored) if needs_grad_bias else absent,
    )


def batch_norm_backward_elemt(
    grad_y: Tensor,
    x: Tensor,
    mean: Tensor,
    invstd: Tensor,
    weight: Tensor | None,
    sum_dy: Tensor,
    sum_dy_xmu: Tensor,
    counts: Tensor,
) -> Tensor:
    """grad_x from the group's sums; `counts` (int32, one a rank) gives the group's total."""
    stored = _parameter_type(x, weight)
    kind = _accumulate_type(stored)
    _demand(grad_y, x.dtype, "grad_output")
    _demand(weight, stored, "weight")
    for tensor, name in ((mean, "mean"), (invstd, "invstd"), (sum_dy, "sum_dy"), (sum_dy_xmu, "sum_dy_xmu")):
        _demand(tensor, kind, name)
    share = _scalar(1, kind) / _scalar(int(counts.sum()), kind)
    slope = invstd * invstd * sum_dy_xmu * share
    scale = (torch.ones_like(invstd) if weight is None else weight.to(kind)) * invstd
    centred = grad_y.to(kind) - _per_channel(sum_dy * share, x)
    explained = (x.to(kind) - _per_channel(mean, x)) * _per_channel(slope, x)
    return ((centred - explained) * _per_channel(scale, x)).to(x.dtype)


class _AccessorRefusal(Exception):
    """What a CUDA tensor accessor refuses, in its words."""


def _answering_as_torch(kernel: Callable[_Parameters, _Result]) -> Callable[_Parameters, _Result]:
    """Let only an accessor's refusal out as an answer: any other exception is this file's, never torch's."""

    @functools.wraps(kernel)
    def answer(*arguments: _Parameters.args, **named: _Parameters.kwargs) -> _Result:
        try:
            return kernel(*arguments, **named)
        except _AccessorRefusal as refusal:
            raise RuntimeError(str(refusal)) from None
        except CaseFailed:
            raise
        except Exception as error:
            raise CaseFailed(f"the supplied {kernel.__name__} raised {type(error).__name__}: {error}") from error

    return answer


_installed: list[torch.library.Library] = []  # a library's registrations last as long as the object


def _accumulate_type(dtype: torch.dtype) -> torch.dtype:
    return torch.float64 if dtype == torch.float64 else torch.float32


def _parameter_type(x: Tensor, *parameters: Tensor | None) -> torch.dtype:
    """The type that the template takes parameters in: x's own, or the accumulate type where they differ from x."""
    first = next((parameter.dtype for parameter in parameters if parameter is not None), x.dtype)
    return x.dtype if first == x.dtype else _accumulate_type(x.dtype)


def _demand(tensor: Tensor | None, dtype: torch.dtype, name: str) -> None:
    if tensor is not None and tensor.dtype != dtype:
        got = TYPE_NAME.get(tensor.dtype, str(tensor.dtype))
        raise _AccessorRefusal(f"Expected {name} to have type {TYPE_NAME[dtype]} but got {got}")


def _demand_channels(channels: int, *tensors: Tensor | None) -> None:
    for tensor in tensors:
        if tensor is not None and tensor.numel() != channels:
            raise CaseFailed(f"{channels} channels meet {tensor.numel()} parameters or buffers: undefined on a GPU")


def _scalar(value: float, dtype: torch.dtype) -> Tensor:
    return torch.tensor(float(value), dtype=dtype)


def _per_channel(values: Tensor, x: Tensor) -> Tensor:
    return values.view([1, -1] + [1] * (x.dim() - 2))


def _all_but_channel(x: Tensor) -> list[int]:
    return [axis for axis in range(x.dim()) if axis != 1]
