"""What is accepted is pixels, upright, in sRGB, and nothing else of what was uploaded."""

import io
import zipfile

import pytest
from PIL import Image, ImageChops, ImageOps

from photos import decoding, uploads
from tests.photos import pictures
from tests.photos.pictures import OWNER, opened


def accepted(content):
    return uploads.accept(io.BytesIO(content))


def color(image, across, down):
    """The pixel at these shares of width and height, as a color rounded to what JPEG keeps."""
    pixel = image.convert("RGB").getpixel((int(image.width * across), int(image.height * down)))
    return tuple(round(value / 16) * 16 for value in pixel)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
def test_each_kind_of_picture_is_taken(format):
    picture = accepted(pictures.saved(pictures.drawing(), format))
    assert (picture.width, picture.height, picture.format, picture.remark) == (640, 480, "jpg", "")
    image = opened(picture.content)
    assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (640, 480))
    assert [color(image, x, 0.5) for x in (0.25, 0.75)] == [(256, 0, 0), (0, 0, 256)]


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_place_camera_and_owner_are_forgotten(format):
    uploaded = pictures.told_everything(format)
    assert OWNER.encode() in uploaded
    kept = accepted(uploaded).content
    image = opened(kept)
    assert OWNER.encode() not in kept
    assert dict(image.getexif()) == {}
    assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi"}


def test_the_record_of_an_agency_is_forgotten():
    uploaded = pictures.with_photoshop_record(pictures.jpeg())
    assert OWNER.encode() in uploaded
    assert OWNER.encode() not in accepted(uploaded).content


def test_a_jpeg_that_hands_over_to_another_format_is_read_as_the_jpeg_it_begins_with():
    uploaded = pictures.two_pictures()
    assert opened(uploaded).format == "MPO"
    image = opened(accepted(uploaded).content)
    assert (image.format, getattr(image, "n_frames", 1)) == ("JPEG", 1)
    assert color(image, 0.5, 0.5) == (256, 0, 0)


def test_what_stands_behind_the_end_of_a_picture_is_lost():
    kept = accepted(pictures.page_too()).content
    assert b"<script>" not in kept
    assert not zipfile.is_zipfile(io.BytesIO(kept))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_picture_stands_upright(orientation):
    picture = accepted(pictures.turned(orientation))
    lying = orientation >= 5
    assert (picture.width, picture.height) == ((480, 640) if lying else (640, 480))
    image = opened(picture.content)
    corners = [color(image, x, y) for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))]
    where = {1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}[orientation]
    assert [corner == (256, 256, 256) for corner in corners] == [at == where for at in range(4)]


@pytest.mark.parametrize("format", ["PNG", "WEBP"])
def test_what_is_transparent_stays_transparent(format):
    picture = accepted(pictures.see_through(format))
    image = opened(picture.content)
    assert (picture.format, image.format, image.mode) == ("png", "PNG", "RGBA")
    assert [image.getpixel((x, 240))[3] for x in (100, 500)] == [255, 0]


def test_an_alpha_channel_that_hides_nothing_is_dropped():
    assert accepted(pictures.saved(pictures.drawing(mode="RGBA"), "PNG")).format == "jpg"


def test_a_printers_colors_become_a_screens():
    picture = accepted(pictures.saved(pictures.drawing(mode="CMYK"), "JPEG", quality=90))
    image = opened(picture.content)
    assert image.mode == "RGB"
    assert [color(image, x, 0.5) for x in (0.25, 0.75)] == [(256, 0, 0), (0, 0, 256)]


def test_another_color_space_is_turned_into_the_webs():
    uploaded = pictures.png(icc_profile=pictures.crossed_profile())
    image = opened(accepted(uploaded).content)
    assert [color(image, x, 0.5) for x in (0.25, 0.75)] == [(0, 0, 256), (256, 0, 0)]


def test_a_broken_color_profile_is_passed_over():
    picture = accepted(pictures.png(icc_profile=b"no profile at all"))
    assert color(opened(picture.content), 0.25, 0.5) == (256, 0, 0)


