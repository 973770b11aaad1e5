"""Record goldens from torch.nn.SyncBatchNorm; see docs/golden-format.md. Start here: `record_torch.py --help`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from heard_warnings import listen_for_warnings
from protocol import Case, CaseFailed, Framework, Trace, main

if TYPE_CHECKING:
    from torch_world import World


class TorchFramework:
    """torch on the CPU, one thread."""

    name = "torch"
    lanes: Mapping[str, str] = MappingProxyType(
        {
            "module": "module",
            "global-batch": "global-batch",
            "collective-gloo": "collective",
            "collective-threads": "collective",
        }
    )

    def __init__(self) -> None:
        import torch

        torch.set_num_threads(1)
        listen_for_warnings()
        self.version = torch.__version__.partition("+")[0]
        self._world: World | None = None

    def provenance(self) -> dict[str, Any]:
        """The instruction set that torch's kernels were chosen for, its threads, and the whole version."""
        import torch

        return {
            "cpu_capability": torch.backends.cpu.get_cpu_capability(),
            "threads": torch.get_num_threads(),
            "build": torch.__version__,
        }

    def record(self, case: Case, lane: str, timeout: float) -> Trace:
        """Run one case the way its lane says."""
        if case.scenario.dialect != "torch":
            raise CaseFailed(f"the dialect is {case.scenario.dialect}, this recorder's is torch")
        if lane == "module":
            from torch_module import record_alone

            return record_alone(case.scenario)
        if lane == "global-batch":
            from torch_global_batch import record_global_batch

            return record_global_batch(case.scenario)
        return self._world_for(lane, case.scenario.world.size).run(case.scenario, timeout)

    def close(self) -> None:
        """Kill the world that is alive, if any."""
        if self._world is not None:
            self._world.kill()

    def _world_for(self, lane: str, size: int) -> World:
        """The workers of the last case if they are fit for this one, else new ones."""
        from torch_world import World

        world = self._world
        if world is None or not world.is_alive or (world.lane, world.size) != (lane, size):
            self.close()
            self._world = world = World(lane, size)
        return world


def load_torch() -> Framework:
    """Import torch."""
    return TorchFramework()


if __name__ == "__main__":
    sys.exit(main(load_torch))
