"""Extracts through a pipe: the server hands bytes over, a process of its own checks and stores.

In: one line of JSON (the order), then the files' bytes. Out: one line of JSON. Nothing of a row
is written anywhere but into the store; a pipe that ends early stores nothing.
"""

import json
import os
import sys
import traceback
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from pipelines import months, settings
from pipelines.flow import ingest
from pipelines.intake.check_files import Source
from pipelines.warehouse.connection import StoreBusy, StoreTooNew
from pipelines.warehouse.ledger import Loss
from pipelines.warehouse.pseudonyms import KeyProblem


def main() -> int:
    os.umask(0o077)
    sys.stdout.write(json.dumps(answer(sys.stdin.buffer, settings.data_folder())) + "\n")
    return 0


def answer(pipe: BinaryIO, data: Path) -> dict[str, Any]:
    """What became of an order; `problem` names what stood against the whole of it."""
    try:
        order = json.loads(pipe.readline())
        sources = [Source(each["name"], _read(pipe, each["size"])) for each in order["files"]]
        return _carry_out(order, sources, data)
    except EOFError:
        return {"problem": "cut_off"}
    except StoreBusy as busy:
        return {"problem": "busy", "message": busy.args[0]}
    except (KeyProblem, StoreTooNew, settings.SettingsError) as problem:
        return {"problem": "fault", "message": problem.args[0]}
    except Exception as fault:  # its words may hold a row; kind and place do not
        place = traceback.extract_tb(fault.__traceback__)[-1]
        return {"problem": "fault", "log": f"{type(fault).__name__} in {place.name}:{place.lineno}"}


def _read(pipe: BinaryIO, size: int) -> bytes:
    content = pipe.read(size)
    if len(content) != size:
        raise EOFError
    return content


def _carry_out(order: dict[str, Any], sources: list[Source], data: Path) -> dict[str, Any]:
    asked = {
        "who": order["who"],
        "today": datetime.now().astimezone().date(),
        "agency": order["agency"],
        "months": months.parse_months(order["months"]) if order["months"] else None,
        "accept_loss": order["accept_loss"],
        "patience": order["patience"],
    }
    rules = settings.load_settings()
    if order["nothing_to_report"]:
        losses = ingest.report_nothing(data, rules, **asked)
        return {"files": [], "months": _nothing(losses, asked["months"])}
    done = ingest.ingest_files(data, sources, rules, **asked)
    return {
        "files": [
            {**file.to_json(), "stored": _stored(done, place)}
            for place, file in enumerate(done.files)
        ],
        "board": done.board,
    }


def _stored(done: ingest.IngestResult, place: int) -> list[dict[str, Any]]:
    """What became of each month of a file, and the number of the version that holds it."""
    fates = done.delivered.months_of(place)
    return [
        {"month": f"{month:%Y-%m}", "fate": fate}
        | ({} if fate == "refused" else {"submission": number})
        for month, (fate, number) in sorted(fates.items())
    ]


def _nothing(losses: list[Loss], asked: tuple[date, ...]) -> list[dict[str, Any]]:
    if not losses:
        return [{"month": f"{month:%Y-%m}", "fate": "nothing_to_report"} for month in asked]
    return [
        {"month": f"{loss.month:%Y-%m}", "fate": "refused", "rows": loss.rows_before}
        for loss in losses
    ]


if __name__ == "__main__":
    sys.exit(main())
