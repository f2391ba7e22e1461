"""The client's IP address, and which addresses count as one place."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def address_of(request: HttpRequest) -> str:
    """Return the client's address: behind a proxy the last one in X-Forwarded-For, which the proxy added.

    What a client wrote into that header itself comes before it, and is never read.
    """
    given = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        given = request.headers.get("X-Forwarded-For", given).rpartition(",")[2]
    try:
        address = ip_address(given.strip().partition("%")[0])
    except ValueError:
        return UNKNOWN
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def network_of(address: str) -> str:
    """Return what counts as one place: an IPv4 address, or the /64 that a household gets from its provider."""
    if ":" not in address:
        return address
    return str(IPv6Network((address, 64), strict=False))
