"""POST /api/extracts: an agency's program sends its files. The gate has checked the token.

Bytes go from the request through a pipe into a process of its own, never onto a disk.
Codes: 200 stored or unchanged · 400 asked wrongly · 401 no valid token · 405 not POST · 408 too
slow · 409 a decision is needed, see the answer · 413 too large · 422 a file is rejected · 429 too
many wrong tokens · 500 our fault · 503 somebody else writes, or too many at once: send again.
"""

import asyncio
import json
import logging
import sys
from pathlib import Path
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.server import upload_request
from dashboard.server.upload_request import RequestProblem, UploadRequest
from dashboard.text.commands import UPLOAD_PATH
from pipelines import settings
from pipelines.register.tokens import Token

TOKEN = "starboard.token"  # where the gate lays it into the request's scope


ROOT = Path(__file__).parents[2]


IN_HAND = 6  # requests whose bytes are in memory at once


SIDE_BY_SIDE = 2  # processes that check at once


ARRIVES_WITHIN = 120  # seconds for a request's bytes


PATIENCE_SECONDS = 30  # while somebody else writes


LONGEST_SECONDS = 900


_log = logging.getLogger(__name__)


class UploadEndpoint:
    """The route, and how much it takes on at once."""

    def __init__(self) -> None:
        self._in_hand = 0
        self._processes: asyncio.Semaphore | None = None

    def route(self) -> Route:
        return Route(UPLOAD_PATH, self.receive, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])

    async def receive(self, request: Request) -> Response:
        """One request: read, handed over, answered in JSON."""
        token = request.scope.get(TOKEN)
        if token is None:  # only the gate lays it there
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
                asked = await upload_request.read_upload_request(request, largest)
            return _answer(await self._hand_over(token, asked))
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

    async def _hand_over(self, token: Token, asked: UploadRequest) -> dict[str, Any]:
        order = {
            "who": token.sender,
            "agency": token.agency_id,
            "months": asked.months,
            "accept_loss": asked.accept_loss,
            "nothing_to_report": asked.nothing_to_report,
            "patience": PATIENCE_SECONDS,
            "files": [{"name": name, "size": len(content)} for name, content in asked.files],
        }
        if self._processes is None:
            self._processes = asyncio.Semaphore(SIDE_BY_SIDE)
        async with self._processes:
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "pipelines.piped"),
                cwd=ROOT,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,  # a crash's last words might hold a row
            )
            try:
                async with asyncio.timeout(LONGEST_SECONDS):
                    told, _ = await child.communicate(_piped(order, asked))
            except TimeoutError:
                child.kill()
                await child.wait()
                return {"problem": "fault", "log": "given up after too long"}
        try:
            return json.loads(told)
        except ValueError:
            return {"problem": "fault", "log": f"the process ended with {child.returncode}"}


def _piped(order: dict[str, Any], asked: UploadRequest) -> bytes:
    return b"".join((json.dumps(order).encode(), b"\n", *(content for _, content in asked.files)))


def _answer(told: dict[str, Any]) -> Response:
    problem = told.get("problem")
    if problem == "busy":
        return refusal_response(503, "busy", told["message"], wait=10)
    if problem is not None:
        _log.error("an upload failed: %s", told.get("log") or problem)
        said = told.get("message", "The fault is ours.")
        return refusal_response(500, "fault", f"{said} Nothing was acknowledged; send again later.")
    fates = [each["fate"] for file in told["files"] for each in file["stored"]]
    fates += [each["fate"] for each in told.get("months", [])]
    if "refused" in fates:
        said = "A month would lose too many rows. If that is right, send accept-loss=yes."
        return JSONResponse({"error": "month_loses_rows", "message": said, **told}, 409)
    if any(file["outcome"] == "reject" for file in told["files"]):
        said = "A file was rejected; what was stored before stays. See its findings."
        return JSONResponse({"error": "rejected", "message": said, **told}, 422)
    if "older" in fates:
        said = (
            "These files were sent before and replaced since, and were left out. On the page"
            " Submissions that version can be made active again."
        )
        return JSONResponse({"error": "older_version", "message": said, **told}, 409)
    return JSONResponse(told)


def refusal_response(status: int, code: str, message: str, *, wait: int | None = None) -> Response:
    """An answer without files: what is wrong, in a word for programs and a sentence for people."""
    headers = {"Retry-After": str(wait)} if wait else None
    if status == 401:
        headers = {"WWW-Authenticate": "Bearer"}
    return JSONResponse({"error": code, "message": message}, status, headers)
