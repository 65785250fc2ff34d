"""What the office writes to an agency that lacks months; pure."""

from dashboard.queries.models import MissingMonths
from dashboard.text.sentences import months_text


def reminder_text(agency: MissingMonths, office: str) -> str:
    """A text to copy into a message to an agency that has not sent."""
    addressee = agency.contact_name or agency.name
    missing = "any month" if agency.never else months_text((*agency.missing, *agency.unfinished), 6)
    return (
        f"Dear {addressee},\n\n"
        f"the treatment access board has no complete file from {agency.name} for {missing}. "
        "Until it comes, statewide figures leave you out, and your own newest figures are older "
        "than the others'.\n\n"
        "Please send the extract. If there was nothing to report, say so with it. "
        f"If something holds you up, call us.\n\n{office}"
    )
