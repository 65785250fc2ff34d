"""A request's files and parameters, read into memory up to a limit and never onto a disk."""

import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from pipelines import months as months_
from pipelines.messages import Upload

WRAPPING = 64 << 10  # of multipart, in addition to the files
FILES = 24
NAMES = {"months", "accept_loss", "accept_new_ids", "nothing_to_report", "name"}
YES = {"yes", "true", "1"}
NO = {"no", "false", "0", ""}


class RequestProblem(ValueError):
    """A wrong request: an HTTP status, a word for programs, a sentence for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code = status, code


@dataclass(frozen=True)
class UploadRequest:
    """What a request brings: its files, and how to store them."""

    files: tuple[Upload, ...]
    months: str
    accept_loss: bool
    accept_new_ids: bool
    nothing_to_report: bool


def keep_uploads_in_memory() -> None:
    """In this process no upload goes to a disk, not those of Streamlit's own widget either.

    Starlette writes a part of more than a megabyte into a temporary file. Deleted or not, its
    bytes, clients' ids among them, would stay on the disk. Requests are limited in size before.
    """
    MultiPartParser.spool_max_size = 1 << 40


async def read_upload_request(request: Request, largest: int) -> UploadRequest:
    """The request's files and parameters. Raises RequestProblem, before reading where it can."""
    announced = request.headers.get("content-length", "")
    if announced.isdigit() and int(announced) > largest + WRAPPING:
        raise _too_large(largest)
    parameters = list(request.query_params.multi_items())
    files: list[Upload] = []
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        keep_uploads_in_memory()
        limited = _limited(request, largest + WRAPPING)
        parser = MultiPartParser(request.headers, limited, max_files=FILES)
        try:
            form = await parser.parse()
        except (MultiPartException, KeyError):
            raise RequestProblem(400, "bad_form", "The multipart form cannot be read.") from None
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files.append(Upload(_file_name(value.filename), await value.read()))
            else:
                parameters.append((name, value))
        await form.close()
    else:
        body = b"".join([part async for part in _limited(request, largest)])
        if body:
            files.append(Upload("", body))
    if any(len(file.data) > largest for file in files):
        raise _too_large(largest)
    return _upload_request(parameters, files)


def _upload_request(parameters: list[tuple[str, str]], files: list[Upload]) -> UploadRequest:
    values: dict[str, str] = {}
    for name, value in parameters:
        key = name.strip().lower().replace("-", "_")
        if key not in NAMES or key in values:
            what = "more than once" if key in values else "unknown"
            raise RequestProblem(
                400,
                "bad_parameter",
                f"A parameter is {what}. Known are months, accept-loss, accept-new-ids,"
                " nothing-to-report and name; the agency is the token’s.",
            )
        values[key] = value.strip()
    if values.get("months"):
        try:
            months_.parse_months(values["months"])
        except ValueError as problem:
            raise RequestProblem(400, "bad_months", f"{problem.args[0]}.".capitalize()) from None
    nothing, accept_loss = _is_yes(values, "nothing_to_report"), _is_yes(values, "accept_loss")
    accept_new_ids = _is_yes(values, "accept_new_ids")
    if nothing and (files or not values.get("months")):
        raise RequestProblem(400, "bad_parameter", "nothing-to-report needs months, and no file.")
    if not nothing and not files:
        raise RequestProblem(400, "no_file", "No file came: send it as the body or as form data.")
    name = _file_name(values.get("name"))
    return UploadRequest(
        tuple(Upload(file.name or name, file.data) for file in files),
        values.get("months", ""),
        accept_loss,
        accept_new_ids,
        nothing,
    )


def _is_yes(values: dict[str, str], name: str) -> bool:
    answer = values.get(name, "").lower()
    if answer not in YES | NO:
        raise RequestProblem(400, "bad_parameter", f"{name.replace('_', '-')} is yes or no.")
    return answer in YES


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
