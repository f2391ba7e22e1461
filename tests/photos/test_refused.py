"""What is no picture gets a sentence, and nothing is kept of it."""

import io

import pytest
from PIL import Image

from photos import uploads
from photos.models import Picture
from tests.photos import pictures


def refusal(content):
    with pytest.raises(uploads.Refused) as refused:
        uploads.accept(io.BytesIO(content))
    return refused.value.sentence


def kind_sentence(what):
    return (
        f"This is {what}, not a picture that can be shown here. "
        "Save it as JPEG, PNG, WebP, AVIF or GIF and choose that file."
    )


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "an SVG drawing"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>", "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "a PostScript file"),
        (pictures.saved(pictures.drawing(), "TIFF"), "a TIFF or a camera's raw file"),
        (b"8BPS\0\1", "a Photoshop document"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a HEIC photograph"),
        (pictures.saved(pictures.drawing(), "BMP"), "a file of another kind"),
        (pictures.saved(pictures.drawing(), "JPEG2000"), "a file of another kind"),
        (pictures.saved(pictures.drawing(), "ICNS"), "a file of another kind"),
        (b"GIF", "a file of another kind"),
    ],
)
def test_another_kind_of_file_is_named_whatever_it_is_called(content, what):
    assert refusal(content) == kind_sentence(what)


def test_an_empty_file_is_said_to_be_empty():
    sentence = "This file is empty. Choose it again, or save it anew where it came from."
    assert refusal(b"") == sentence


def test_a_png_that_is_a_zip_is_refused():
    assert pictures.opened(pictures.archive_too()).size == (640, 480)
    assert refusal(pictures.archive_too()) == (
        "This file is a picture and an archive at once. "
        "Open it in a picture editor, save it as a new file and choose that one."
    )


@pytest.mark.parametrize(
    ("width", "height"), [(30_000, 30_000), (30_000, 160), (160, 16_001), (8_001, 8_000)]
)
def test_a_huge_picture_is_refused_before_it_is_decoded(width, height):
    assert refusal(pictures.huge(width, height)) == (
        f"This picture has {width:,} by {height:,} pixels. At most 16,000 on a side and 64 million "
        "in all can be taken: make it smaller and choose that file."
    )


@pytest.mark.parametrize("chunk", [b"VP8X\x0a\0\0\0\x10\0\0\0" + b"\x2f\x75\0" * 2])
def test_a_webp_that_announces_a_huge_picture_is_refused(chunk):
    content = b"RIFF" + (len(chunk) + 4).to_bytes(4, "little") + b"WEBP" + chunk
    assert refusal(content).startswith("This picture has more than it may have. At most 16,000")


@pytest.mark.parametrize(("width", "height"), [(1, 1), (159, 640), (640, 159)])
def test_a_picture_too_small_to_show_is_refused(width, height):
    assert refusal(pictures.png(width, height)) == (
        f"This picture has {width} by {height} pixels, too few to be shown. "
        "Look for a copy with at least 160 on each side."
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("share", [0.03, 0.5, 0.9])
def test_a_file_cut_short_is_refused(format, share):
    content = pictures.saved(Image.effect_noise((400, 400), 80), format)
    assert refusal(content[: int(len(content) * share)]) == (
        "This picture can't be read to its end: the file is damaged, or was cut short on its "
        "way. Choose it again, or ask for a new copy."
    )


def test_a_file_of_more_bytes_than_may_be_is_refused_without_being_read():
    class Endless(io.BytesIO):
        size = uploads.MAX_BYTES + 1

        def read(self, *_):
            raise AssertionError("It was read.")

    with pytest.raises(uploads.Refused) as refused:
        uploads.accept(Endless())
    assert refused.value.sentence == (
        "This file has more than 40 MB, the most that can be taken. "
        "Save it as a JPEG, or make it smaller, and choose that file."
    )


def test_a_file_that_lies_about_its_bytes_is_read_no_further_than_may_be():
    content = io.BytesIO(b"\xff\xd8\xff" + bytes(uploads.MAX_BYTES + 100))
    with pytest.raises(uploads.Refused, match="more than 40 MB"):
        uploads.accept(content)
    assert content.tell() == uploads.MAX_BYTES + 1


def test_a_picture_that_never_ends_to_decode_is_given_up_on(monkeypatch):
    monkeypatch.setattr(uploads, "SECONDS", 0.001)
    assert refusal(pictures.jpeg()) == (
        "This picture takes too much time or memory to read. "
        "Open it in a picture editor, save it as a JPEG and choose that file."
    )


def test_a_refused_file_leaves_no_row_and_no_file(filed, kept):
    before = kept()
    for content in (pictures.archive_too(), pictures.huge(30_000, 160), b"<svg/>", b""):
        with pytest.raises(uploads.Refused):
            filed(content or b" ")
    assert (kept(), Picture.objects.count()) == (before, 0)
