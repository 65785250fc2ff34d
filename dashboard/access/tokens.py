"""Tokens of programs, as the office administers them; the register does it."""

from dashboard.access.permissions import require_administer
from dashboard.access.viewer import Viewer
from pipelines.register.tokens import Token, Tokens
from pipelines.settings import data_folder


def list_tokens(viewer: Viewer) -> list[Token]:
    """Every token ever made, the newest first. Raises NotAllowed."""
    require_administer(viewer)
    return Tokens(data_folder()).list()[::-1]


def make_token(viewer: Viewer, agency_id: str, name: str) -> tuple[Token, str]:
    """A token and its text, which is shown only now. Raises NotAllowed and RegisterProblem."""
    require_administer(viewer)
    return Tokens(data_folder()).make(agency_id, name, viewer.sender)


def revoke_token(viewer: Viewer, token_id: int) -> Token:
    """End a token for good. Raises NotAllowed and RegisterProblem."""
    require_administer(viewer)
    return Tokens(data_folder()).revoke(token_id, viewer.sender)
