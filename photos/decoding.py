"""What an uploaded file must be to become a picture, and the only code that decodes one.

Uploads are hostile until decoded, and decoders have holes. So `photos/uploads.py` runs this module
as a process of its own (`python -m photos.decoding`), which has bounds on memory and time, no
environment, nothing to write to but its answer, and no Django: only Pillow and what is below.

The pixels go through a decoder and come out of an encoder. Whatever else a file held (place, camera
and owner, a thumbnail of the uncropped picture, further pictures, a script, bytes after the end)
has no way across, except into the refusals below; but what it says of its credit, its source and
its contents (`photos/metadata.py`) comes out beside the pixels, as plain strings for a person to judge.
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
"""A 61-megapixel JPEG of the best quality has about 35 MB; what is larger is a scan or a mistake."""

MAX_PIXELS = 64_000_000
"""The largest of the usual cameras makes 61 million. As RGBA, 64 million are 256 MB while decoded."""

MAX_WEBP_PIXELS = 25_000_000
"""libwebp holds two canvases and Pillow two copies, 16 bytes a pixel: 28 million fit into `MEMORY`."""

MAX_SIDE = 16_000
"""Pixels. A long panorama has 12,000; beyond it, narrow bombs are cheap to make and dear to scale."""

MIN_SIDE = 160
"""Pixels: the narrowest rendition. Below it there is nothing to show, only something to count."""

KEPT_PIXELS = 15_000_000
"""What is kept of a larger picture: 4,743 by 3,162, of which two fifths of the width fill the widest
rendition. A picture makes some twenty renditions, and each of them decodes it again. A quarter of
what the largest camera makes comes out of a JPEG without decoding the rest."""

ROWS = 256
"""Rows of the smaller picture that are made at a time."""

# A process of its own decodes within these, or is ended by the kernel.
MEMORY = 512 * 1024 * 1024  # bytes it may write to; a PNG with alpha takes 400 MB at most
ADDRESSES = 1024 * 1024 * 1024  # bytes of address space, with all that it only reads
SECONDS = 20  # of processor; 64 megapixels take 3

# The decoders themselves, not `Image.open`: that goes by what forty plugins recognize, and its JPEG
# plugin hands a file with several pictures to another one (MPO), whatever `formats=` was asked for.
DECODERS: dict[str, type[ImageFile.ImageFile]] = {
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "WebP": WebPImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
    "GIF": GifImageFile,
    "TIFF": TiffImageFile,
}

# TIFF is a container for whatever somebody thought of. Pictures come in these, as Pillow calls them;
# fax, log-luminance and the old JPEG are where libtiff's holes have been.
TIFF_COMPRESSIONS = {
    *("raw", "tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits", "jpeg"),
}
IN_SMALL, DNG_VERSION, PHOTOMETRIC = 254, 50706, 262  # tags
SENSORS = {32803, 34892}  # photometric: the pixels of a camera's sensor, not yet a picture
NO_PICTURES = {"F", "LAB", "HSV"}  # modes whose numbers are no colors of a screen

# The plugins refuse by this before they allocate; ours below is stricter and has a sentence.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

# Value of EXIF's Orientation -> what turns the picture upright.
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
    """The file doesn't become a picture; `sentence` tells the person what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Accepted:
    """A picture made anew from what was uploaded: sRGB, upright, nothing in it but pixels."""

    content: bytes
    width: int
    height: int
    format: str
    """The ending of the file to keep: "jpg", or "png" where something is transparent."""
    remark: str = ""
    """What the person should know about what was kept, or ''."""
    said: dict[str, str] = field(default_factory=dict)
    """What the file said of itself, as `metadata.read` returns it: as hostile as the file."""


def decode(content: bytes) -> Accepted:
    """Return the picture in `content`, made anew; raise `Refused` where there is none to be had.

    Decodes in this process: for files from outside call `photos.uploads.accept`.
    """
    format = recognized(content)
    if zipfile.is_zipfile(BytesIO(content)):
        raise Refused(
            "This file is a picture and an archive at once. "
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
        said = metadata.read(image)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_large("more than it may have")) from None
    except Exception as broken:  # decoders raise whatever comes to hand when they are fed garbage
        if isinstance(broken, MemoryError) or "memory" in str(broken).lower():
            raise Refused(TOO_MUCH_MEMORY) from None
        raise Refused(
            "This picture can't be read to its end: the file is damaged, or was cut short on its "
            "way. Choose it again, or ask for a new copy."
        ) from broken
    remark = ""
    if moves:
        several = (
            "It has several pages, and only the first"
            if format == "TIFF"
            else "It moves, and only its first frame"
        )
        remark = f"{several} was kept."
    return _encoded(picture, remark, said)


