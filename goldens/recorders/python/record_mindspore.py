"""Record goldens from mindspore.nn.SyncBatchNorm on the CPU; see docs/golden-format.md.

    python record_mindspore.py record --work DIR < scenarios.arrows

`mindspore_cell.py` runs one cell, `mindspore_world.py` runs ranks in processes, `mindspore_lanes.py` makes the traces.
"""

from __future__ import annotations

import os
import sys

from protocol import Framework, main

# A launcher's leftovers: with RANK_SIZE=2 and no world, nn.SyncBatchNorm cannot even be constructed.
_LAUNCHER_VARIABLES = ("RANK_ID", "RANK_SIZE", "RANK_TABLE_FILE", "DEVICE_ID", "MS_ROLE", "MS_SIMULATION_LEVEL")
_ERRORS_ONLY = "3"


def load_framework() -> Framework:
    """Import MindSpore in a clean environment, which its worker processes inherit."""
    for name in _LAUNCHER_VARIABLES:
        os.environ.pop(name, None)
    os.environ.setdefault("GLOG_v", _ERRORS_ONLY)
    os.environ["OMP_NUM_THREADS"] = "1"
    from mindspore_lanes import MindSporeRecorder

    return MindSporeRecorder()


if __name__ == "__main__":
    sys.exit(main(load_framework))
