"""Tensors between the golden format and torch."""

from __future__ import annotations

import numpy as np
import torch

from protocol import CaseFailed, Tensor

TORCH_DTYPE = {
    "float16": torch.float16,
    "bfloat16": torch.bfloat16,
    "float32": torch.float32,
    "float64": torch.float64,
}
DTYPE_NAME = {dtype: name for name, dtype in TORCH_DTYPE.items()}


def to_torch(tensor: Tensor) -> torch.Tensor:
    """A fresh contiguous torch tensor of the same dtype and shape."""
    copied = torch.from_numpy(np.array(tensor.values, order="C"))
    return copied.view(torch.bfloat16) if tensor.dtype == "bfloat16" else copied


def from_torch(tensor: torch.Tensor | None) -> Tensor | None:
    """A copy of the numbers in C order, whatever the memory layout. Raises CaseFailed for a dtype that goldens lack."""
    if tensor is None:
        return None
    name = DTYPE_NAME.get(tensor.dtype)
    if name is None:
        raise CaseFailed(f"torch answered with a tensor of {tensor.dtype}, which a golden cannot hold")
    numbers = tensor.detach().contiguous()
    bits = numbers.view(torch.uint16) if name == "bfloat16" else numbers
    return Tensor(name, np.array(bits.numpy(), order="C"))


def layout_of(tensor: torch.Tensor | None) -> str | None:
    """How a tensor lies in memory; `contiguous` where several layouts are the same, as with one channel."""
    if tensor is None:
        return None
    if tensor.is_contiguous():
        return "contiguous"
    channels_last = {4: torch.channels_last, 5: torch.channels_last_3d}.get(tensor.dim())
    is_channels_last = channels_last is not None and tensor.is_contiguous(memory_format=channels_last)
    return "channels_last" if is_channels_last else "strided"


def in_layout(tensor: torch.Tensor, layout: str) -> torch.Tensor:
    """The same tensor laid out in memory as the scenario's `layout` says, as far as it has the axes for it."""
    if layout == "channels_last" and tensor.dim() == 4:
        return tensor.contiguous(memory_format=torch.channels_last)
    if layout == "channels_last" and tensor.dim() == 5:
        return tensor.contiguous(memory_format=torch.channels_last_3d)
    if layout == "channels_last" and tensor.dim() > 2:
        return tensor.movedim(1, -1).contiguous().movedim(-1, 1)
    if layout == "strided" and tensor.dim() > 1:
        return tensor.transpose(-1, -2).contiguous().transpose(-1, -2)
    return tensor.contiguous()
