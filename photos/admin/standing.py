"""What may be done with a picture, in words: a few on its card, a sentence beside the choice."""

from __future__ import annotations

from typing import NamedTuple

from photos.models import Picture

Rights = Picture.Rights

MEANING = {
    Rights.NONE: "Nobody has said that we may use it. It can’t be published.",
    Rights.OWNED: "Made by us, or bought outright. Any use, without an end.",
    Rights.LICENSED: "Somebody else’s, for a fee or under a license. Say its terms and its end in the note.",
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
    return Standing("warn" if rights in LIMITED else "good", BRIEFLY[rights])
