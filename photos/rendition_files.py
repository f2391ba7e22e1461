"""Makes renditions when they are first requested, and saves them as files."""

import hashlib
import logging
import shutil
import threading
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from django.conf import settings
from PIL import Image

from photos.atomic_writes import write_whole
from photos.decoding import DECODERS
from photos.renditions import Rendition, window

if TYPE_CHECKING:
    from photos.models import Picture

logger = logging.getLogger(__name__)

RECIPE = 1
"""Increase it with any change below, so that all renditions are made again."""

# Measured at 640 by 427 pixels with one thread, for a photograph and for a halftone drawing, the worst
# case: AVIF 13 and 35 KB, 20 and 92 ms; WebP 11 and 50 KB, 17 and 19 ms; JPEG 23 and
# 63 KB, 3 ms. AVIF at speed 6 saves a tenth of the bytes and takes three times as long. Full chroma
# (4:4:4) costs AVIF 3 to 5 % more bytes, and avoids fringes around black on orange.
ENCODINGS: dict[str, dict[str, Any]] = {
    "avif": {
        "format": "AVIF",
        "quality": 60,
        "speed": 8,
        "subsampling": "4:4:4",
        "max_threads": 1,
    },
    "webp": {"format": "WEBP", "quality": 78, "method": 4},
    "jpg": {"format": "JPEG", "quality": 80, "optimize": True, "progressive": True},
}

BACKGROUND = "white"
"""The background of a transparent picture in a JPEG."""

# Limits how many renditions are made at once: each takes up to 64 MB and a whole processor.
_slots = threading.BoundedSemaphore(2)


class Unreadable(Exception):
    """Raised if the original of a picture is missing or damaged."""


def rendition(picture: "Picture", wanted: Rendition) -> bytes:
    """Return a rendition; make and save it first if it doesn't exist.

    Raises `Unreadable` if the original can't be read. If the disk is full, it isn't saved. No query.
    """
    path = rendition_path(picture, wanted)
    with suppress(FileNotFoundError):
        return path.read_bytes()
    with _slots:
        with suppress(FileNotFoundError):  # made while we waited
            return path.read_bytes()
        content = _make(picture, wanted)
        try:
            write_whole(path, content)
        except OSError:
            logger.exception("The rendition %s couldn’t be saved.", path)
    return content


def rendition_path(picture: "Picture", wanted: Rendition) -> Path:
    """Return the path of a rendition's file, which may not exist yet."""
    return folder(picture) / wanted.name


def folder(picture: "Picture") -> Path:
    """Return the folder for the renditions of this version.

    Its name contains the original's random name: after a restore, the same version number may belong to
    another file.
    """
    stem = Path(str(picture.original)).stem
    return Path(settings.RENDITIONS_ROOT) / stem[:2] / f"{stem}-{picture.version}-{RECIPE}"


def fingerprint(picture: "Picture", rendition: Rendition) -> str:
    """Return a digest for the ETag, which changes only if the rendition's bytes may have changed."""
    made_from = f"{folder(picture).name}/{rendition.name}"
    return hashlib.blake2s(made_from.encode(), digest_size=10).hexdigest()


def discard(renditions: Path) -> None:
    """Delete a folder of renditions. They are made again when requested."""
    shutil.rmtree(renditions, ignore_errors=True)


def _make(picture: "Picture", wanted: Rendition) -> bytes:
    try:
        # Not `picture.original.open`: threads with the same instance would share one open file.
        with picture.original.storage.open(str(picture.original)) as original:
            image = _resized(picture, wanted, original)
    except (OSError, SyntaxError, ValueError, EOFError) as error:  # Pillow raises each of them
        raise Unreadable(f"The original {picture.original} can’t be read.") from error
    if wanted.ext == "jpg" and image.mode == "RGBA":
        sheet = Image.new("RGBA", image.size, BACKGROUND)
        sheet.alpha_composite(image)
        image = sheet.convert("RGB")
    image.info = {}  # encoders would write its contents into the file
    out = BytesIO()
    image.save(out, xmp=credit_packet(picture), **ENCODINGS[wanted.ext])
    return out.getvalue()


def _resized(picture: "Picture", rendition: Rendition, original: IO[bytes]) -> Image.Image:
    """Return the pixels of the rendition. A JPEG is decoded at no more than about twice that size."""
    shown = window(picture, rendition.crop)
    width, height = rendition.size(picture)
    decoder = DECODERS["PNG" if str(picture.original).endswith(".png") else "JPEG"]
    with decoder(original) as image:
        enough = 2 * width / shown.width
        image.draft("RGB", (round(picture.width * enough), round(picture.height * enough)))
        scale_x, scale_y = image.width / picture.width, image.height / picture.height
        box = (
            shown.left * scale_x,
            shown.top * scale_y,
            shown.right * scale_x,
            shown.bottom * scale_y,
        )
        return image.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def credit_packet(picture: "Picture") -> bytes:
    """Return credit, source and copyright notice as XMP with IPTC's names, or b'' if all are empty."""
    parts = {"Credit": picture.credit, "Source": picture.source}
    properties = "".join(
        f"<photoshop:{name}>{escape(_printable(text))}</photoshop:{name}>"
        for name, text in parts.items()
        if text
    )
    if picture.copyright:
        notice = escape(_printable(picture.copyright))
        properties += (
            '<dc:rights xmlns:dc="http://purl.org/dc/elements/1.1/">'
            '<rdf:Alt><rdf:li xml:lang="x-default">'
            f"{notice}</rdf:li></rdf:Alt></dc:rights>"
        )
    if not properties:
        return b""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">'
        f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def _printable(text: str) -> str:
    # XML can't represent control characters.
    return "".join(letter for letter in text if letter.isprintable())
