"""Checks and decodes uploaded pictures; no other code decodes one.

Uploads may be hostile, and decoders have vulnerabilities. So `photos/uploads.py` runs this module as a
process of its own (`python -m photos.decoding`), with limits on memory and time, no environment, nothing to
write to except its answer, and without Django: only Pillow and this file.

The pixels are decoded and encoded again. Everything else in the file (location, camera and owner, a
thumbnail of the uncropped picture, further pictures, a script, bytes after the end) is dropped. Only its
credit, source and description (`photos/metadata.py`) come out with the pixels, as plain strings that an
editor checks.
"""

import json
import math
import resource
import sys
import zipfile
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO

from PIL import AvifImagePlugin, Image, ImageCms, ImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from photos import metadata

MAX_BYTES = 40 * 1024 * 1024
"""A 61-megapixel JPEG of the best quality is about 35 MB. A larger file is a scan or a mistake."""

MAX_PIXELS = 64_000_000
"""The largest common cameras have 61 million. Decoded as RGBA, 64 million take 256 MB."""

MAX_WEBP_PIXELS = 25_000_000
"""libwebp holds two canvases and Pillow two copies, 16 bytes a pixel: 28 million fit into `MEMORY`."""

MAX_SIDE = 16_000
"""Pixels. A long panorama has 12,000. Longer, narrow files are cheap to forge and expensive to scale."""

MIN_SIDE = 160
"""Pixels: the width of the narrowest rendition."""

KEPT_PIXELS = 15_000_000
"""Larger pictures are reduced to this size, 4,743 by 3,162: the widest rendition needs only two fifths of
that width, and each of the twenty or so renditions decodes it again. It is a quarter of what the largest
cameras make, so a JPEG can be decoded at this size directly."""

ROWS = 256
"""Rows of a reduced picture that are scaled at a time."""

# Limits of the decoding process, enforced by the kernel.
MEMORY = 512 * 1024 * 1024  # bytes it may write to; a PNG with alpha takes 400 MB at most
ADDRESSES = 1024 * 1024 * 1024  # bytes of address space, including libraries
SECONDS = 20  # of processor time; 64 megapixels take 3

# The decoders themselves, not `Image.open`, which tries forty plugins, and whose JPEG plugin passes a file
# with several pictures to another plugin (MPO), whatever `formats=` says.
DECODERS: dict[str, type[ImageFile.ImageFile]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WebP": WebPImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
    "GIF": GifImageFile,
    "TIFF": TiffImageFile,
}

