"""Which ranks of a torch scenario share statistics."""

from __future__ import annotations

from protocol import CaseFailed, World


def groups_of(world: World) -> list[list[int]]:
    """The scenario's groups, then each rank that is in none of them alone: every rank exactly once.

    Raises CaseFailed for a rank in two groups or outside the world, which torch's process groups cannot express.
    """
    everyone = list(range(world.size))
    given = [everyone] if world.groups is None else [group for group in world.groups if group]
    named = [rank for group in given for rank in group]
    if len(set(named)) != len(named) or not set(named) <= set(everyone):
        raise CaseFailed(f"world.groups {world.groups} is no set of disjoint groups of ranks below {world.size}")
    return [*given, *([rank] for rank in everyone if rank not in named)]
