"""Which addresses a story may lead to, and which it may show as an embed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000

# Spaces, controls and invisible characters are what makes a browser read an address otherwise
# than a person does; a backslash is a slash to browsers and to nobody else.
UNFIT = re.compile(
    r"[\s\x00-\x20\x7f-\xa0\u00ad\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufff0-\uffff"
    r"\\<>\"`\ud800-\udfff]"
)
MAILTO = re.compile(r"mailto:[^@,;:/?#]+@[^@,;:/?#]+(\?[^#]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Service:
    """A service whose posts or videos a story may show, as readers know it."""

    name: str
    kind: str  # "video" or "post"


# What this field cites all day: trailers and speeches are on the first two, announcements are made
# on the others. The list is short because readers get a card that vouches for the service by name;
# an address elsewhere is an ordinary link.
EMBED_HOSTS = {
    "youtube.com": Service("YouTube", "video"),
    "youtu.be": Service("YouTube", "video"),
    "vimeo.com": Service("Vimeo", "video"),
    "x.com": Service("X", "post"),
    "twitter.com": Service("X", "post"),
    "instagram.com": Service("Instagram", "post"),
}


def is_allowed(address: str) -> bool:
    """True for http and https with a host, for mailto, and for a path on this site.

    Never true for another scheme, for `//host`, for an address with a user name before its host
    (`https://good.example@bad.example`), or for one with spaces or invisible characters.
    """
    if not address or len(address) > LONGEST or UNFIT.search(address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    return bool(MAILTO.fullmatch(address)) or _web(address) is not None


def embed_service(address: str) -> Service | None:
    """The service behind an address that a story may show as an embed; None for any other."""
    if not is_allowed(address):
        return None
    parts = _web(address)
    if parts is None or parts.scheme != "https" or parts.port or len(parts.path) < 2:
        return None
    return EMBED_HOSTS.get(re.sub(r"^(www|m)\.", "", parts.hostname or ""))


def host_of(address: str) -> str:
    """The host as readers are shown it, without "www."; empty for a path or a mail address."""
    parts = _web(address)
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def _web(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
        return parts if usable and (parts.port is None or parts.port > 0) else None
    except ValueError:  # a port that is no number, a bracket without its pair
        return None
