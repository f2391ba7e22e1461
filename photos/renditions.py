"""The renditions of a picture: their sizes and names, and which ones a place on a page uses.

Nothing here opens a file or runs a query. `photos/rendition_files.py` makes the files.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Self

if TYPE_CHECKING:
    from photos.models import Picture


class Crop(NamedTuple):
    across: int
    down: int
    share: float = 1.0
    """The fraction of the largest possible window of this shape that is shown."""


CROPS = {
    "": None,
    "square": Crop(1, 1),
    "face": Crop(1, 1, share=2 / 3),  # a portrait's head, for very small places
    "portrait": Crop(4, 5),
    "poster": Crop(2, 3),
    "card": Crop(3, 2),
    "wide": Crop(2, 1),
}
"""Crop name -> shape; '' is the whole picture."""

WIDTHS = (160, 320, 480, 640, 960, 1200, 1800)
"""Pixels, ascending. A narrower picture has its full width under the name of the next larger one."""

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}

ADDRESS = "/pictures/"


class Window(NamedTuple):
    """The part of an original that a crop shows, in pixels; right and bottom are exclusive."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


def window(picture: "Picture", crop: str) -> Window:
    """Return the part of a picture that a crop shows, with the focal point as near the center as possible."""
    shape = CROPS[crop]
    if shape is None:
        return Window(0, 0, picture.width, picture.height)
    width = min(picture.width, picture.height * shape.across / shape.down) * shape.share
    height = max(1, round(width * shape.down / shape.across))
    width = max(1, round(width))
    left = round(picture.width * picture.focal_x / 100 - width / 2)
    top = round(picture.height * picture.focal_y / 100 - height / 2)
    left = min(max(left, 0), picture.width - width)
    top = min(max(top, 0), picture.height - height)
    return Window(left, top, left + width, top + height)


def widths(picture: "Picture", crop: str) -> tuple[int, ...]:
    """Return the widths of this crop, ascending. The last may be wider than the picture really is.

    Nothing is enlarged: a crop of 700 pixels has 160 to 640, and its own 700 under the name 960.
    """
    most = window(picture, crop).width
    return tuple(
        width for width, narrower in zip(WIDTHS, (0, *WIDTHS), strict=False) if narrower < most
    )


@dataclass(frozen=True, slots=True)
class Rendition:
    """A width, a crop and a file type. Raises ValueError for a combination that isn't made."""

    width: int
    crop: str = ""
    ext: str = "webp"

    def __post_init__(self) -> None:
        if self.width not in WIDTHS or self.crop not in CROPS or self.ext not in TYPES:
            raise ValueError(f"There is no rendition {self.name}.")

    @classmethod
    def at_most(cls, width: int, picture: "Picture", crop: str = "", ext: str = "webp") -> Self:
        """Return the rendition of this width, or the widest one that the picture has."""
        return cls(min(width, widths(picture, crop)[-1]), crop, ext)

    @classmethod
    def named(cls, name: str) -> Self | None:
        """Return the rendition with this `name`, or None."""
        found = re.fullmatch(r"([1-9][0-9]{2,3})(?:-([a-z]+))?\.([a-z]+)", name)
        if found is None:
            return None
        try:
            return cls(int(found[1]), found[2] or "", found[3])
        except ValueError:
            return None

    @property
    def name(self) -> str:
        """The last part of its address: `640.webp`, `640-card.avif`."""
        crop = f"-{self.crop}" if self.crop else ""
        return f"{self.width}{crop}.{self.ext}"

    def url(self, picture: "Picture") -> str:
        # Not `reverse()`: a front page needs about two hundred of these.
        return f"{ADDRESS}{picture.public_id}/{picture.version}/{self.name}"

    def exists_for(self, picture: "Picture") -> bool:
        """Return whether the picture is large enough for it."""
        return self.width in widths(picture, self.crop)

    def size(self, picture: "Picture") -> tuple[int, int]:
        """Return its width and height in pixels."""
        shown = window(picture, self.crop)
        width = min(self.width, shown.width)
        return width, max(1, round(shown.height * width / shown.width))


@dataclass(frozen=True)
class Use:
    """A kind of place on a page: its crop, and how wide it is shown (`sizes`)."""

    crop: str
    widths: tuple[int, ...]
    sizes: str = ""
    narrow: "Use | None" = None
    """What it uses instead on a screen that matches `media`."""
    media: str = ""


