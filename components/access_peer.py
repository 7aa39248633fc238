"""The local user (本机用户): which connections can only be somebody sitting at this machine.

All must hold: the server listens on the loopback address, both ends of the connection are loopback addresses, the
browser asked for this machine by a loopback name (another name is a proxy, or a foreign page that made its name point
here), and nothing between says that it forwards for somebody else.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers
from starlette.types import Scope

from components import streamlit_login

#: Headers by which a proxy tells for whom it asks; ``x-forwarded-*`` counts whatever its end.
_FORWARDED = ("forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "x-cluster-client-ip")


def is_local(scope: Scope) -> bool:
    """Tell whether a request or websocket comes from the local user, as far as its connection can tell."""
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    return (
        listens_locally(st.get_option("server.address"), streamlit_login.is_streamlits_own_server())
        and _is_end(scope.get("client"))
        and _is_end(scope.get("server"))
        and len(hosts) == 1
        and _names_this_machine(f"//{hosts[0]}")
        and all(_names_this_machine(url) for name in ("origin", "referer") for url in headers.getlist(name))
        and not any(name in _FORWARDED or name.startswith("x-forwarded") for name in headers)
    )


def listens_locally(address: object, own_server: bool) -> bool:
    """Tell whether ``server.address`` allows of a local user.

    Streamlit's own server listens everywhere when it is not set. Another server listens where its own options say,
    which nobody tells us; there the addresses of each connection decide, unless the option says it is open.
    """
    if address is None or address == "":
        return not own_server
    return is_loopback(str(address))


def is_loopback(host: str) -> bool:
    """Tell whether a name or address stands for this machine and no other."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        return found.ipv4_mapped.is_loopback
    return found.is_loopback


def _is_end(end: object) -> bool:
    """Tell whether an end of the connection, ``(address, port)``, is loopback; a socket file tells nothing."""
    return isinstance(end, tuple | list) and bool(end) and is_loopback(str(end[0]))


def _names_this_machine(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.username is None and is_loopback(parts.hostname or "")
    except ValueError:
        return False
