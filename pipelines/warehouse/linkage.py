"""Whether an agency's earlier months know the clients of a delivery, against its own usual share.

A changed id is no error in a row: each file is right by itself, and only the links are lost. So a
month is held against the months before it, as they stand after the delivery.
"""

from dataclasses import dataclass

import duckdb

from pipelines.measures.registry import load_measures
from pipelines.settings import Intake
from pipelines.statistics.quantiles import binomial_lower_tail
from pipelines.warehouse.ledger import Delivered, UnknownClients
from pipelines.warehouse.pseudonyms import Pseudonymiser, WrittenOtherwise
from pipelines.warehouse.statements import read_statement

FEW = 20  # fewer clients of the months before than this are no usual share
FEW_KEPT = 10  # fewer clients of a replaced month than this prove nothing
EXPLAINS = 0.5  # a change of writing that makes this share of the unknown ids known is the cause
ALL_NEW = 0.05  # a share of known clients below which the ids are called all new

# The event that is missing and the one that needs it: an interval between the two is lost.
LOST = (("first_contact", "assessment"), ("assessment", "outpatient_service"))
WAYS = {
    "zeros lost": "with leading zeros in front: a spreadsheet may have taken them off",
    "zeros added": "without their leading zeros",
    "case": "in other letters, capital or small",
    "marks added": "without the marks - _ . / in them",
    "agency added": "without the agency's code in front",
    "agency lost": "with the agency's code in front",
    "letters added": "without the letters at one end",
    "letters lost": "with letters in front of them",
    "year added": "without the year in front",
    "part added": "without the part behind or before a mark",
    "digits added": "without the character or two at one end",
}


@dataclass(frozen=True)
class MonthLinkage:
    """How many clients of one month the agency's months before know.

    `linking`: clients with an event that needs an earlier one, `linked`: those of them who are
    known; `clients`, `known`: all. `…_before`: the same of up to twelve months before.
    """

    submission_id: int
    agency_id: str
    linking: int
    linked: int
    clients: int
    known: int
    linking_before: int
    linked_before: int
    clients_before: int
    known_before: int
    has_before: bool

    def falls_far(self, intake: Intake) -> bool:
        """Whether fewer are known than the agency's usual share lets expect (exact test)."""
        if not self.has_before:
            return False
        if self.linking_before >= FEW:
            expected = intake.linked_share_kept * self.linked_before / self.linking_before
        else:
            expected = intake.linked_share_least
        if binomial_lower_tail(self.linked, self.linking, expected) < intake.unlinked_chance:
            return True
        if self.clients_before < FEW:
            return False
        expected = intake.known_share_kept * self.known_before / self.clients_before
        return binomial_lower_tail(self.known, self.clients, expected) < intake.unlinked_chance


def find_unknown_clients(
    con: duckdb.DuckDBPyConnection,
    delivered: Delivered,
    pseudonymiser: Pseudonymiser,
    intake: Intake,
) -> set[int]:
    """The versions whose clients are unknown far more than usual, noted in `delivered` too.

    Reads the temporary table `arrived`. A month with nothing before it is held against the version
    that it replaces.
    """
    con.execute(read_statement("create_linkage"))
    kept = {
        new_id: (clients, same)
        for new_id, clients, same in con.execute(read_statement("select_kept_clients")).fetchall()
    }
    unknown_ids = set()
    for month, without_contact, without_assessment, *known in con.execute(
        read_statement("select_linkage")
    ).fetchall():
        linkage = MonthLinkage(*known)
        submission_id, agency_id = linkage.submission_id, linkage.agency_id
        if linkage.falls_far(intake):
            text = _linkage_text(linkage)
        elif not linkage.has_before and _loses_clients(*kept.get(submission_id, (0, 0)), intake):
            clients, same = kept[submission_id]
            text = f"of the {_clients(clients)} stored for this month, {same:,} are in the file"
        else:
            continue
        guess = _guess_cause(con, pseudonymiser, linkage)
        unknown_ids.add(submission_id)
        delivered.unknown[agency_id, month] = UnknownClients(
            agency_id,
            month,
            linkage.clients - linkage.known,
            f"{month:%B %Y}: {text}. {guess}",
            _costs(without_contact, without_assessment),
        )
    return unknown_ids


def _loses_clients(clients: int, same: int, intake: Intake) -> bool:
    return clients >= FEW_KEPT and (clients - same) / clients > intake.loss_share


def _linkage_text(linkage: MonthLinkage) -> str:
    """How many are known, and how many usually are."""
    if linkage.linking_before >= FEW:
        usual = round(100 * linkage.linked_before / linkage.linking_before)
        against = f"; usually {usual} of 100 are"
    else:
        against = ""
    return (
        f"of {_clients(linkage.linking)} with an event that needs an earlier one, "
        f"{linkage.linked:,} are known from the months before{against}. Of all"
        f" {_clients(linkage.clients)}, {linkage.known:,} are known{_usual_known(linkage)}"
    )


def _usual_known(linkage: MonthLinkage) -> str:
    if linkage.clients_before < FEW:
        return ""
    return f"; usually {round(100 * linkage.known_before / linkage.clients_before)} of 100"


def _clients(count: int) -> str:
    return f"{count:,} client{'s' * (count != 1)}"


def _guess_cause(
    con: duckdb.DuckDBPyConnection, pseudonymiser: Pseudonymiser, linkage: MonthLinkage
) -> str:
    """Why the ids may be unknown, a sentence without its full stop."""
    members = con.execute(
        read_statement("select_linkage_clients"), {"submission_id": linkage.submission_id}
    ).fetchall()
    known = [bytes(pseudonym) for pseudonym, is_known, _ in members if is_known]
    unknown = [bytes(pseudonym) for pseudonym, is_known, needs in members if needs and not is_known]
    if len(unknown) < FEW_KEPT:
        unknown = [bytes(pseudonym) for pseudonym, is_known, _ in members if not is_known]
    history = con.execute(
        "select pseudonym from client where agency_id = ? order by client", [linkage.agency_id]
    ).fetchall()
    written = pseudonymiser.try_other_writings(
        linkage.agency_id, unknown, known, [bytes(pseudonym) for (pseudonym,) in history]
    )
    return _cause(written, len(unknown), linkage)


def _cause(written: WrittenOtherwise, unknown: int, linkage: MonthLinkage) -> str:
    if written.way and written.matched >= EXPLAINS * unknown:
        return (
            f"Of the {_clients(unknown)} not known, {written.matched:,} are known when the ids are"
            f" written {WAYS[written.way]}"
        )
    if linkage.known <= ALL_NEW * linkage.clients:
        return (
            "The ids are all new: perhaps a new record system numbers the clients, or the file is"
            " another program's"
        )
    if written.unknown_form and written.unknown_form != written.known_form:
        return (
            f"The ids not known are mostly {written.unknown_form}, the known ones"
            f" {written.known_form}: perhaps two record systems"
        )
    return "Perhaps a part of the clients has new ids, or earlier events are missing"


def _costs(*lost: int) -> tuple[tuple[str, int], ...]:
    """The measures that lose requests, and how many."""
    return tuple(
        (measure.key, requests)
        for measure in load_measures()
        for events, requests in zip(LOST, lost, strict=True)
        if measure.events == events and requests
    )
