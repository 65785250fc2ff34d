"""Where a request comes from, and whether it names a host of ours."""

import ipaddress
import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.types import Scope


def sender_address(scope: Scope) -> str:
    """The address that a request comes from; behind a proxy on this machine the one that the proxy
    has added last."""
    client = (scope.get("client") or ("",))[0]
    forwarded = Headers(scope=scope).getlist("x-forwarded-for")
    if forwarded and is_loopback(client):
        return forwarded[-1].rpartition(",")[2].strip()
    return client


def names_host(scope: Scope, hosts: Collection[str]) -> bool:
    """Whether the one Host header is of `hosts` (lower case): no DNS rebinding."""
    named = Headers(scope=scope).getlist("host")
    return len(named) == 1 and host_name(named[0]) in hosts


def host_name(header: str) -> str:
    """The name in a Host header, without its port; an IPv6 address without its brackets."""
    bracketed = re.fullmatch(r"\[([0-9a-f:.]+)\](:\d+)?", header.lower())
    return bracketed[1] if bracketed else re.sub(r":\d+$", "", header.lower())


def is_loopback(client: str) -> bool:
    """Whether an address is of this machine."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
