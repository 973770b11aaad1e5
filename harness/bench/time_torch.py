"""Time torch's batch normalisation on the CPU: one JSON argument says what, one JSON line on stdout how long it took.

What is timed is one training step of torch.nn.BatchNorm1d or BatchNorm2d on the batch of all ranks together: the
arithmetic of SyncBatchNorm without communication. Forward runs without autograd; forward and backward with it, the
gradient of x among its results.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable

import torch
from torch import Tensor

_MODULE = {3: torch.nn.BatchNorm1d, 4: torch.nn.BatchNorm2d}


def main(request: dict) -> None:
    """Answer a request: workloads, the least number of runs and the seconds to spend on each timing."""
    timings = [
        {
            "workload": workload["name"],
            "dtype": str(dtype).removeprefix("torch."),
            "backward": backward,
            "milliseconds": _times(_work(workload, dtype, backward), request["leastRuns"], request["seconds"]),
        }
        for workload in request["workloads"]
        for dtype in (torch.float32, torch.float64)
        for backward in (False, True)
    ]
    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads(), "timings": timings}))


def _work(workload: dict, dtype: torch.dtype, backward: bool) -> Callable[[], None]:
    """Make the work of one run: a step of a module for each scenario."""
    batch, channels, *rest = workload["shape"]
    shape = [batch * workload["ranks"], channels, *rest]
    draw = torch.Generator().manual_seed(7)
    count = workload["scenarios"]
    inputs = [torch.randn(shape, generator=draw, dtype=dtype) + 3 for _ in range(count)]
    upstream = [torch.randn(shape, generator=draw, dtype=dtype) for _ in range(count)] if backward else []
    module = _MODULE[len(shape)](channels, dtype=dtype).train()
    for x in inputs:
        x.requires_grad_(backward)

    def forward() -> None:
        with torch.no_grad():
            for x in inputs:
                module(x)

    def forward_and_backward() -> None:
        for x, gradient in zip(inputs, upstream, strict=True):
            _clear(x, *module.parameters())
            module(x).backward(gradient)

    return forward_and_backward if backward else forward


def _clear(*tensors: Tensor) -> None:
    """Forget gradients, so that none is added to another."""
    for tensor in tensors:
        tensor.grad = None


def _times(work: Callable[[], None], least_runs: int, seconds: float) -> list[float]:
    """Run the work once to warm up, then time it, in milliseconds a run."""
    work()
    times: list[float] = []
    while len(times) < least_runs or sum(times) < seconds * 1000:
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return times


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
