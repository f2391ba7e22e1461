"""A picture's rights in words: briefly for its card, and as a sentence beside each choice."""

from __future__ import annotations

from typing import NamedTuple

from photos.licenses import named
from photos.models import Picture

Rights = Picture.Rights

MEANING = {
    Rights.NONE: "No permission is on record. It can’t be published.",
    Rights.OWNED: "Made by us, or bought outright. Any use, no end date.",
    Rights.LICENSED: "Someone else’s, for a fee or under a license. Give its terms in the note, and the day it ends.",
    Rights.AGENCY: "From an agency we have a contract with. For news, with the credit it asks for.",
    Rights.HANDOUT: "Provided by a studio, network or publicist. Only for news about what it shows.",
    Rights.PUBLIC_DOMAIN: "Free of copyright. Any use; say in the note how we know.",
}

BRIEFLY = {
    Rights.OWNED: "Cleared, ours",
    Rights.LICENSED: "Cleared, see its terms",
    Rights.AGENCY: "Cleared, agency",
    Rights.HANDOUT: "Only for what it shows",
    Rights.PUBLIC_DOMAIN: "Cleared, public domain",
}

STATED = [(rights.value, rights.label.partition(":")[0]) for rights in MEANING]
FILTERS = [("", "Any rights"), ("cleared", "Can be published"), *STATED]
"""Values and labels: of the rights that can be chosen, and of the filters of pictures."""

LIMITED = {Rights.LICENSED, Rights.HANDOUT}


class RightsStatus(NamedTuple):
    dot: str
    """ "good", "warn" or "bad": the dot beside the words."""
    words: str


def rights_status(picture: Picture) -> RightsStatus:
    """Return whether it may be published, and what is missing if not."""
    rights = Rights(picture.rights)
    if rights == Rights.NONE:
        return RightsStatus("bad", "No rights stated")
    if not picture.credit:
        return RightsStatus("bad", "No credit")
    return license_status(picture) or RightsStatus(
        "warn" if rights in LIMITED else "good", BRIEFLY[rights]
    )


def license_status(picture: Picture) -> RightsStatus | None:
    """Return when its license ends or has ended; None without an end."""
    if picture.license_ends_on is None:
        return None
    ends = named(picture.license_ends_on)
    if picture.has_ended():
        return RightsStatus("bad", f"License ended {ends}")
    return RightsStatus("warn", f"License ends {ends}")
