"""What made-up extracts are shaped by: published figures of the field, each with its source.

No figure here is a Florida result; none is published. What only makes the rows lifelike says so.
"""

from dataclasses import dataclass
from math import log, sqrt


@dataclass(frozen=True)
class WaitAssumption:
    """A right-skewed number of days: log-normal, with a share of zeros of its own."""

    median: float
    mean: float

    @property
    def sigma(self) -> float:
        return sqrt(2 * log(self.mean / self.median))


# One agency, n = 1,822 (Subst Abuse Treat Prev Policy 9:41): call to assessment median 6, mean 7.5,
# 45 % lost; assessment to enrolment median 8, mean 12.5, 32 % lost.
NEVER_ASSESSED = 0.45
NEVER_STARTED = 0.30
CONTACT_TO_ASSESSMENT = WaitAssumption(median=6, mean=8)
ASSESSMENT_TO_SERVICE = WaitAssumption(median=8, mean=12)
SAME_DAY = 0.10
SAME_DAY_OPEN_ACCESS = 0.22
# Mean wait by modality: outpatient 11 days, court-referred 14 (SSWR 2011).
COURT_WAIT = 14 / 11

# Detox to any treatment 23 % (California), 49 % in 30 days after detox or residential (PMC2818065),
# 71 % with a place agreed beforehand (PubMed 21138207): agencies lie between 20 and 50 %.
STAY_DAYS = (3, 7)
COMPLETED = 0.60
ENTERS = (0.20, 0.50)
ENTERS_ELSEWHERE = 1 / 3
CONTACTS_A_MONTH = (20, 400)

# From here on: no source, only what makes rows lifelike.
WEEKDAY_CONTACTS = (1.15, 1.1, 1.0, 1.0, 0.9, 0.12, 0.06)  # Monday to Sunday: weekends are thin
MOVED_OFF_WEEKEND = 0.9
SEASON = (1.06, 1.0, 1.03, 1.0, 1.0, 0.98, 0.97, 1.02, 1.0, 1.02, 0.96, 0.9)  # January to December
CALLS_AGAIN = 0.12
COMES_BACK = 0.06
COMES_BACK_AFTER_DAYS = 270
CONTACT_NOT_RECORDED = 0.04
CONTACT_AFTER_ASSESSMENT = 0.004
SERVED_BEFORE_ASSESSMENT = 0.01
CASE_MANAGEMENT_FIRST = 0.05
CLOSED_OF_LOST = 0.30
KEY_UNKNOWN_ONE_IN = 23
KEY_UNKNOWN_AT_CONTACT = 0.30
FOLLOW_UP_GOES_ON = 0.36
READMITTED = 0.05
ENTERS_LATER = 0.08
ENTERS_WITHOUT_COMPLETING = 0.08
CALLS_AFTER_DETOX = 0.35  # of those who do not enter: they ask, and do not arrive
LOST_AFTER_DETOX = 0.7
IN_CARE_AT_START = 0.12  # of a month's contacts: clients of the first files without a contact
BACKLOG_LISTED = 0.2
BACKLOG_DAYS = 90
BACKLOG_CLEARED_IN_DAYS = 75
