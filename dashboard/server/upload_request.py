"""A request's files and parameters, read into memory up to a limit and never onto a disk."""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from pipelines import months as months_

WRAPPING = 64 << 10  # of multipart, beside the files
FILES = 24
NAMES = {"months", "accept_loss", "nothing_to_report", "name"}
YES = {"yes", "true", "1"}
NO = {"no", "false", "0", ""}


class RequestProblem(ValueError):
    """Asked wrongly: an HTTP status, a word for programs, a sentence for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass(frozen=True)
class UploadRequest:
    """What a request brings: names and bytes of files, and how to take them."""

    files: tuple[tuple[str, bytes], ...]
    months: str
    accept_loss: bool
    nothing_to_report: bool


class _InMemory(MultiPartParser):
    """Starlette's parser, whose files would else be laid onto the disk above a megabyte."""

    spool_max_size = 1 << 40


async def read_upload_request(request: Request, largest: int) -> UploadRequest:
    """The request's files and parameters. Raises RequestProblem, before reading where it can."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > largest + WRAPPING:
        raise _too_large(largest)
    given = [(name, worth) for name, worth in request.query_params.multi_items()]
    files: list[tuple[str, bytes]] = []
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        parser = _InMemory(request.headers, _limited(request, largest + WRAPPING), max_files=FILES)
        try:
            form = await parser.parse()
        except (MultiPartException, KeyError):
            raise RequestProblem(400, "bad_form", "The multipart form cannot be read.") from None
        for name, worth in form.multi_items():
            if isinstance(worth, UploadFile):
                files.append((_file_name(worth.filename), await worth.read()))
            else:
                given.append((name, worth))
        await form.close()
    else:
        body = b"".join([part async for part in _limited(request, largest)])
        if body:
            files.append(("", body))
    if any(len(content) > largest for _, content in files):
        raise _too_large(largest)
    return _asked(given, files)


def _asked(given: list[tuple[str, str]], files: list[tuple[str, bytes]]) -> UploadRequest:
    asked: dict[str, str] = {}
    for name, worth in given:
        key = name.strip().lower().replace("-", "_")
        if key not in NAMES or key in asked:
            what = "more than once" if key in asked else "unknown"
            raise RequestProblem(
                400,
                "bad_parameter",
                f"A parameter is {what}. Known are months, accept-loss, nothing-to-report and name;"
                " the agency is the token’s.",
            )
        asked[key] = worth.strip()
    if asked.get("months"):
        try:
            months_.parse_months(asked["months"])
        except ValueError as problem:
            raise RequestProblem(400, "bad_months", f"{problem.args[0]}.".capitalize()) from None
    nothing, accept_loss = _yes(asked, "nothing_to_report"), _yes(asked, "accept_loss")
    if nothing and (files or not asked.get("months")):
        raise RequestProblem(400, "bad_parameter", "nothing-to-report needs months, and no file.")
    if not nothing and not files:
        raise RequestProblem(400, "no_file", "No file came: send it as the body or as form data.")
    named = _file_name(asked.get("name"))
    return UploadRequest(
        tuple((name or named, content) for name, content in files),
        asked.get("months", ""),
        accept_loss,
        nothing,
    )


def _yes(asked: dict[str, str], name: str) -> bool:
    said = asked.get(name, "").lower()
    if said not in YES | NO:
        raise RequestProblem(400, "bad_parameter", f"{name.replace('_', '-')} is yes or no.")
    return said in YES


def _file_name(name: str | None) -> str:
    """The last part of a path, without what no name needs."""
    last = re.split(r"[/\\]", name or "")[-1]
    return re.sub(r"[^\w .()+-]", "_", last)[:120].strip() or "extract.csv"


async def _limited(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise _too_large(most)
        yield part


def _too_large(largest: int) -> RequestProblem:
    return RequestProblem(
        413, "too_large", f"More than {largest >> 20} MB at once. Send fewer months."
    )