def recognized(content: bytes) -> str:
    """Return the key of `DECODERS` that the first bytes announce; the name of the file has no say."""
    if not content:
        raise Refused("This file is empty. Choose it again, or save it anew where it came from.")
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
RAW = (b"IIRO", b"IIRS", b"MMOR", b"IIU\0", b"FUJIFILMCCD-RAW", b"FOVb")  # of makers of their own
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
HOW_HEIC = (
    "This is a HEIC photograph, as iPhones take them, which can't be read here. On a Mac open it in "
    "Preview, choose File > Export, then JPEG. On an iPhone upload it from there, which sends a JPEG, "
    "or choose Settings > Camera > Formats > Most Compatible for the next ones."
)
HOW_RAW = (
    "This is a camera's raw file, not yet a picture. Develop it in a photo program, export it as a "
    "JPEG or TIFF and choose that file."
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
    return "a file of another kind"


def _refuse_tiff(image: TiffImageFile) -> None:
    """Refuse what isn't a picture, and what isn't read. Raw files are TIFF whose first picture is a
    thumbnail or what the sensor saw.
    """
    tags = image.tag_v2
    is_small = tags.get(IN_SMALL, 0) & 1
    if is_small or DNG_VERSION in tags or tags.get(PHOTOMETRIC) in SENSORS:
        raise Refused(HOW_RAW)
    if image.info.get("compression") not in TIFF_COMPRESSIONS:
        raise Refused(
            "This TIFF is compressed in a way that isn't read here. "
            "Save it with LZW or ZIP compression, or as a JPEG, and choose that file."
        )
    if image.mode in NO_PICTURES:
        raise Refused(
            "The colors of this TIFF are stored in a way that isn't read here. "
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
    """Refuse by the header: a decoder that gets no memory says the same of this as of damage."""
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
            f"other pictures: it can have {MAX_WEBP_PIXELS // 1_000_000} million in all. Save it as a "
            "JPEG or PNG, or make it smaller, and choose that file."
        )


TOO_MUCH_MEMORY = (
    "This picture takes more memory than a picture may. "
    "Save it as a JPEG of at most 40 million pixels and choose that file."
)


def _too_large(what: str) -> str:
    return (
        f"This picture has {what}. At most {MAX_SIDE:,} on a side and {MAX_PIXELS // 1_000_000} "
        "million in all can be taken: make it smaller and choose that file."
    )


def _plain(image: ImageFile.ImageFile) -> Image.Image:
    """Return the pixels as they are meant to be seen: RGB or RGBA, in sRGB, upright, not too many."""
    share = min(1.0, (KEPT_PIXELS / (image.width * image.height)) ** 0.5)
    kept = (round(image.width * share), round(image.height * share))
    lies = image.width > image.height
    image.draft(None, kept)  # a JPEG can be decoded at a half or a quarter
    image.load()
    if lies != (image.width > image.height):  # Pillow turns a TIFF upright itself
        kept = kept[::-1]

    profile = image.info.get("icc_profile")
    turn = None
    with suppress(Exception):  # unreadable metadata: the picture is as upright as it says
        turn = UPRIGHT.get(image.getexif().get(ORIENTATION, 1))

    picture = _in_plain_mode(image) if image.size == kept else _smaller(image, kept)
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    picture = _in_srgb(picture, profile)
    return picture if turn is None else picture.transpose(turn)


def _in_plain_mode(image: Image.Image) -> Image.Image:
    """Return the picture as L, RGB, RGBA or CMYK, with eight bits each."""
    if image.mode.startswith("I"):  # sixteen bits of gray, which `convert` would cut off at eight
        image = image.convert("I").point(lambda tone: tone / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "CMYK"} else image.convert("RGB")


def _smaller(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a large picture at a smaller size, in a plain mode.

    Strip by strip: a copy of the whole in another mode would take its memory twice.
    """
    width, height = size
    scale = image.height / height
    beyond = math.ceil(3 * scale) + 1  # as many rows as the filter looks at above and below
    result: Image.Image | None = None
    for top in range(0, height, ROWS):
        bottom = min(top + ROWS, height)
        first = max(0, math.floor(top * scale) - beyond)
        last = min(image.height, math.ceil(bottom * scale) + beyond)
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
        # A profile that is broken or made for another kind of pixels is as good as none.
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            meant = ImageCms.ImageCmsProfile(BytesIO(profile))
            if not ImageCms.getProfileDescription(meant).startswith("sRGB"):
                srgb = ImageCms.createProfile("sRGB")
                return ImageCms.profileToProfile(picture, meant, srgb, outputMode=target) or picture
    return picture if picture.mode == target else picture.convert(target)


def _encoded(picture: Image.Image, remark: str, said: dict[str, str]) -> Accepted:
    picture.info = {}  # encoders write profile and comment from here
    out = BytesIO()
    if picture.mode == "RGBA":
        picture.save(out, "PNG")
        ending = "png"
    else:
        # Renditions are made from it: it must show no seams of its own.
        picture.save(out, "JPEG", quality=95, subsampling="4:4:4")
        ending = "jpg"
    return Accepted(out.getvalue(), *picture.size, ending, remark, said)


def _bound_this_process() -> None:
    # Some systems know a bound and refuse to set it. They are not what the site is served from.
    for what, bound in (
        (resource.RLIMIT_AS, ADDRESSES),
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (bound, bound))
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # every thread takes address space


def main() -> None:
    """Read a file from standard input; answer with a line of JSON and then the picture, if it is one."""
    _bound_this_process()
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