# Two or three widths each: for a phone with a pixel ratio of 3, a laptop with 2 and a plain screen.
# `sizes` follows the columns of the style sheet.
USES = {
    # the picture over a story, across the page
    "hero": Use(
        "wide",
        (960, 1200, 1800),
        "(min-width: 86rem) 84rem, 100vw",
        narrow=Use("card", (480, 960, 1200), "100vw", media="(max-width: 59.99rem)"),
    ),
    # the front page's lead, beside its text on a wide screen
    "lead": Use("card", (480, 960, 1200, 1800), "(min-width: 60rem) 60vw, 100vw"),
    # .card--wide, .card--big
    "card-wide": Use("card", (480, 960, 1200), "(min-width: 60rem) 45vw, 100vw"),
    "card": Use("card", (320, 640, 960), "(min-width: 60rem) 30vw, (min-width: 40rem) 45vw, 100vw"),
    # .card--flip: beside its headline on a phone
    "card-flip": Use(
        "card",
        (320, 640, 960),
        "(min-width: 60rem) 30vw, 33vw",
        narrow=Use("square", (160, 320, 480), "7.25rem", media="(max-width: 39.99rem)"),
    ),
    # .card--side: always beside its headline
    "card-side": Use("square", (160, 320, 480), "9.5rem"),
    # .bestof
    "bestof": Use("portrait", (320, 480, 640), "(min-width: 75rem) 17rem, min(14rem, 72vw)"),
    # .listing__item
    "listing": Use("card", (160, 320, 480), "(min-width: 58rem) 15rem, 26vw"),
    # a figure among the paragraphs, as it is; and one wider than the text
    "figure": Use("", (480, 640, 960, 1200), "(min-width: 40rem) 37rem, 100vw"),
    "figure-wide": Use("", (480, 960, 1200, 1800), "(min-width: 60rem) 54rem, 100vw"),
    # .person__pic and .production__pic
    "person": Use("portrait", (320, 480, 640, 960), "(min-width: 35rem) 22rem, 64vw"),
    "production": Use("poster", (320, 480, 640, 960), "(min-width: 35rem) 22rem, 64vw"),
    # .poster in .posters
    "poster": Use("poster", (160, 320, 480), "(min-width: 48rem) 14rem, 42vw"),
    # .pop__top: 100 points wide; a person, and anything else
    "pop-face": Use("face", (160, 320), "6.25rem"),
    "pop": Use("square", (160, 320), "6.25rem"),
    # 44 to 56 points: .nominees__list, .cast-list, .callsheet, .picks; a person, anything else, and
    # img.poster in .cast-list
    "face": Use("face", (160,)),
    "thumb": Use("square", (160,)),
    "thumb-poster": Use("poster", (160,)),
}
"""Name -> use, as in `{% picture p use="card" %}`."""


@dataclass(frozen=True)
class Source:
    """A `<source>` or the `<img>` of a `<picture>`: its files, and the size to reserve for it."""

    type: str
    srcset: str
    sizes: str
    """'' if there is one file for all screens."""
    media: str
    src: str
    width: int
    height: int


def picture_sources(picture: "Picture", use: Use | str) -> tuple[Source, ...]:
    """Return the sources, best first. The last one, WebP without a condition, is for the `<img>`."""
    if isinstance(use, str):
        use = USES[use]
    sources = []
    if use.narrow:
        sources += [_source(picture, use.narrow, ext) for ext in ("avif", "webp")]
    return (*sources, *(_source(picture, use, ext) for ext in ("avif", "webp")))


def _source(picture: "Picture", use: Use, ext: str) -> Source:
    renditions = list(
        dict.fromkeys(Rendition.at_most(width, picture, use.crop, ext) for width in use.widths)
    )
    largest = renditions[-1]
    srcset = ", ".join(f"{each.url(picture)} {each.size(picture)[0]}w" for each in renditions)
    is_single = len(renditions) == 1
    return Source(
        TYPES[ext],
        largest.url(picture) if is_single else srcset,
        "" if is_single else use.sizes,
        use.media,
        largest.url(picture),
        *largest.size(picture),
    )
