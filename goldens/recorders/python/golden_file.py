"""Golden files: the columns of docs/golden-format.md, written whole or not at all, and joined."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from scenario_stream import POOL_VALUE_TYPE, Case
from scenarios import POOL_NUMPY_DTYPE, BadInput, Pools

FORMAT = "syncbn-oracle/golden@1"
ROWS_PER_BATCH = 200

# Not to_pandas_dtype: pyarrow 21, the newest that MindSpore bears, needs pandas for it.
NUMPY_DTYPE = {POOL_VALUE_TYPE[name]: dtype for name, dtype in POOL_NUMPY_DTYPE.items()}


@dataclass(frozen=True)
class Origin:
    """Where the rows of a golden file come from; its schema metadata."""

    framework: str
    framework_version: str
    lane: str
    method: str


@dataclass(frozen=True)
class GoldenRow:
    """A case with its encoded trace."""

    case: Case
    trace: str
    trace_pools: Pools


def golden_schema(origin: Origin) -> pa.Schema:
    """The exact schema of a golden file: non-null columns, lists of non-null numbers."""
    fields = [pa.field("id", pa.utf8(), nullable=False)]
    for side in ("scenario", "trace"):
        fields.append(pa.field(side, pa.utf8(), nullable=False))
        fields += [
            pa.field(f"{side}_{name}", pa.list_(pa.field("item", item, nullable=False)), nullable=False)
            for name, item in POOL_VALUE_TYPE.items()
        ]
    return pa.schema(fields, metadata={"format": FORMAT, **vars(origin)})


def write_golden_file(path: Path, origin: Origin, rows: Sequence[GoldenRow]) -> None:
    """Write one golden file, atomically."""
    schema = golden_schema(origin)
    columns: dict[str, list[str] | list[np.ndarray]] = {
        "id": [row.case.id for row in rows],
        "scenario": [row.case.scenario_text for row in rows],
        "trace": [row.trace for row in rows],
    }
    for name in POOL_VALUE_TYPE:
        columns[f"scenario_{name}"] = [row.case.scenario_pools[name] for row in rows]
        columns[f"trace_{name}"] = [row.trace_pools[name] for row in rows]
    batch = pa.record_batch([_column(columns[entry.name], entry.type) for entry in schema], schema=schema)
    with _atomic_writer(path, schema) as writer:
        writer.write_batch(batch)


def assemble_golden_file(out: Path, lane: str, chunks: Sequence[Path]) -> int:
    """Join chunk files, in the order given, to one golden file, atomically; returns the number of rows.

    Raises BadInput if a chunk is no golden file of this lane, differs from the first in framework or method, or
    repeats an id.
    """
    tables = [_read_chunk_file(path) for path in chunks]
    if not tables:
        raise BadInput("Expected at least one chunk file to assemble, got none.")
    schema = tables[0].schema
    for path, table in zip(chunks, tables, strict=True):
        _check_chunk_schema(path, table.schema, schema, lane)
    table = pa.concat_tables(tables)
    distinct = len(set(table.column("id").to_pylist()))
    if distinct != table.num_rows:
        raise BadInput(f"Expected {table.num_rows} distinct ids in {len(chunks)} chunks, got {distinct}.")
    with _atomic_writer(out, schema) as writer:
        for start in range(0, table.num_rows, ROWS_PER_BATCH):
            for batch in table.slice(start, ROWS_PER_BATCH).combine_chunks().to_batches():
                writer.write_batch(batch)
    return table.num_rows


def _column(values: list[str] | list[np.ndarray], kind: pa.DataType) -> pa.Array:
    if not pa.types.is_list(kind):
        return pa.array(values, kind)
    offsets = np.cumsum([0, *(len(numbers) for numbers in values)])
    if offsets[-1] > np.iinfo(np.int32).max:
        raise ValueError(f"Expected at most {np.iinfo(np.int32).max} numbers a column of a chunk, got {offsets[-1]}.")
    numbers = np.concatenate([np.empty(0, NUMPY_DTYPE[kind.value_type]), *values])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.array(numbers, kind.value_type), type=kind)


@contextmanager
def _atomic_writer(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatchFileWriter]:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            with pa.ipc.new_file(file, schema, options=pa.ipc.IpcWriteOptions(compression=None)) as writer:
                yield writer
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _read_chunk_file(path: Path) -> pa.Table:
    try:
        return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    except (OSError, pa.ArrowException) as error:
        raise BadInput(f"Expected {path} to be a golden file, got {str(error).splitlines()[0]}") from None


def _check_chunk_schema(path: Path, found: pa.Schema, first: pa.Schema, lane: str) -> None:
    metadata = {key.decode(): value.decode() for key, value in (found.metadata or {}).items()}
    if metadata.get("format") != FORMAT or metadata.get("lane") != lane:
        raise BadInput(f"Expected {path} to be {FORMAT} of lane {lane}, got {metadata}.")
    if not found.equals(golden_schema(Origin(**{name: metadata.get(name, "") for name in Origin.__annotations__}))):
        raise BadInput(f"Expected {path} to have the columns of {FORMAT}, got {', '.join(found.names)}.")
    if found.metadata != first.metadata:
        raise BadInput(f"Expected {path} to be from the framework and method of the first chunk, got {metadata}.")
