"""The cards of the library: each shows a whole picture in a 3:2 frame, with its focal point."""

from __future__ import annotations

from dataclasses import dataclass

from photos.models import Picture
from photos.renditions import Use
from photos.rights_status import RightsStatus, rights_status

FRAME = 3 / 2
WHOLE = Use("", (320, 640), "(min-width: 40rem) 15rem, 45vw")


@dataclass(frozen=True)
class Card:
    picture: Picture
    status: RightsStatus
    x: int
    y: int
    """The focal point in percent of the frame, which the picture doesn't always fill."""

    @classmethod
    def of(cls, picture: Picture) -> Card:
        """Return the card of a picture. No query."""
        shape = picture.width / picture.height
        across, down = min(1, shape / FRAME), min(1, FRAME / shape)
        return cls(
            picture,
            rights_status(picture),
            round(50 + (picture.focal_x - 50) * across),
            round(50 + (picture.focal_y - 50) * down),
        )
