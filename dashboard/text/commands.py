"""The shell lines that pages print."""

UPLOAD_PATH = "/api/extracts"


def upload_command(address: str = "http://localhost:8501") -> str:
    """The line that sends one file, for the README and the Submit page."""
    return (
        'curl --fail-with-body -H "Authorization: Bearer $STARBOARD_TOKEN" '
        f'-F "file=@A01_2026-10.csv" "{address}{UPLOAD_PATH}?months=2026-10"'
    )
