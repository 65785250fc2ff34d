"""What the office changes one by one: an agency, a group, a target. Each change is an entry of the
audit log with what was before and what is now."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pipelines.measures import registry
from pipelines.register import audit
from pipelines.register.agencies import Register
from pipelines.register.agencies_file import RegisterProblem, check_agency
from pipelines.register.models import Target
from pipelines.register.required import require_agency

GROUP_KINDS = ("managing entity", "region", "learning wave")
FIELDS = (
    *("name", "size", "levels_of_care", "contact_name", "contact_email"),
    *("id_width", "case_sensitive_ids"),
)
NOT_SAID = ("id_width", "case_sensitive_ids")  # may be empty; the texts are empty texts then
LONGEST_TEXT = 200


class OfficeChanges(Register):
    """The changes of one data folder's register. Each method is one transaction."""

    def add_agency(self, code: str, values: Mapping[str, Any], who: str) -> str:
        """Enter a new agency; returns its code. Raises RegisterProblem for one that is there."""
        code, entry = _checked_fields(code, values)
        now = {"name": code, **entry}
        with self._change() as con:
            if con.execute("select 1 from agency where agency_id = ?", [code]).fetchone():
                raise RegisterProblem(f"Agency {code} is in the register already.")
            con.execute("insert into agency (agency_id, name) values (?, ?)", [code, code])
            _update_agency(con, code, now)
            audit.record_audit(con, who, "agency added", agency=code, now=now)
        return code

    def change_agency(self, code: str, values: Mapping[str, Any], who: str) -> bool:
        """Change fields of an agency (FIELDS; None where it is not said any more); returns whether
        anything differs. Raises RegisterProblem for an unknown agency, field or value."""
        code, entry = _checked_fields(code, values)
        wanted = {**{key: None if key in NOT_SAID else "" for key in values}, **entry}
        with self._change() as con:
            row = con.execute("select * from agency where agency_id = ?", [code]).fetchone()
            if row is None:
                raise RegisterProblem(f"Agency {code} is not in the register.")
            before = {key: _plain(key, row[key]) for key in wanted}
            now = {key: value for key, value in wanted.items() if value != before[key]}
            if not now:
                con.rollback()
                return False
            _update_agency(con, code, now)
            before = {key: before[key] for key in now}
            audit.record_audit(con, who, "agency changed", agency=code, before=before, now=now)
        return True

    def set_group(self, kind: str, name: str, agencies: Iterable[str], who: str) -> None:
        """Make a group of exactly these agencies; none: the group is no more. An agency is in one
        group of a kind: it leaves the one that it was in."""
        name = " ".join(name.split())
        wanted = sorted(set(agencies))
        if kind not in GROUP_KINDS:
            raise RegisterProblem(f"A group is a {', a '.join(GROUP_KINDS)}.")
        if not 1 <= len(name) <= LONGEST_TEXT:
            raise RegisterProblem(f"A group has a name of at most {LONGEST_TEXT} characters.")
        with self._change() as con:
            for code in wanted:
                require_agency(con, code)
            before = _groups_of(con, kind)
            members = {n: [a for a in codes if a not in wanted] for n, codes in before.items()}
            members[name] = wanted
            self._write_groups(con, kind, before, members, who)

    def put_groups(self, kind: str, groups: Mapping[str, list[str]], who: str) -> None:
        """Give each of these groups (name → agencies) its agencies, as they once were."""
        with self._change() as con:
            before = _groups_of(con, kind)
            self._write_groups(con, kind, before, {**before, **groups}, who)

    def _write_groups(
        self,
        con: sqlite3.Connection,
        kind: str,
        before: Mapping[str, list[str]],
        now: Mapping[str, list[str]],
        who: str,
    ) -> None:
        moved = sorted(n for n in now if sorted(now[n]) != before.get(n, []))
        if not moved:
            con.rollback()
            return
        for name in moved:
            con.execute("delete from agency_group where kind = ? and name = ?", [kind, name])
            con.executemany(
                "insert into agency_group values (?, ?, ?)", [[kind, name, a] for a in now[name]]
            )
        audit.record_audit(
            con,
            who,
            "groups changed",
            kind=kind,
            before={name: before.get(name, []) for name in moved},
            now={name: sorted(now[name]) for name in moved},
            agencies=sorted({a for n in moved for a in (*before.get(n, []), *now[n])}),
        )

    def add_target(self, target: Target, who: str) -> None:
        """Enter a target. Raises RegisterProblem for an unknown measure or agency, a value that the
        measure cannot have, and a second one for the same day."""
        measure = registry.find_measure(target.measure)
        if measure is None:
            raise RegisterProblem(f"There is no measure {target.measure}.")
        if not 0 <= target.value <= (1 if measure.unit == "share" else 10_000):
            words = "a share from 0 to 1, such as 0.45" if measure.unit == "share" else "days"
            raise RegisterProblem(f"A target of {measure.short} is {words}.")
        if not 1950 <= target.meet_by.year <= 2100:
            raise RegisterProblem("A target is to be met from 1950 to 2100.")
        with self._change() as con:
            if target.agency_id is not None:
                require_agency(con, target.agency_id)
            try:
                con.execute(
                    "insert into target (measure, agency_id, value, meet_by) values (?, ?, ?, ?)",
                    [target.measure, target.agency_id, target.value, target.meet_by.isoformat()],
                )
            except sqlite3.IntegrityError:
                raise RegisterProblem(
                    f"There is a target by {target.meet_by} already: end that one first."
                ) from None
            audit.record_audit(con, who, "target added", **_about_target(target))

    def end_target(self, measure: str, meet_by: date, agency_id: str | None, who: str) -> Target:
        """Take a target away; returns it. Raises RegisterProblem where there is none."""
        with self._change() as con:
            row = con.execute(
                "delete from target where measure = ? and meet_by = ? and agency_id is ?"
                " returning value",
                [measure, meet_by.isoformat(), agency_id],
            ).fetchone()
            if row is None:
                raise RegisterProblem(f"There is no such target by {meet_by}.")
            target = Target(measure, row["value"], meet_by, agency_id)
            audit.record_audit(con, who, "target ended", **_about_target(target))
        return target