def test_sixteen_bits_of_gray_keep_their_tones():
    gray = Image.new("I;16", (320, 320), 0x8000)
    image = opened(accepted(pictures.saved(gray, "PNG")).content)
    assert image.getpixel((160, 160)) == pytest.approx((128, 128, 128), abs=2)


TIFFS = {"lzw": {}, "adobe_deflate": {}, "deflate": {}, "jpeg": {"quality": 95}}


@pytest.mark.parametrize("how", TIFFS)
def test_a_tiff_is_taken_however_photo_programs_compress_it(how):
    content = pictures.saved(
        pictures.drawing(),
        "TIFF",
        compression=how if how == "jpeg" else f"tiff_{how}",
        **TIFFS[how],
    )
    image = opened(accepted(content).content)
    assert [color(image, x, 0.5) for x in (0.25, 0.75)] == [(256, 0, 0), (0, 0, 256)]


# A large one is made smaller, too. For one change, one that lies and one that stands say it.
TURNED = [(orientation, (640, 480), (640, 480)) for orientation in range(1, 9)] + [
    pytest.param(
        orientation,
        (6000, 4000),
        (4743, 3162),
        marks=[] if orientation in (3, 6) else pytest.mark.everything,
    )
    for orientation in range(1, 9)
]


@pytest.mark.parametrize(("orientation", "given", "kept"), TURNED)
def test_a_turned_tiff_stands_upright_once(orientation, given, kept):
    exif = Image.Exif()
    exif[pictures.ORIENTATION] = orientation
    picture = accepted(
        pictures.saved(pictures.drawing(*given), "TIFF", exif=exif, compression="tiff_lzw")
    )
    image = opened(picture.content)
    sides = kept if orientation < 5 else kept[::-1]
    assert (picture.width, picture.height) == image.size == sides
    corners = [color(image, x, y) for x, y in ((0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9))]
    where = {1: 0, 2: 1, 3: 2, 4: 3, 5: 0, 6: 1, 7: 2, 8: 3}[orientation]
    assert [corner == (256, 256, 256) for corner in corners] == [at == where for at in range(4)]


def test_of_a_tiff_with_several_pages_the_first_is_kept_and_the_person_told():
    pages = [Image.new("RGB", (320, 320), color) for color in ("red", "green")]
    picture = accepted(pictures.saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert picture.remark == "It has several pages, and only the first was kept."
    assert color(opened(picture.content), 0.5, 0.5) == (256, 0, 0)


@pytest.mark.parametrize("format", ["GIF", "PNG", "WEBP", "AVIF"])
def test_of_a_moving_picture_the_first_frame_is_kept_and_the_person_told(format):
    picture = accepted(pictures.moving(format))
    assert picture.remark == "It is animated, and only its first frame was kept."
    image = opened(picture.content)
    assert (getattr(image, "n_frames", 1), color(image, 0.5, 0.5)) == (1, (256, 0, 0))


def test_a_picture_from_the_largest_camera_is_kept_smaller():
    picture = accepted(pictures.saved(pictures.drawing(9504, 6336), "JPEG", quality=60))
    assert (picture.width, picture.height) == (4743, 3162)
    assert opened(picture.content).size == (4743, 3162)


def test_a_large_picture_is_made_smaller_in_strips_that_nobody_can_see():
    column = Image.new("L", (1, 3300))
    column.putdata([row * 97 % 256 for row in range(3300)])  # no two rows alike
    rows = column.resize((5000, 3300), Image.Resampling.NEAREST)
    ring = Image.radial_gradient("L").resize((5000, 3300))
    whole = Image.merge("RGBA", (rows, ImageOps.flip(rows), ImageOps.invert(rows), ring))
    picture = accepted(pictures.saved(whole, "PNG", compress_level=1))
    size = (picture.width, picture.height)
    at_once = whole.resize(size, Image.Resampling.LANCZOS)
    assert size[0] * size[1] < decoding.KEPT_PIXELS * 1.001 < 5000 * 3300
    paper = Image.new("RGBA", size, "white")
    seen = [Image.alpha_composite(paper, each) for each in (opened(picture.content), at_once)]
    assert max(most for _, most in ImageChops.difference(*seen).getextrema()) <= 2
