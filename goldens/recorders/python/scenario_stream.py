"""Scenarios from an Arrow IPC stream: bounded, validated, one chunk a record batch."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from scenarios import POOL_NUMPY_DTYPE, BadInput, Pools, Scenario, decode_scenario

FORMAT = "syncbn-oracle/scenarios@1"
TEXT_COLUMNS = ("id", "chunk", "lane", "scenario")
POOL_VALUE_TYPE = {"float32": pa.float32(), "float64": pa.float64(), "bits16": pa.uint16()}

MAX_CASES_PER_CHUNK = 10_000
MAX_BYTES_PER_READ = 1 << 30
CHUNK_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,199}")


@dataclass(frozen=True)
class Case:
    """One row: the decoded scenario, and the raw text and pools that are copied into its golden."""

    id: str
    scenario: Scenario
    scenario_text: str
    scenario_pools: Pools


@dataclass(frozen=True)
class Chunk:
    """One record batch. `name` is safe as a file name."""

    name: str
    lane: str
    cases: list[Case]


def read_chunks(source: BinaryIO) -> Iterator[Chunk]:
    """Yield the stream's chunks one by one. Raises BadInput at the first thing that breaks the contract."""
    try:
        reader = pa.ipc.open_stream(pa.PythonFile(_BoundedReader(source), mode="r"))
    except (pa.ArrowException, OSError) as error:
        raise BadInput(f"Expected an Arrow IPC stream on stdin, got {_one_line(error)}.") from None
    with reader:
        _check_schema(reader.schema)
        index = 0
        while True:
            try:
                batch = reader.read_next_batch()
                batch.validate(full=True)
            except StopIteration:
                return
            except (pa.ArrowException, OSError) as error:
                raise BadInput(f"Expected a whole record batch {index} on stdin, got {_one_line(error)}.") from None
            if batch.num_rows > 0:
                yield _read_chunk(batch, index)
            index += 1


class _BoundedReader(io.RawIOBase):
    """Refuses a single read so large that only a broken stream can ask for it."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= MAX_BYTES_PER_READ:
            raise pa.ArrowInvalid(f"a message of {size} bytes, more than {MAX_BYTES_PER_READ}")
        return self._source.read(size)


def _check_schema(schema: pa.Schema) -> None:
    found = (schema.metadata or {}).get(b"format", b"").decode(errors="replace")
    if found != FORMAT:
        raise BadInput(f"Expected schema metadata format={FORMAT} on stdin, got {found!r}.")
    wanted = dict.fromkeys(TEXT_COLUMNS, pa.utf8())
    wanted |= {f"scenario_{name}": pa.list_(item) for name, item in POOL_VALUE_TYPE.items()}
    for name, kind in wanted.items():
        places = schema.get_all_field_indices(name)
        if len(places) != 1:
            raise BadInput(f"Expected one column {name} on stdin, got {len(places)} in {', '.join(schema.names)}.")
        got = schema.field(places[0]).type
        same = got.value_type == kind.value_type if pa.types.is_list(got) and pa.types.is_list(kind) else got == kind
        if not same:
            raise BadInput(f"Expected column {name} on stdin to be {kind}, got {got}.")


def _read_chunk(batch: pa.RecordBatch, index: int) -> Chunk:
    if batch.num_rows > MAX_CASES_PER_CHUNK:
        raise BadInput(f"Expected at most {MAX_CASES_PER_CHUNK} cases in record batch {index}, got {batch.num_rows}.")
    text = {name: _text_column(batch, name) for name in TEXT_COLUMNS}
    pools = {name: _pool_column(batch, name) for name in POOL_VALUE_TYPE}
    name, lane = _single(text["chunk"], "chunk", index), _single(text["lane"], "lane", index)
    if not CHUNK_NAME.fullmatch(name):
        raise BadInput(f"Expected a chunk name like module-0003-5fa3c1d2, got {name[:80]!r}.")
    if len(set(text["id"])) != batch.num_rows:
        raise BadInput(f"Expected {batch.num_rows} distinct ids in chunk {name}, got {len(set(text['id']))}.")
    cases = []
    for row, case_id in enumerate(text["id"]):
        row_pools = {name: column[row] for name, column in pools.items()}
        try:
            scenario = decode_scenario(text["scenario"][row], row_pools)
        except BadInput as error:
            raise BadInput(f"{error} Case {case_id} of chunk {name}.") from None
        cases.append(Case(case_id, scenario, text["scenario"][row], row_pools))
    sizes = {case.scenario.world.size for case in cases}
    if len(sizes) != 1:
        raise BadInput(f"Expected one world size in chunk {name}, got {sorted(sizes)}.")
    return Chunk(name, lane, cases)


def _text_column(batch: pa.RecordBatch, name: str) -> list[str]:
    column = batch.column(batch.schema.get_field_index(name))
    if column.null_count:
        raise BadInput(f"Expected no nulls in column {name} on stdin, got {column.null_count}.")
    return column.to_pylist()


def _pool_column(batch: pa.RecordBatch, name: str) -> list[np.ndarray]:
    column = batch.column(batch.schema.get_field_index(f"scenario_{name}"))
    if column.null_count or column.values.null_count:
        raise BadInput(
            f"Expected no nulls in column scenario_{name} on stdin, got {column.null_count or 'null numbers'}."
        )
    numbers = column.values.to_numpy(zero_copy_only=True).astype(POOL_NUMPY_DTYPE[name], copy=False)
    starts = column.offsets.to_numpy()
    return [numbers[starts[row] : starts[row + 1]] for row in range(len(column))]


def _single(column: list[str], name: str, index: int) -> str:
    if len(set(column)) != 1:
        raise BadInput(
            f"Expected one {name} in record batch {index}, got {len(set(column))}: {sorted(set(column))[:3]}."
        )
    return column[0]


def _one_line(error: BaseException) -> str:
    lines = str(error).splitlines()
    return (lines[0] if lines else type(error).__name__)[:200].rstrip(".")
