"""Agencies, groups, targets, projects and phases in the register, read and entered."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.register import agencies_file, audit, baselines
from pipelines.register.active_spans import (
    Pause,
    months_about,
    parse_pauses,
    read_pauses,
    require_pauses_within,
    write_pauses,
)
from pipelines.register.agencies_file import RegisterProblem
from pipelines.register.database import RegisterDatabase
from pipelines.register.models import (
    Agency,
    GroupMembership,
    KeyCorrection,
    Phase,
    Project,
    Target,
)

# key in an agencies file → column
AGENCY_KEYS = {
    "code": "agency_id",
    "name": "name",
    "size": "size",
    "levels_of_care": "levels_of_care",
    "active_from": "active_from",
    "active_to": "active_to",
    "id_width": "id_width",
    "case_sensitive_ids": "case_sensitive_ids",
    "contact_name": "contact_name",
    "contact_email": "contact_email",
}
GROUP_KINDS = {"managing_entity", "region", "learning_wave"}


class Register(RegisterDatabase):
    """Agencies, groups and targets of one data folder. Each method is one transaction."""

    def agencies(self) -> list[Agency]:
        """Every agency, by name. An agency without a name has its code; a name that several have
        has the code added."""
        entered = self._entered()
        uses = Counter(agency.name for agency in entered)
        named = [replace(agency, name=_distinct_name(agency, uses)) for agency in entered]
        return sorted(named, key=lambda agency: (agency.name, agency.agency_id))

    def entered_agencies(self) -> list[Agency]:
        """Every agency with the name as it was entered, by name and code."""
        return sorted(self._entered(), key=lambda agency: (agency.name, agency.agency_id))

    def _entered(self) -> list[Agency]:
        with self._open() as con:
            rows = con.execute("select * from agency").fetchall()
            pauses: dict[str, list[Pause]] = {}
            for code, *months in con.execute("select * from agency_pause order by 1, 2"):
                first, last = map(date.fromisoformat, months)
                pauses.setdefault(code, []).append((first, last))
        return [
            Agency(
                **{
                    **dict(row),
                    "active_from": _day(row["active_from"]),
                    "active_to": _day(row["active_to"]),
                    "case_sensitive_ids": _yes_or_no(row["case_sensitive_ids"]),
                    "pauses": tuple(pauses.get(row["agency_id"], ())),
                }
            )
            for row in rows
        ]

    def groups(self) -> list[GroupMembership]:
        with self._open() as con:
            rows = con.execute("select kind, name, agency_id from agency_group order by 1, 2, 3")
            return [GroupMembership(**dict(row)) for row in rows.fetchall()]

    def targets(self) -> list[Target]:
        with self._open() as con:
            rows = con.execute(
                "select measure, value, meet_by, agency_id from target order by 1, 3, 4, 2"
            ).fetchall()
        return [Target(**{**dict(row), "meet_by": _day(row["meet_by"])}) for row in rows]

    def projects(self) -> list[Project]:
        """Every change project, by agency and start."""
        with self._open() as con:
            rows = con.execute(
                "select agency_id, measure, title, starts, ends, outcome from project"
                " order by 1, 4, 2, 3"
            ).fetchall()
        return [
            Project(**{**dict(row), "starts": _day(row["starts"]), "ends": _day(row["ends"])})
            for row in rows
        ]

    def phases(self) -> list[Phase]:
        with self._open() as con:
            rows = con.execute(
                "select measure, starts, reason, agency_id, decided_by, decided_at from phase"
                " order by 1, 4, 2, 3"
            ).fetchall()
        return [Phase(**{**dict(row), "starts": _day(row["starts"])}) for row in rows]

    def key_corrections(self) -> list[KeyCorrection]:
        """The months whose changed person keys the office has confirmed, by agency and month."""
        with self._open() as con:
            rows = con.execute(
                "select agency_id, month, reason from key_correction order by 1, 2"
            ).fetchall()
        return [KeyCorrection(**{**dict(row), "month": _day(row["month"])}) for row in rows]

    def is_sample(self) -> bool:
        """Whether the register holds made-up agencies."""
        with self._open() as con:
            return bool(con.execute("select 1 from mark where name = 'sample'").fetchall())

    def add_unknown(self, agency_ids: Iterable[str]) -> list[str]:
        """Enter the agencies that are not there yet, named by their code; returns their codes."""
        with self._change() as con:
            added = [
                code
                for code in agency_ids
                if con.execute(
                    "insert or ignore into agency (agency_id, name) values (?, ?)", [code, code]
                ).rowcount
            ]
            if not added:
                con.rollback()
        return added

    def enter_agencies_file(self, path: Path, who: str = "agencies file") -> int:
        """Enter what an agencies file says; returns how many agencies it names.

        The file's values replace those of an agency that is there; its groups replace the agency's
        groups of the same kind, and an empty name removes them; its targets replace all targets of
        the same measure and agency. Raises RegisterProblem for an unknown key, value or agency, and
        for two targets of one measure, agency and day.
        """
        sections = agencies_file.read_agencies_file(path)
        agencies = [_make_agency(entry) for entry in sections["agencies"]]
        targets = [
            Target(t["measure"], t["value"], t["by"], t.get("agency")) for t in sections["targets"]
        ]
        _refuse_two_targets_of_a_day(path.name, targets)
        projects = [
            Project(
                agency_id=p["agency"],
                measure=p["measure"],
                title=p["title"],
                starts=p["starts"],
                ends=p.get("ends"),
                outcome=p.get("outcome"),
            )
            for p in sections["projects"]
        ]
        phases = [
            Phase(b["measure"], b["starts"], b["reason"], b.get("agency"))
            for b in sections["baselines"]
        ]
        corrections = [
            KeyCorrection(c["agency"], c["month"], c["reason"]) for c in sections["key_corrections"]
        ]
        memberships = [
            GroupMembership(kind.replace("_", " "), entry[kind], entry["code"])
            for entry in sections["agencies"]
            for kind in GROUP_KINDS & entry.keys()
        ]
        leaves = {(group.kind, group.agency_id) for group in memberships}
        groups = {group for group in memberships if group.name}
        replaced = {(target.measure, target.agency_id) for target in targets}
        made_up = agencies_file.is_made_up(path)
        known = {a.agency_id for a in (*agencies, *self._entered())}
        owners = [
            *(t.agency_id for t in targets),
            *(p.agency_id for p in projects),
            *(b.agency_id for b in phases),
            *(c.agency_id for c in corrections),
        ]
        for owner in owners:
            if owner is not None and owner not in known:
                raise RegisterProblem(f"{path.name}: no agency {owner}")
        if (
            set(agencies) <= set(self._entered())
            and groups == {g for g in self.groups() if (g.kind, g.agency_id) in leaves}
            and set(targets) == {t for t in self.targets() if (t.measure, t.agency_id) in replaced}
            and set(projects) <= set(self.projects())
            and {_series_month(p) for p in phases} <= {_series_month(p) for p in self.phases()}
            and set(corrections) <= set(self.key_corrections())
            and made_up <= self.is_sample()
        ):
            return len(agencies)
        with self._change() as con:
            for agency in agencies:
                _write_agency(con, agency)
            con.executemany(
                "delete from agency_group where kind = ? and agency_id = ?", sorted(leaves)
            )
            for group in groups:
                _upsert(con, "agency_group", vars(group))
            con.executemany(
                "delete from target where measure = ? and agency_id is ?",
                list(replaced),
            )
            for target in targets:
                _upsert(con, "target", vars(target))
            for project in projects:
                _upsert(con, "project", vars(project))
            decided = {_series_month(phase) for phase in self.phases()}
            for phase in phases:
                if _series_month(phase) not in decided:
                    baselines.insert_baseline(con, phase, phase.reason, who)
                    decided.add(_series_month(phase))
            for correction in corrections:
                _upsert(con, "key_correction", vars(correction))
            if made_up:
                _upsert(con, "mark", {"name": "sample", "value": "made up"})
            codes = [agency.agency_id for agency in agencies]
            audit.record_audit(con, who, "agencies entered", file=path.name, agencies=codes)
        return len(agencies)

    def set_active(
        self,
        agency_id: str,
        first: date | None,
        last: date | None,
        who: str,
        pauses: Sequence[Pause] | None = None,
    ) -> tuple[date | None, date | None]:
        """Enter an agency's first and last active month and its pauses; returns the months before.

        `pauses` None: those that it has. Raises RegisterProblem for an unknown agency, a last month
        before the first, or pauses that are not between them.
        """
        if first and last and last < first:
            raise RegisterProblem("The last active month lies before the first.")
        with self._change() as con:
            row = con.execute(
                "select active_from, active_to from agency where agency_id = ?", [agency_id]
            ).fetchone()
            if row is None:
                raise RegisterProblem(f"Agency {agency_id} is not in the register.")
            held = read_pauses(con, agency_id)
            pauses = held if pauses is None else tuple(pauses)
            require_pauses_within(first, last, pauses)
            con.execute(
                "update agency set active_from = ?, active_to = ? where agency_id = ?",
                [_text(first), _text(last), agency_id],
            )
            write_pauses(con, agency_id, pauses)
            audit.record_audit(
                con,
                who,
                "active months",
                agency=agency_id,
                before=months_about(_day(row["active_from"]), _day(row["active_to"]), held),
                now=months_about(first, last, pauses),
            )
        return _day(row["active_from"]), _day(row["active_to"])


def _series_month(phase: Phase) -> tuple[str | None, str, date]:
    return phase.agency_id, phase.measure, phase.starts


def _distinct_name(agency: Agency, uses: Mapping[str, int]) -> str:
    name, code = agency.name, agency.agency_id
    return code if not name else f"{name} ({code})" if uses[name] > 1 else name


def _refuse_two_targets_of_a_day(file: str, targets: Sequence[Target]) -> None:
    """Two targets of one measure and day contradict each other."""
    seen: set[tuple[str, str | None, date]] = set()
    for target in targets:
        key = (target.measure, target.agency_id, target.meet_by)
        if key in seen:
            whose = target.agency_id or "all agencies"
            raise RegisterProblem(
                f"{file}: [[targets]] {target.measure} of {whose} has two targets by"
                f" {target.meet_by:%Y-%m-%d}"
            )
        seen.add(key)


def _make_agency(entry: dict[str, Any]) -> Agency:
    values = {AGENCY_KEYS[key]: entry[key] for key in AGENCY_KEYS if key in entry}
    agency = Agency(
        **{"name": entry["code"], **values}, pauses=parse_pauses(entry.get("pauses", ()))
    )
    require_pauses_within(agency.active_from, agency.active_to, agency.pauses)
    return agency


def _write_agency(con: sqlite3.Connection, agency: Agency) -> None:
    values = {key: value for key, value in vars(agency).items() if key != "pauses"}
    columns = ", ".join(f"{key} = excluded.{key}" for key in values if key != "agency_id")
    con.execute(
        f"insert into agency ({', '.join(values)}) values ({', '.join('?' * len(values))})"
        f" on conflict (agency_id) do update set {columns}",
        [v.isoformat() if isinstance(v, date) else v for v in values.values()],
    )
    write_pauses(con, agency.agency_id, agency.pauses)


def _upsert(con: sqlite3.Connection, table: str, values: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(values))
    con.execute(
        f"insert or replace into {table} ({', '.join(values)}) values ({marks})",
        [v.isoformat() if isinstance(v, date) else v for v in values.values()],
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _yes_or_no(number: int | None) -> bool | None:
    return None if number is None else bool(number)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
