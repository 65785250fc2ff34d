"""POST /api/extracts: an agency's program sends its files. The gate has checked the token.

Bytes go from the request through a pipe into a process of its own, never onto a disk.
Codes: 200 stored or unchanged · 400 a wrong request · 401 no valid token · 405 not POST · 408 too
slow · 409 a decision is needed, see the answer · 413 too large · 422 a file is rejected · 429 too
many wrong tokens · 500 our fault · 503 somebody else writes, or too many at once: send again.
"""

import asyncio
import logging
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.jobs.process import Job, JobResult
from dashboard.server import upload_request
from dashboard.server.upload_request import RequestProblem, UploadRequest
from dashboard.text.commands import UPLOAD_PATH
from pipelines import settings
from pipelines.messages import Problem, StoreUpload, UploadedMonth, UploadResult
from pipelines.register.tokens import Token

TOKEN = "starboard.token"  # where the gate puts it into the request's scope
IN_HAND = 6  # requests whose bytes are in memory at once
ARRIVES_WITHIN = 120  # seconds for a request's bytes
PATIENCE_SECONDS = 30.0  # while somebody else writes

_log = logging.getLogger(__name__)


class UploadEndpoint:
    """The route, and how much it takes on at once."""

    def __init__(self) -> None:
        self._in_hand = 0

    def route(self) -> Route:
        return Route(UPLOAD_PATH, self.receive, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])

    async def receive(self, request: Request) -> Response:
        """One request: read, handed over, answered in JSON."""
        token = request.scope.get(TOKEN)
        if token is None:  # only the gate puts it there
            return refusal_response(
                401, "no_token", "Send a valid token as “Authorization: Bearer …”."
            )
        if request.method != "POST":
            return refusal_response(405, "not_post", "Send files with POST.")
        if self._in_hand >= IN_HAND:
            return refusal_response(
                503, "busy", "Too many files arrive at once. Send again soon.", wait=10
            )
        self._in_hand += 1
        try:
            largest = settings.load_settings().intake.largest_file_mb << 20
            async with asyncio.timeout(ARRIVES_WITHIN):
                upload = await upload_request.read_upload_request(request, largest)
            return _response(await self._store(token, upload))
        except RequestProblem as problem:
            return refusal_response(problem.status, problem.code, problem.args[0])
        except TimeoutError:
            return refusal_response(
                408, "too_slow", "The file did not arrive in time. Nothing was stored."
            )
        except ClientDisconnect:
            return refusal_response(400, "cut_off", "The request ended early. Nothing was stored.")
        finally:
            self._in_hand -= 1

    async def _store(self, token: Token, upload: UploadRequest) -> JobResult[UploadResult]:
        request = StoreUpload(
            agency=token.agency_id,
            sender=token.sender,
            months=upload.months,
            accept_loss=upload.accept_loss,
            accept_new_ids=upload.accept_new_ids,
            nothing_to_report=upload.nothing_to_report,
            patience=PATIENCE_SECONDS,
        )
        job = Job(request, UploadResult, upload.files)
        return await asyncio.wrap_future(job.future)


def _response(result: JobResult[UploadResult]) -> Response:
    stored = result.outcome
    if isinstance(stored, Problem):
        return _problem_response(stored)
    body = _body(stored)
    fates = [month.fate for file in stored.files for month in file.stored]
    fates += [month.fate for month in stored.months]
    if "refused" in fates:
        return JSONResponse({**_missing_yes(stored), **body}, 409)
    if any(file.refused for file in stored.files):
        text = "A file was rejected; what was stored before stays. See its findings."
        return JSONResponse({"error": "rejected", "message": text, **body}, 422)
    if "older" in fates:
        text = (
            "These files were sent before and replaced since, and were left out. On the page"
            " Submissions that version can be made active again."
        )
        return JSONResponse({"error": "older_version", "message": text, **body}, 409)
    return JSONResponse(body)


def _missing_yes(result: UploadResult) -> dict[str, str]:
    """Which yes a refused month needs; of a file that needs both, the loss comes first."""
    codes = [finding["code"] for file in result.files for finding in file.report["findings"]]
    if "month_loses_rows" not in codes and "clients_unknown_refused" in codes:
        text = (
            "Few clients are known from earlier months. If the clients are new or have new ids,"
            " send accept-new-ids=yes."
        )
        return {"error": "clients_unknown", "message": text}
    text = "A month would lose too many rows. If that is right, send accept-loss=yes."
    return {"error": "month_loses_rows", "message": text}


def _problem_response(problem: Problem) -> Response:
    if problem.kind == "busy":
        return refusal_response(503, "busy", problem.text, wait=10)
    _log.error("an upload failed: %s", problem.kind)
    reason = problem.text if problem.kind == "refused" else "The fault is ours."
    return refusal_response(500, "fault", f"{reason} Nothing was acknowledged; send again later.")


def _body(result: UploadResult) -> dict[str, Any]:
    """The documented answer: files with their months and the board, or months without a file."""
    if result.months:
        return {"files": [], "months": [_month(month) for month in result.months]}
    files = [
        {**file.report, "stored": [_month(month) for month in file.stored]} for file in result.files
    ]
    return {"files": files, "board": result.board}


def _month(month: UploadedMonth) -> dict[str, Any]:
    numbers = {"submission": month.submission, "rows": month.rows}
    known = {name: number for name, number in numbers.items() if number is not None}
    return {"month": month.month, "fate": month.fate, **known}


def refusal_response(status: int, code: str, message: str, *, wait: int | None = None) -> Response:
    """An answer without files: what is wrong, in a word for programs and a sentence for people."""
    headers = {"Retry-After": str(wait)} if wait else None
    if status == 401:
        headers = {"WWW-Authenticate": "Bearer"}
    return JSONResponse({"error": code, "message": message}, status, headers)
