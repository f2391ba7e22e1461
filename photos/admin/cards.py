"""A picture on its card in the library: whole, in a frame of three by two, with its focal point."""

from __future__ import annotations

from dataclasses import dataclass

from photos.models import Picture
from photos.renditions import Use
from photos.rights_status import Standing, standing

FRAME = 3 / 2
WHOLE = Use("", (320, 640), "(min-width: 40rem) 15rem, 45vw")


@dataclass(frozen=True)
class Card:
    picture: Picture
    standing: Standing
    x: int
    y: int
    """Where the focal point lies in the frame, in percent: the picture doesn't fill it all."""

    @classmethod
    def of(cls, picture: Picture) -> Card:
        """No query."""
        shape = picture.width / picture.height
        across, down = min(1, shape / FRAME), min(1, FRAME / shape)
        return cls(
            picture,
            standing(picture),
            round(50 + (picture.focal_x - 50) * across),
            round(50 + (picture.focal_y - 50) * down),
        )
