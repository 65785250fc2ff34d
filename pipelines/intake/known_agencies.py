"""What is known of an agency before its file is read; the checks take it as given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True)
class KnownAgency:
    """What the office and the store know of one agency. None: not known.

    `id_width`: the digits of its client numbers, 0 where it declared none; `usual_rows`: the rows
    of a usual month; `first_month`, `last_month`: the first days of the first and the last month
    of which rows are stored; `case_sensitive_ids`: whether its client numbers differ in case alone.
    """

    id_width: int = 0
    usual_rows: float | None = None
    first_month: date | None = None
    last_month: date | None = None
    case_sensitive_ids: bool | None = None


KnownAgencies = Mapping[str, KnownAgency]  # by the agency's code
UNKNOWN_AGENCY = KnownAgency()
NOTHING_KNOWN: KnownAgencies = MappingProxyType({})
