"""Tables in files: CSV and Parquet, by path or by URI, a piece at a time."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pandas as pd

from .errors import RefusedError


def read(source: str, rows: int, texts: list[str]) -> Iterator[pd.DataFrame]:
    """The table, so many rows at a time; the columns of text stay text: 007 is not 7."""
    parquet = _is_parquet(source)
    with _opened(source, "rb") as file:
        if not parquet:
            try:
                yield from pd.read_csv(file, chunksize=rows, dtype=dict.fromkeys(texts, str))
            except (pd.errors.EmptyDataError, pd.errors.ParserError) as error:
                raise RefusedError(f"{source} cannot be read as CSV: {error}") from None
            return
        for piece in _pyarrow_parquet().ParquetFile(file).iter_batches(rows):
            yield piece.to_pandas()


@contextmanager
def written(target: str) -> Iterator[Callable[[pd.DataFrame], None]]:
    """A function that adds a piece to the file; a local file appears when all is written."""
    parquet = _is_parquet(target)
    with _opened(target, "wb") as file:
        if not parquet:
            yield lambda piece: piece.to_csv(file, index=False, header=file.tell() == 0)
            return
        import pyarrow

        writer = None

        def add(piece: pd.DataFrame) -> None:
            nonlocal writer
            schema = writer.schema if writer else None
            table = pyarrow.Table.from_pandas(piece, schema=schema, preserve_index=False)
            writer = writer or _pyarrow_parquet().ParquetWriter(file, table.schema)
            writer.write_table(table)

        yield add
        if writer:
            writer.close()


@contextmanager
def _opened(uri: str, mode: str) -> Iterator[IO[bytes]]:
    parts = urlsplit(uri)
    if parts.scheme not in ("", "file") and len(parts.scheme) > 1:  # one letter is a Windows drive
        with _fsspec(parts.scheme).open(uri, mode) as file:
            yield file
        return
    path = Path(url2pathname(parts.path) if parts.scheme == "file" else uri)
    if mode == "rb":
        with path.open("rb") as file:
            yield file
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            yield file
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _is_parquet(uri: str) -> bool:
    ending = Path(urlsplit(uri).path).suffix.lower()
    if ending not in (".csv", ".parquet"):
        raise RefusedError(f"{uri}: a file that ends in .csv or .parquet is needed")
    return ending == ".parquet"


def _pyarrow_parquet() -> Any:
    try:
        import pyarrow.parquet
    except ModuleNotFoundError:
        raise RefusedError("Parquet needs pyarrow: pip install pyarrow, or use .csv") from None
    return pyarrow.parquet


def _fsspec(scheme: str) -> Any:
    try:
        import fsspec
    except ModuleNotFoundError:
        raise RefusedError(f"{scheme}:// needs fsspec: pip install fsspec") from None
    return fsspec
