"""Lane `global-batch`: torch's own batch-norm kernel on the concatenated batch of each group, in one process."""

from __future__ import annotations

import torch
from torch import nn

from protocol import (
    CaseFailed,
    ConstructionError,
    GroupGradients,
    RankAnswer,
    RankInput,
    Scenario,
    Step,
    StepTrace,
    Trace,
)
from torch_groups import groups_of
from torch_module import Pass, construct_module, load_state, prepare_step, read_answer, read_input, read_state, run_pass
from torch_tensors import from_torch, in_layout, to_torch

Gradients = tuple[torch.Tensor | None, torch.Tensor | None]


def record_global_batch(scenario: Scenario) -> Trace:
    """One real module a group, at world size 1: training sees the whole group's batch, evaluation rank by rank.

    SyncBatchNorm synchronises in training only, so in evaluation each rank is normalised alone, as torch would.
    """
    groups = groups_of(scenario.world)
    modules: list[nn.SyncBatchNorm] = []
    for _ in groups:
        made = construct_module(scenario)
        if isinstance(made, ConstructionError):
            return Trace([made] * scenario.world.size, None, [])
        modules.append(made)
    initial = read_state(modules[0])
    for module in modules:
        load_state(module, scenario.state)
    steps: list[StepTrace] = []
    for step in scenario.steps:
        steps.append(_run_step(groups, modules, step, scenario))
        if any(answer.error is not None for answer in steps[-1].ranks):
            break
    return Trace([None] * scenario.world.size, initial, steps)


def _run_step(groups: list[list[int]], modules: list[nn.SyncBatchNorm], step: Step, scenario: Scenario) -> StepTrace:
    answers: dict[int, RankAnswer] = {}
    sums: list[GroupGradients] = []
    for ranks, module in zip(groups, modules, strict=True):
        prepare_step(module, step)
        given = [step.ranks[rank] for rank in ranks]
        run = _run_together if module.training and len(ranks) > 1 else _run_apart
        passes, (grad_weight, grad_bias) = run(module, given, scenario)
        answers |= {rank: read_answer(module, done) for rank, done in zip(ranks, passes, strict=True)}
        sums.append(GroupGradients(ranks, from_torch(grad_weight), from_torch(grad_bias)))
    return StepTrace([answers[rank] for rank in sorted(answers)], sums)


def _run_together(module: nn.SyncBatchNorm, given: list[RankInput], scenario: Scenario) -> tuple[list[Pass], Gradients]:
    """One pass over the concatenated batch; y and grad_x are split again by rank."""
    batches = [to_torch(rank.x) for rank in given]
    upstream = [to_torch(rank.grad_y) for rank in given if rank.grad_y is not None]
    if len({(batch.dtype, batch.shape[1:]) for batch in batches if batch.dim() > 0}) != 1 or batches[0].dim() == 0:
        shapes = ", ".join(f"{tuple(batch.shape)} of {batch.dtype}" for batch in batches)
        raise CaseFailed(f"the ranks of a group cannot be concatenated: {shapes}")
    if len(upstream) not in (0, len(given)):
        raise CaseFailed(f"{len(upstream)} of {len(given)} ranks of a group have grad_y, expected all or none")
    whole = in_layout(torch.cat(batches), scenario.layout)
    grad_y = in_layout(torch.cat(upstream), scenario.layout) if upstream else None
    done = run_pass(module, whole, grad_y, scenario.requires_grad)
    if done.error is not None:
        return [Pass(error=done.error, warnings=done.warnings) for _ in given], (None, None)
    sizes = [len(batch) for batch in batches]
    y, grad_x = (
        [None] * len(given) if tensor is None else torch.split(tensor, sizes) for tensor in (done.y, done.grad_x)
    )
    split = [Pass(y=y[i], grad_x=grad_x[i], warnings=done.warnings) for i in range(len(given))]
    return split, (done.grad_weight, done.grad_bias)


def _run_apart(module: nn.SyncBatchNorm, given: list[RankInput], scenario: Scenario) -> tuple[list[Pass], Gradients]:
    """One pass a rank; the parameter gradients are added up in float64 and rounded once."""
    passes = [run_pass(module, *read_input(rank, scenario.layout), scenario.requires_grad) for rank in given]
    kept = [Pass(done.error, done.y, done.grad_x, warnings=done.warnings) for done in passes]
    if any(done.error is not None for done in passes):
        return kept, (None, None)
    return kept, (_add_up([done.grad_weight for done in passes]), _add_up([done.grad_bias for done in passes]))


def _add_up(gradients: list[torch.Tensor | None]) -> torch.Tensor | None:
    present = [gradient for gradient in gradients if gradient is not None]
    if not present:
        return None
    return torch.stack([gradient.double() for gradient in present]).sum(0).to(present[0].dtype)
