"""Reads the data sets that `codepatch dataset` writes: gzip JSON lines, one record a line.

    pretrain   {"text", "language", "repo", "path"}
    search     {"query", "code", "text", "context", "docs", "language", "repo", "path"}
    docstring  {"prompt", "slots": [{"open", "text"}], "language", "repo", ...}; commit has the same form
"""

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path


class DataError(Exception):
    """The data cannot be used; the message names the file and the remedy."""


def read_records(file: Path) -> Iterator[dict]:
    """Records of `file` in order. Raises DataError on a corrupt or truncated file."""
    line = 0
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            for line, text in enumerate(lines, 1):
                record = json.loads(text)
                if not isinstance(record.get("text"), str) and not isinstance(record.get("prompt"), str):
                    raise ValueError("neither a text nor a prompt")
                yield record
    except FileNotFoundError as error:
        raise DataError(f"{file} does not exist; name a data set that `codepatch dataset` wrote") from error
    except (OSError, EOFError, zlib.error, ValueError, AttributeError) as error:
        raise DataError(f"{file} is corrupt after line {line} ({error}); make it again with `codepatch dataset`") from error


def unit_hash(text: str) -> float:
    """A stable number in [0, 1) for `text`."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=6).digest()) / 2**48
