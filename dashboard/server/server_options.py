"""Streamlit's options that signing in needs, and those that would open a way around the gate."""

import streamlit as st
from streamlit import config

from dashboard.access.sign_in import SignIn
from pipelines.settings import SettingsError

# each would let in who has not signed in
FORBIDDEN = ("server.enableAgentApi", "server.trustedUserHeaders", "global.developmentMode")
# each keeps other sites from acting in a person's name
REQUIRED = ("server.enableXsrfProtection", "server.enableCORS")
# The door sets this header itself. Streamlit resumes a tab only for the session that it began with:
# without it a tab that is left open goes on for whoever signs in next in the same browser.
SESSION_HEADER = "X-Starboard-Session"
SESSION_HEADERS = {SESSION_HEADER: "session"}


def set_server_options(sign_in: SignIn | None) -> tuple[str, ...]:
    """Admit the host that people sign in at; the hosts that requests may name.

    Raises SettingsError for an option that the gate cannot stand for.
    """
    for option in FORBIDDEN:
        if st.get_option(option) not in (None, "", False, {}, SESSION_HEADERS):
            raise SettingsError(f"Streamlit’s option {option} must be off.")
    for option in REQUIRED:
        if not st.get_option(option):
            raise SettingsError(f"Streamlit’s option {option} must be on.")
    hosts = [str(host) for host in st.get_option("server.allowedHosts")]
    if sign_in is not None:
        config.set_option("server.trustedUserHeaders", SESSION_HEADERS)
    if sign_in is not None and sign_in.host not in hosts:
        hosts.append(sign_in.host)
        config.set_option("server.allowedHosts", hosts)
    return tuple(hosts)
