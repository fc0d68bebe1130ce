"""Where requests may go: https, or http to this very machine."""

from __future__ import annotations

import re

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from .errors import InsecureAddress, UnsafeLink

LOCAL_HOSTS = {"127.0.0.1", "localhost", "[::1]"}
# ASCII without space, @, backslash, and %, which some libraries resolve and others do not.
_ADDRESS = re.compile(r"[!-$&-?A-\[\]-~]+")
_LINK = re.compile(r"[!-\[\]-~]+")  # after the host @ and % are usual
# A label of a name has 63 letters at most.
_HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?|\[[0-9a-f:.]+\]")


def origin(base_url: str) -> str:
    """Who receives a key sent to an address: scheme, host and port, always written alike.

    On this machine the port says nothing: its administrators can start anything on any port.

    :raises InsecureAddress: a key may not be sent there
    """
    address = parse_url(checked_address(base_url))
    if address.host in LOCAL_HOSTS:
        return f"{address.scheme}://{address.host}"
    port = address.port or {"https": 443, "http": 80}[address.scheme]
    return f"{address.scheme}://{address.host}:{port}"


def checked_address(base_url: str) -> str:
    """An address of the API that a key may be sent to, without a slash at its end.

    :raises InsecureAddress: a key may not be sent there
    """
    written = base_url.strip().rstrip("/")
    # Ozon's address has no spaces, letters of other alphabets or names of users; libraries on the
    # way would understand these differently.
    if not _ADDRESS.fullmatch(written):
        raise InsecureAddress(detail="not an address")
    # urllib3's own parser, so that the host checked is the host that will be called.
    try:
        address = parse_url(written)
    except LocationParseError:
        raise InsecureAddress(detail="not an address") from None
    if _is_safe(address, local=True):
        return address.url
    raise InsecureAddress(detail=f"{address.scheme}://{address.host}")


def checked_link(link: str, method: str, base_url: str) -> str:
    """A link from which a file may be downloaded, without its fragment; the request has no key.

    :param method: for the error
    :param base_url: the API's own address; if that is this machine by http, the link may be as well
    :raises UnsafeLink: a file may not be downloaded from there
    """
    if not _LINK.fullmatch(link):
        raise UnsafeLink(method, detail="not an address")
    try:
        address = parse_url(link)
    except LocationParseError:
        raise UnsafeLink(method, detail="not an address") from None
    if address.auth is None and _is_safe(address, local=base_url.startswith("http://")):
        return address._replace(fragment=None).url
    raise UnsafeLink(method, detail=f"{address.scheme}://{address.host}")


def _is_safe(address: Url, *, local: bool) -> bool:
    """https, or with `local` http to this machine; the host is plainly written."""
    return bool(_HOST.fullmatch(address.host or "")) and (
        address.scheme == "https"
        or (local and address.scheme == "http" and address.host in LOCAL_HOSTS)
    )