def _update_agency(con: sqlite3.Connection, code: str, values: Mapping[str, Any]) -> None:
    columns = ", ".join(f"{key} = ?" for key in values)
    con.execute(f"update agency set {columns} where agency_id = ?", [*values.values(), code])


def _checked_fields(code: str, values: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The code in capitals and the fields that are said, with plain spaces in their texts."""
    unknown = values.keys() - set(FIELDS)
    if unknown:
        raise RegisterProblem(f"An agency has no {', '.join(sorted(unknown))}.")
    entry = check_agency({"code": code, **{k: v for k, v in values.items() if v is not None}})
    for key, value in entry.items():
        if isinstance(value, str):
            entry[key] = " ".join(value.split())
            if len(entry[key]) > LONGEST_TEXT:
                what = key.replace("_", " ")
                raise RegisterProblem(f"The {what} has at most {LONGEST_TEXT} characters.")
    return entry.pop("code"), entry


def _plain(key: str, value: Any) -> Any:
    return bool(value) if key == "case_sensitive_ids" and value is not None else value


def _groups_of(con: sqlite3.Connection, kind: str) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    rows = con.execute(
        "select name, agency_id from agency_group where kind = ? order by 1, 2", [kind]
    )
    for name, agency_id in rows:
        groups.setdefault(name, []).append(agency_id)
    return groups


def _about_target(target: Target) -> dict[str, Any]:
    series = target.agency_id or "everyone"
    return {
        "series": series,
        "measure": target.measure,
        "value": target.value,
        "by": target.meet_by.isoformat(),
    }
