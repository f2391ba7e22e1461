"""Which addresses a story may link to, and which it may embed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LONGEST = 2000

# With spaces, control characters or invisible ones a browser may open another address than the one
# a person sees. Browsers also take a backslash for a slash.
UNFIT = re.compile(
    r"[\s\x00-\x20\x7f-\xa0\u00ad\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufeff\ufff0-\uffff"
    r"\\<>\"`\ud800-\udfff]"
)
MAILTO = re.compile(r"mailto:[^@,;:/?#]+@[^@,;:/?#]+(\?[^#]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Service:
    """A service whose posts or videos a story may embed, with the name that readers know."""

    name: str
    kind: str  # "video" or "post"


# What entertainment stories cite: trailers and speeches are on the video services, announcements on
# the others. The list is short because the card that readers get vouches for the service by name.
# Any other address is an ordinary link.
EMBED_HOSTS = {
    "youtube.com": Service("YouTube", "video"),
    "youtu.be": Service("YouTube", "video"),
    "vimeo.com": Service("Vimeo", "video"),
    "x.com": Service("X", "post"),
    "twitter.com": Service("X", "post"),
    "instagram.com": Service("Instagram", "post"),
}


def is_allowed(address: str) -> bool:
    """Return whether a story may link there: http or https with a host, mailto, or a path of this site.

    Not another scheme, not `//host`, not a user name before the host
    (`https://good.example@bad.example`), no spaces and no invisible characters.
    """
    if not address or len(address) > LONGEST or UNFIT.search(address):
        return False
    if address.startswith("/"):
        return not address.startswith("//")
    return bool(MAILTO.fullmatch(address)) or _web(address) is not None


def embed_service(address: str) -> Service | None:
    """Return the service of an address that a story may embed, or None."""
    if not is_allowed(address):
        return None
    parts = _web(address)
    if parts is None or parts.scheme != "https" or parts.port or len(parts.path) < 2:
        return None
    return EMBED_HOSTS.get(re.sub(r"^(www|m)\.", "", parts.hostname or ""))


def host_of(address: str) -> str:
    """Return the host without "www.", as readers see it; "" for a path or a mail address."""
    parts = _web(address)
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def _web(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
        return parts if usable and (parts.port is None or parts.port > 0) else None
    except ValueError:  # a port that isn't a number, an unbalanced bracket
        return None
