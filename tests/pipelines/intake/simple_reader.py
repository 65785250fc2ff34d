"""A second reader of extracts, written for clearness alone and sharing nothing with the intake."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

REASONS = ["completed", "dropped_out", "terminated", "completed_transfer", "incarcerated", "died"]
EVENTS = ["first_contact", "assessment", "outpatient_service", "detox_admission"]
EVENTS += ["detox_discharge", "request_closed"]
FOOTERS = ("total", "grand total", "printed", "page")
FORMS = {
    r"\d{4}-\d\d?-\d\d?": "%Y-%m-%d",
    r"\d{4}/\d\d?/\d\d?": "%Y/%m/%d",
    r"\d{8}": "%Y%m%d",
    r"\d{1,2}/\d{1,2}/\d{4}": "%m/%d/%Y",
    r"\d{1,2}/\d{1,2}/\d\d": "%m/%d/%y",
    r"\d{1,2}-[A-Za-z]{3}-\d{4}": "%d-%b-%Y",
    r"\d{1,2}-[A-Za-z]{3}-\d\d": "%d-%b-%y",
}
STAMP = r"(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)? ?([Zz]|[+-]\d\d(:?\d\d)?)?"


def records(text: str) -> Iterator[tuple[int, list[str] | None]]:
    """Line and cells of each record, character by character; None where quoting is broken."""
    at, line, end = 0, 1, len(text)
    while at < end:
        start, cells, broken, begins = line, [], False, at
        while True:
            cell = ""
            if at < end and text[at] == '"':
                at += 1
                while at < end and not (text[at] == '"' and text[at + 1 : at + 2] != '"'):
                    line += text[at] == "\n"
                    cell += text[at]
                    at += 2 if text[at] == '"' else 1
                at += 1
                broken = broken or (at < end and text[at] not in ",\n")
            while at < end and text[at] not in ",\n":
                cell += text[at]
                at += 1
            if broken:
                while at < end and text[at] != "\n":
                    at += 1
            cells.append(cell)
            if at >= end or text[at] == "\n":
                break
            at += 1
        whole = text[begins:at]
        at += 1
        line += 1
        if "\n" not in whole and re.search(r'(^|,) +"|" +(,|$)', whole):
            cells = spaced_cells(whole) or cells
            broken = broken and spaced_cells(whole) is None
        if broken or any(cell.strip() for cell in cells):
            yield start, None if broken else cells


def spaced_cells(line: str) -> list[str] | None:
    """The cells of a line with spaces around quotation marks; None if a mark is inside a value."""
    cell = r' *"(?:[^"]|"")*" *|[^",]*'
    if not re.fullmatch(rf"(?:{cell})(?:,(?:{cell}))*", line):
        return None
    found = [each[0] for each in re.findall(rf"({cell})(,|$)", line)]
    found = found[: -1 if len(found) > 1 and found[-1] == "" and line[-1] != "," else None]
    return [
        each.strip(" ")[1:-1].replace('""', '"') if each.strip(" ")[:1] == '"' else each
        for each in found
    ]


def accepted(data: bytes, header: list[str], first: date, last: date) -> dict[int, tuple]:
    """Line → the row as it must be stored, of every row of agency A01 that is right."""
    text = data.decode().replace("\r\n", "\n").replace("\r", "\n")
    found: dict[tuple, int] = {}
    for line, cells in list(records(text))[1:]:
        if cells is None:
            continue
        if any(cell.strip() for cell in cells[len(header) :]):
            continue
        if len(cells) < len(header) and not is_whole(cells, header):
            continue
        cells += [""] * (len(header) - len(cells))
        row = dict(zip(header, cells[: len(header)], strict=True))
        if not is_total(cells[0], row) and (stored := normalised(row, first, last)):
            found.setdefault(stored, line)
    return {line: stored for stored, line in found.items()}


def is_whole(cells: list[str], header: list[str]) -> bool:
    """Whether a row that ends early has all that an event needs, none of it slid to the left."""
    row = dict(zip(header, cells, strict=False))
    if len(cells) < 4 or not all(cell.strip() for cell in cells[:4]):
        return False
    if cells[0].strip().lower().startswith(FOOTERS):
        return False
    reason = re.sub(r"[\s_-]+", "_", row.get("discharge_reason", "").strip().lower())
    known = not reason or reason in [*REASONS, "other"]
    known = known or bool(re.fullmatch(r"0*[1-7](\.0+)?", reason))
    event = re.sub(r"[\s_-]+", "_", row["event_type"].strip().lower())
    return event in EVENTS and a_day(row["event_date"].strip()) is not None and known


def is_total(cell: str, row: dict[str, str]) -> bool:
    whole = all(row[name].strip() for name in ("client_id", "event_type", "event_date"))
    return cell.strip().lower().startswith(FOOTERS) and not whole


def normalised(row: dict[str, str], first: date, last: date) -> tuple | None:
    """The row as stored, or None where it must be held."""
    client = an_id(row["client_id"])
    event = re.sub(r"[\s_-]+", "_", row["event_type"].strip().lower())
    day = a_day(row["event_date"].strip())
    reason = re.sub(r"[\s_-]+", "_", row["discharge_reason"].strip().lower())
    if re.fullmatch(r"0*[1-7](\.0+)?", reason):
        reason = [*REASONS, "other"][int(float(reason)) - 1]
    if row["agency_id"].strip().upper() != "A01" or not client or event not in EVENTS:
        return None
    if day is None or not first <= day <= last:
        return None
    if event != "detox_discharge":
        reason = None
    elif reason not in [*REASONS, "other"]:
        return None
    program = re.sub(r"\s+", " ", row["program"]).strip()
    if len(program) > 1 and program[0] in "=+@-":
        program = "'" + program
    return client, event, day, reason, program or None


def an_id(text: str) -> str | None:
    """The client number that is meant; None for a placeholder, or where a person may be named."""
    core = re.sub(r"\s", " ", text).lstrip(" =#'\"").rstrip(" ;,'\"").upper()
    if re.fullmatch(r"\d{3}[-/ ]\d\d[-/ ]\d{4}", core) or not re.search(r"[1-9A-Z]", core):
        return None
    if any(reads_as(core, form) for form in ("%m/%d/%y", "%d/%m/%y")):
        return None
    for form in ("%Y-%m-%d", "%Y-%d-%m", "%m-%d-%Y", "%d-%m-%Y"):
        if reads_as(re.sub("[-/, ]+", "-", core).strip("A-"), form):
            return None
    grouped = r"([A-Z]{1,4} )?\d{1,3}(( \d{3})+|(,\d{3})+)|[A-Z]{1,4} \d+"
    if re.fullmatch(grouped, core):
        core = re.sub("[ ,]", "", core)
    if re.fullmatch(r"\d+,00?", core):
        core = core.partition(",")[0]
    return core if re.fullmatch(r"[A-Z0-9]([A-Z0-9/-]*[A-Z0-9])?", core) else None


def reads_as(text: str, form: str) -> bool:
    try:
        return 1900 <= datetime.strptime(text, form).year < 2100  # noqa: DTZ007 (a date alone)
    except ValueError:
        return False


def a_day(text: str) -> date | None:
    if stamp := re.fullmatch(STAMP, text):
        text = stamp[1]
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        return date(1899, 12, 30) + timedelta(days=int(text[:5]))
    for form, code in FORMS.items():
        if re.fullmatch(form, text):
            if form.endswith(r"\d\d") and code[-1] == "y":
                text, code = text[:-2] + "20" + text[-2:], code.replace("y", "Y")
            try:
                return datetime.strptime(text, code).date()  # noqa: DTZ007 (a date alone)
            except ValueError:
                return None
    return None
