"""A frame in a pipe: one message and the bytes of its files; both ends use this, both ways.

A line of JSON, the head, names the message's class and the files with their sizes; their bytes
follow. Nothing is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any

import msgspec

from pipelines.messages import MESSAGES, Upload


class CutOffError(EOFError):
    """The pipe ended before the frame did."""


@dataclass(frozen=True)
class _FileSize:
    name: str
    size: int  # bytes


@dataclass(frozen=True)
class _Head:
    kind: str
    message: msgspec.Raw
    files: tuple[_FileSize, ...]


def write_frame(pipe: IO[bytes], message: object, files: Sequence[Upload] = ()) -> None:
    """Write one of the messages and its files."""
    sizes = tuple(_FileSize(file.name, len(file.data)) for file in files)
    body = msgspec.Raw(msgspec.json.encode(message))
    pipe.write(msgspec.json.encode(_Head(type(message).__name__, body, sizes)) + b"\n")
    for file in files:
        pipe.write(file.data)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> tuple[Any, tuple[Upload, ...]]:
    """The next message and its files.

    Raises CutOffError where the pipe ends early, ValueError for what is no message.
    """
    line = pipe.readline()
    if not line.endswith(b"\n"):
        raise CutOffError
    try:
        head = msgspec.json.decode(line, type=_Head)
        message: Any = msgspec.json.decode(head.message, type=MESSAGES[head.kind])
    except (msgspec.MsgspecError, KeyError):
        raise ValueError("This is no message that the worker knows.") from None
    return message, tuple(Upload(file.name, _read(pipe, file.size)) for file in head.files)


def _read(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) != size:
        raise CutOffError
    return data