# TIFF is a container for almost anything. Pictures use these compressions (Pillow's names); libtiff's
# vulnerabilities have been in others: fax, log-luminance and the old JPEG.
TIFF_COMPRESSIONS = {
    *("raw", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits", "jpeg"),
}
IN_SMALL, DNG_VERSION, PHOTOMETRIC = 254, 50706, 262  # tags
SENSORS = {32803, 34892}  # photometric: raw data of a camera's sensor
NO_PICTURES = {"F", "LAB", "HSV"}  # modes whose values aren't screen colors

# Pillow checks this before it allocates memory; our own check below is stricter and has a message.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

# Value of EXIF's Orientation -> the rotation that turns the picture upright.
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
ORIENTATION = 0x0112


class Refused(Exception):
    """Raised for a file that can't be used; `sentence` tells the user what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Accepted:
    """A picture made from an upload: sRGB, upright, nothing but pixels."""

    content: bytes
    width: int
    height: int
    format: str
    """The extension for the file: "jpg", or "png" if anything is transparent."""
    remark: str = ""
    """What the user should know about it: "Only the first page was kept."; or ''."""
    metadata: dict[str, str] = field(default_factory=dict)
    """What `metadata.read_metadata` found in the file: as untrusted as the file."""


def decode(content: bytes) -> Accepted:
    """Return a new picture made from `content`. Raises `Refused` if that isn't possible.

    Decodes in this process. For uploads, call `photos.uploads.accept` instead.
    """
    format = recognized(content)
    if zipfile.is_zipfile(BytesIO(content)):
        raise Refused(
            "This file is both a picture and an archive. "
            "Open it in a picture editor, save it as a new file and choose that one."
        )
    if format == "WebP":
        _refuse_webp(content)
    try:
        image = DECODERS[format](BytesIO(content))
        if isinstance(image, TiffImageFile):
            _refuse_tiff(image)
        _refuse_size(*image.size)
        # AVIF and WebP say so in their header; GIF looks for a second frame without decoding one.
        moves = getattr(image, "is_animated", False)
        picture = _plain(image)
        found = metadata.read_metadata(image)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_large("more than it may have")) from None
    except Exception as broken:  # decoders raise almost anything when given garbage
        if isinstance(broken, MemoryError) or "memory" in str(broken).lower():
            raise Refused(TOO_MUCH_MEMORY) from None
        raise Refused(
            "This picture can't be read: the file is damaged or incomplete. "
            "Choose it again, or ask for a new copy."
        ) from broken
    remark = ""
    if moves:
        several = (
            "It has several pages, and only the first"
            if format == "TIFF"
            else "It is animated, and only its first frame"
        )
        remark = f"{several} was kept."
    return _encoded(picture, remark, found)


def recognized(content: bytes) -> str:
    """Return the key in `DECODERS` for the file's first bytes. Its name doesn't matter."""
    if not content:
        raise Refused("This file is empty. Choose it again, or save it again where it came from.")
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "WebP"
    if b"avif" in _brands(content) or b"avis" in _brands(content):
        return "AVIF"
    if content.startswith(RAW) or (content.startswith(TIFF) and content[8:10] == b"CR"):
        raise Refused(HOW_RAW)
    if content.startswith(TIFF):
        return "TIFF"
    if HEIC & set(_brands(content)):
        raise Refused(HOW_HEIC)
    raise Refused(
        f"This is {_described(content)}, not a picture that can be shown here. "
        "Save it as JPEG, PNG, TIFF, WebP, AVIF or GIF and choose that file."
    )


TIFF = (b"II*\0", b"MM\0*")
RAW = (
    b"IIRO",
    b"IIRS",
    b"MMOR",
    b"IIU\0",
    b"FUJIFILMCCD-RAW",
    b"FOVb",
)  # manufacturers' own formats
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
HOW_HEIC = (
    "This is a HEIC photo, an iPhone format that can't be read here. On a Mac, open it in "
    "Preview and choose File > Export, then JPEG. On an iPhone, upload it from the phone, which sends a "
    "JPEG, or choose Settings > Camera > Formats > Most Compatible for new photos."
)
HOW_RAW = (
    "This is a camera's raw file. Develop it in a photo program, export it as a JPEG or TIFF and "
    "choose that file."
)


def _brands(content: bytes) -> list[bytes]:
    if content[4:8] != b"ftyp":
        return []
    end = min(int.from_bytes(content[:4], "big"), 256)
    return [content[8:12]] + [content[at : at + 4] for at in range(16, end, 4)]


def _described(content: bytes) -> str:
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return "an SVG drawing"
    if start.startswith((b"<!doctype html", b"<html", b"<script")):
        return "a web page"
    if start.startswith(b"%pdf"):
        return "a PDF"
    if start.startswith((b"%!ps", b"\xc5\xd0\xd3\xc6")):
        return "a PostScript file"
    if start.startswith(b"8bps"):
        return "a Photoshop document"
    return "another type of file"


def _refuse_tiff(image: TiffImageFile) -> None:
    """Refuse unusual compressions, and raw files: TIFFs whose first image is a thumbnail or sensor data."""
    tags = image.tag_v2
    is_small = tags.get(IN_SMALL, 0) & 1
    if is_small or DNG_VERSION in tags or tags.get(PHOTOMETRIC) in SENSORS:
        raise Refused(HOW_RAW)
    if image.info.get("compression") not in TIFF_COMPRESSIONS:
        raise Refused(
            "This TIFF is compressed in a way that can't be read here. "
            "Save it with LZW or ZIP compression, or as a JPEG, and choose that file."
        )
    if image.mode in NO_PICTURES:
        raise Refused(
            "The colors of this TIFF are stored in a way that can't be read here. "
            "Save it as RGB with 8 or 16 bits and choose that file."
        )


def _refuse_size(width: int, height: int) -> None:
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise Refused(_too_large(f"{width:,} by {height:,} pixels"))
    if min(width, height) < MIN_SIDE:
        raise Refused(
            f"This picture has {width:,} by {height:,} pixels, too few to be shown. "
            f"Look for a copy with at least {MIN_SIDE} on each side."
        )


def _refuse_webp(content: bytes) -> None:
    """Check the size in the header, because a decoder out of memory would report a damaged file."""
    head, width, height = content[12:16], 0, 0
    if head == b"VP8X":
        width, height = (int.from_bytes(content[at : at + 3], "little") + 1 for at in (24, 27))
    elif head == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif head == b"VP8 ":
        width, height = (int.from_bytes(content[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    if width and height:
        _refuse_size(width, height)
    if width * height > MAX_WEBP_PIXELS:
        raise Refused(
            f"This WebP has {width:,} by {height:,} pixels, and a WebP takes more memory to read than "
            f"other pictures: it can have {MAX_WEBP_PIXELS // 1_000_000} million at most. Save it as a "
            "JPEG or PNG, or make it smaller, and choose that file."
        )


TOO_MUCH_MEMORY = (
    "This picture takes too much memory to read. "
    "Save it as a JPEG of at most 40 million pixels and choose that file."
)


def _too_large(what: str) -> str:
    return (
        f"This picture has {what}. At most {MAX_SIDE:,} on a side and {MAX_PIXELS // 1_000_000} "
        "million in all are allowed: make it smaller and choose that file."
    )


def _plain(image: ImageFile.ImageFile) -> Image.Image:
    """Return the pixels as they should be shown: RGB or RGBA, in sRGB, upright, at most KEPT_PIXELS."""
    share = min(1.0, (KEPT_PIXELS / (image.width * image.height)) ** 0.5)
    kept = (round(image.width * share), round(image.height * share))
    is_wide = image.width > image.height
    image.draft(None, kept)  # a JPEG can be decoded at half or a quarter of its size
    image.load()
    if is_wide != (image.width > image.height):  # Pillow has turned a TIFF upright itself
        kept = kept[::-1]

    profile = image.info.get("icc_profile")
    rotation = None
    with suppress(Exception):  # unreadable metadata is ignored
        rotation = UPRIGHT.get(image.getexif().get(ORIENTATION, 1))

    picture = _in_plain_mode(image) if image.size == kept else _smaller(image, kept)
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    picture = _in_srgb(picture, profile)
    return picture if rotation is None else picture.transpose(rotation)


def _in_plain_mode(image: Image.Image) -> Image.Image:
    """Return the picture as L, RGB, RGBA or CMYK, with eight bits each."""
    if image.mode.startswith("I"):  # 16-bit gray, which `convert` would clip to 8 bits
        image = image.convert("I").point(lambda tone: tone / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "CMYK"} else image.convert("RGB")


def _smaller(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a large picture at a smaller size, in a plain mode.

    It works in strips: a copy of the whole picture in another mode would take twice the memory.
    """
    width, height = size
    scale = image.height / height
    margin = math.ceil(3 * scale) + 1  # rows that the filter reads above and below
    result: Image.Image | None = None
    for top in range(0, height, ROWS):
        bottom = min(top + ROWS, height)
        first = max(0, math.floor(top * scale) - margin)
        last = min(image.height, math.ceil(bottom * scale) + margin)
        strip = _in_plain_mode(image.crop((0, first, image.width, last)))
        box = (0, top * scale - first, image.width, min(bottom * scale, image.height) - first)
        strip = strip.resize((width, bottom - top), Image.Resampling.LANCZOS, box=box)
        result = result or Image.new(strip.mode, size)
        result.paste(strip, (0, top))
    assert result is not None
    return result


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    target = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile:
        # Ignore a profile that is broken or for another kind of pixels.
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            original = ImageCms.ImageCmsProfile(BytesIO(profile))
            if not ImageCms.getProfileDescription(original).startswith("sRGB"):
                srgb = ImageCms.createProfile("sRGB")
                return (
                    ImageCms.profileToProfile(picture, original, srgb, outputMode=target) or picture
                )
    return picture if picture.mode == target else picture.convert(target)


def _encoded(picture: Image.Image, remark: str, found: dict[str, str]) -> Accepted:
    picture.info = {}  # encoders would write the profile and comments in it
    out = BytesIO()
    if picture.mode == "RGBA":
        picture.save(out, "PNG")
        ending = "png"
    else:
        # Of high quality, since renditions are made from it.
        picture.save(out, "JPEG", quality=95, subsampling="4:4:4")
        ending = "jpg"
    return Accepted(out.getvalue(), *picture.size, ending, remark, found)


def _limit_this_process() -> None:
    # Some systems, such as macOS, refuse to set a limit. They don't serve real sites.
    for resource_limit, value in (
        (resource.RLIMIT_AS, ADDRESSES),
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(resource_limit, (value, value))
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # each thread takes address space


def main() -> None:
    """Read a file from standard input, then write a line of JSON and, if accepted, the picture."""
    _limit_this_process()
    try:
        accepted = decode(sys.stdin.buffer.read(MAX_BYTES + 1))
    except Refused as refused:
        answer, content = {"refused": refused.sentence}, b""
    else:
        content = accepted.content
        answer = {name: value for name, value in vars(accepted).items() if name != "content"}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + content)


if __name__ == "__main__":
    main()
