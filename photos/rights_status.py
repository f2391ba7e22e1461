"""What may be done with a picture, in words: a few on its card, a sentence beside the choice."""

from __future__ import annotations

from typing import NamedTuple

from photos.licenses import named
from photos.models import Picture

Rights = Picture.Rights

MEANING = {
    Rights.NONE: "Nobody has said that we may use it. It can’t be published.",
    Rights.OWNED: "Made by us, or bought outright. Any use, without an end.",
    Rights.LICENSED: "Somebody else’s, for a fee or under a license. Say its terms in the note, and the day it ends.",
    Rights.AGENCY: "From an agency we have a contract with. For news, with the credit it asks for.",
    Rights.HANDOUT: "Given out by a studio, network or publicist. For news about what it shows, nothing else.",
    Rights.PUBLIC_DOMAIN: "Nobody’s any more. Any use; say in the note how we know.",
}

BRIEFLY = {
    Rights.OWNED: "Cleared, ours",
    Rights.LICENSED: "Cleared, see its terms",
    Rights.AGENCY: "Cleared, agency",
    Rights.HANDOUT: "For what it shows only",
    Rights.PUBLIC_DOMAIN: "Cleared, anybody’s",
}

STATED = [(rights.value, rights.label.partition(":")[0]) for rights in MEANING]
FILTERS = [("", "Any rights"), ("cleared", "Can be published"), *STATED]
"""Value and label of what may be stated, and of what pictures are filtered by."""

LIMITED = {Rights.LICENSED, Rights.HANDOUT}


class Standing(NamedTuple):
    dot: str
    """ "good", "warn" or "bad": the shape and color beside the words."""
    words: str


def standing(picture: Picture) -> Standing:
    """Whether it may be published, and if not what is missing."""
    rights = Rights(picture.rights)
    if rights == Rights.NONE:
        return Standing("bad", "No rights stated")
    if not picture.credit:
        return Standing("bad", "No credit")
    return license_standing(picture) or Standing(
        "warn" if rights in LIMITED else "good", BRIEFLY[rights]
    )


def license_standing(picture: Picture) -> Standing | None:
    """When its license ends or has ended, None if it has no end."""
    if picture.license_ends_on is None:
        return None
    ends = named(picture.license_ends_on)
    if picture.has_ended():
        return Standing("bad", f"License ended {ends}")
    return Standing("warn", f"License ends {ends}")
