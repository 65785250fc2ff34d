"""One request read from a pipe, one answer written to another.

In: a line of JSON, then the files' bytes (request.py). Out: lines of JSON `{"progress": …}`, then
`{"answer": …}` or `{"problem": …}`; an answer with `"bytes": n` is followed by as many.
"""

import json
import logging
import sqlite3
import traceback
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

from pipelines.register.agencies import Register
from pipelines.settings import Settings
from pipelines.warehouse import connection as warehouse
from pipelines.warehouse import ledger
from pipelines.warehouse.pseudonyms import KeyProblem
from pipelines.worker import deliveries as worker_deliveries
from pipelines.worker import framing, previews

UNKNOWN_AGENCY = "The agency {} is not in the register: the state office enters it first."
BROKEN = (
    "The data folder could not be read or written ({}): is the disk full? Nothing was acknowledged;"
    " what is stored already is not stored twice."
)

OURS = "This could not be done: the fault is ours, not yours. Nothing was acknowledged."


def serve_request(source: BinaryIO, sink: BinaryIO, data: Path, rules: Settings) -> None:
    """Answer one request. Whatever goes wrong is told in words that hold nothing of a file."""

    def tell(told: dict[str, Any], content: bytes = b"") -> None:
        sink.write(json.dumps(told, default=_plain).encode() + b"\n" + content)
        sink.flush()

    try:
        ask, asked = framing.read_request(source, data, rules)
        if asked.agency not in {each.agency_id for each in Register(data).agencies()}:
            tell({"problem": UNKNOWN_AGENCY.format(asked.agency)})
            return
        answer, content = ANSWERS[ask](asked, lambda step: tell({"progress": step}))
        tell({"answer": answer, "bytes": len(content)}, content)
    except ledger.MonthsMoved as problem:
        tell({"problem": problem.args[0], "moved": True})
    except (KeyProblem, warehouse.StoreBusy, warehouse.StoreTooNew, ledger.NoSubmission) as problem:
        tell({"problem": problem.args[0]})
    except (OSError, duckdb.Error, sqlite3.Error) as problem:
        _log(problem)
        tell({"problem": BROKEN.format(type(problem).__name__)})
    except Exception as problem:
        _log(problem)
        tell({"problem": OURS})


ANSWERS: dict[str, Callable[[framing.WorkerRequest, framing.Step], framing.Result]] = {
    "look": previews.preview_files,
    "send": worker_deliveries.store_delivery,
    "look_nothing": previews.preview_nothing,
    "send_nothing": worker_deliveries.store_nothing,
    "own_file": previews.annotated_upload,
    "findings": previews.list_findings,
}


def _plain(value: object) -> str:
    if isinstance(value, date):  # datetime too
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _log(problem: Exception) -> None:
    """Kind and place; the message might hold a client's row and is left out."""
    place = traceback.extract_tb(problem.__traceback__)[-1]
    kind = type(problem).__name__
    logging.getLogger(__name__).error("%s in %s line %s", kind, place.name, place.lineno)
