"""The content security policy of every answer."""

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

import streamlit


def content_security_policy(scripts: Iterable[str]) -> str:
    """Everything from this server only. Streamlit and Plotly write styles into the page."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in scripts
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def inline_script_hashes() -> list[str]:
    """The scripts written into Streamlit's own page: allowed by hash, so that no other runs."""
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    return re.findall(r"<script>(.*?)</script>", page.read_text("utf-8"), flags=re.DOTALL)
