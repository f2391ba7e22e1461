"""Files that people upload, good and bad, made when asked for."""

import io
import struct
import zipfile
import zlib

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

GPS_IFD, EXIF_IFD, ORIENTATION = 0x8825, 0x8769, 0x0112
OWNER = "Marlowe-Secret-Owner"
"""Stands in every metadata field of `told_everything`; it must be nowhere afterwards."""


def drawing(width=640, height=480, mode="RGB"):
    """Left half red, right half blue, a white square in the upper left corner."""
    image = Image.new("RGB", (width, height), "blue")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, width // 2, height), fill="red")
    draw.rectangle((0, 0, width // 5, height // 5), fill="white")
    return image.convert(mode)


def saved(image, format, **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def jpeg(width=640, height=480, **options):
    return saved(drawing(width, height), "JPEG", quality=90, **options)


def png(width=640, height=480, **options):
    return saved(drawing(width, height), "PNG", **options)


def told_everything(format="JPEG"):
    """Says where it was taken, by whom and with what, in every way its format knows."""
    exif = Image.Exif()
    exif[0x013B] = exif[0x8298] = OWNER  # artist, copyright
    exif.get_ifd(GPS_IFD).update({1: "N", 2: (34.0, 3.0, 8.0), 3: "W", 4: (118.0, 14.0, 37.0)})
    exif.get_ifd(EXIF_IFD).update({0xA431: OWNER, 0xA430: OWNER})  # serial number, owner
    said = {
        "exif": exif,
        "xmp": f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{OWNER}</x:xmpmeta>".encode(),
        "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    }
    if format == "JPEG":
        said["comment"] = OWNER
    if format == "PNG":
        said["pnginfo"] = PngImagePlugin.PngInfo()
        said["pnginfo"].add_itxt("XML:com.adobe.xmp", OWNER)
        said["pnginfo"].add_text("Author", OWNER)
    return saved(drawing(), format, **said)


def with_photoshop_record(content):
    """A JPEG with an IPTC record (by-line), as agencies send them."""
    byline = OWNER.encode()
    iptc = b"\x1c\x02\x50" + struct.pack(">H", len(byline)) + byline
    record = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc
    return content[:2] + b"\xff\xed" + struct.pack(">H", len(record) + 2) + record + content[2:]


def turned(orientation):
    """Upright when turned as its EXIF says; 640 by 480 as stored."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return jpeg(exif=exif)


def two_pictures():
    """A JPEG that Pillow hands over to another plugin: red, with a second, green picture behind."""
    red, green = (Image.new("RGB", (640, 480), color) for color in ("red", "green"))
    return saved(red, "MPO", save_all=True, append_images=[green])


def archive_too():
    """A PNG that any unzip program opens."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("run.sh", "#!/bin/sh\necho hello\n" * 50)
    return png() + archive.getvalue()


def page_too():
    """A PNG with a web page behind its end."""
    return png() + b"<!doctype html><script>alert(document.domain)</script>"


def huge(width, height):
    """A PNG of one color, a bit for each pixel: few bytes, and nothing wrong with it but its size."""

    def chunk(name, content):
        whole = name + content
        return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))

    squeeze = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    pixels = b"".join(squeeze.compress(row) for _ in range(height)) + squeeze.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def moving(format):
    """Three frames: red, green, blue."""
    frames = [Image.new("RGB", (320, 320), color) for color in ("red", "green", "blue")]
    return saved(frames[0], format, save_all=True, append_images=frames[1:], duration=100)


def see_through(format="PNG"):
    """Opaque on the left, transparent on the right."""
    image = drawing(mode="RGBA")
    image.paste((0, 0, 0, 0), (320, 0, 640, 480))
    return saved(image, format, **({} if format == "PNG" else {"lossless": True}))


def crossed_profile():
    """A color profile in which red and blue have changed places."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    profile = profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    return profile.replace("sRGB".encode("utf-16-be"), "xRGB".encode("utf-16-be"))


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image
