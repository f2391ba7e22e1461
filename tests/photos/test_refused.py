"""What is no picture gets a sentence, and nothing is kept of it."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image, TiffImagePlugin

from photos import decoding, uploads
from photos.models import Picture
from tests.photos import pictures


def refusal(content):
    with pytest.raises(uploads.Refused) as refused:
        uploads.accept(io.BytesIO(content))
    return refused.value.sentence


def kind_sentence(what):
    return (
        f"This is {what}, not a picture that can be shown here. "
        "Save it as JPEG, PNG, TIFF, WebP, AVIF or GIF and choose that file."
    )


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "an SVG drawing"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>", "a web page"),
        (b"%PDF-1.7", "a PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "a PostScript file"),
        (b"8BPS\0\1", "a Photoshop document"),
        (pictures.saved(pictures.drawing(), "BMP"), "another type of file"),
        (pictures.saved(pictures.drawing(), "JPEG2000"), "another type of file"),
        (pictures.saved(pictures.drawing(), "ICNS"), "another type of file"),
        (b"GIF", "another type of file"),
    ],
)
def test_another_kind_of_file_is_named_whatever_it_is_called(content, what):
    assert refusal(content) == kind_sentence(what)


def test_an_empty_file_is_said_to_be_empty():
    sentence = "This file is empty. Choose it again, or save it again where it came from."
    assert refusal(b"") == sentence


def test_a_png_that_is_a_zip_is_refused():
    assert pictures.opened(pictures.archive_too()).size == (640, 480)
    assert refusal(pictures.archive_too()) == (
        "This file is both a picture and an archive. "
        "Open it in a picture editor, save it as a new file and choose that one."
    )


@pytest.mark.parametrize(
    ("width", "height"), [(30_000, 30_000), (30_000, 160), (160, 16_001), (8_001, 8_000)]
)
def test_a_huge_picture_is_refused_before_it_is_decoded(width, height):
    assert refusal(pictures.huge(width, height)) == (
        f"This picture has {width:,} by {height:,} pixels. At most 16,000 on a side and 64 million "
        "in all are allowed: make it smaller and choose that file."
    )


@pytest.mark.parametrize("chunk", [b"VP8X\x0a\0\0\0\x10\0\0\0" + b"\x2f\x75\0" * 2])
def test_a_webp_that_announces_a_huge_picture_is_refused(chunk):
    content = b"RIFF" + (len(chunk) + 4).to_bytes(4, "little") + b"WEBP" + chunk
    assert refusal(content) == (
        "This picture has 30,000 by 30,000 pixels. At most 16,000 on a side and 64 million in all are "
        "allowed: make it smaller and choose that file."
    )


@pytest.mark.parametrize("kind", ["transparent", "opaque", "lossless"])
def test_a_webp_whose_reading_takes_too_much_memory_is_too_large_and_not_damaged(kind):
    image = Image.new("RGB" if kind == "opaque" else "RGBA", (8000, 3126), "#80000080")
    options = {"lossless": True} if kind == "lossless" else {}
    content = pictures.saved(image, "WEBP", method=0, quality=0, **options)
    assert refusal(content) == (
        "This WebP has 8,000 by 3,126 pixels, and a WebP takes more memory to read than other "
        "pictures: it can have 25 million at most. Save it as a JPEG or PNG, or make it smaller, and "
        "choose that file."
    )
    damaged = pictures.saved(image.resize((640, 480)), "WEBP", **options)
    assert "the file is damaged" in refusal(damaged[: len(damaged) // 2])


def test_a_webp_of_the_most_pixels_is_taken(everything):
    size = (8000, 3125) if everything else (800, 3125)
    content = pictures.saved(Image.new("RGBA", size, "#80000080"), "WEBP", method=0, quality=0)
    assert uploads.accept(io.BytesIO(content)).format == "png"


@pytest.mark.parametrize(
    "failure", [MemoryError(), OSError("Failed to decode image: Out of memory")]
)
def test_a_decoder_that_gets_no_memory_is_no_damage(monkeypatch, failure):
    def fail(image):
        raise failure

    monkeypatch.setattr(decoding, "_plain", fail)
    with pytest.raises(decoding.Refused, match="takes too much memory to read"):
        decoding.decode(pictures.jpeg())
    monkeypatch.undo()
    assert decoding.decode(pictures.jpeg()).format == "jpg"


@pytest.mark.parametrize(("width", "height"), [(1, 1), (159, 640), (640, 159)])
def test_a_picture_too_small_to_show_is_refused(width, height):
    assert refusal(pictures.png(width, height)) == (
        f"This picture has {width} by {height} pixels, too few to be shown. "
        "Look for a copy with at least 160 on each side."
    )


@pytest.mark.parametrize(
    "brands", [b"heic\0\0\0\0mif1heic", b"mif1\0\0\0\0heixmif1", b"msf1\0\0\0\0hevcmsf1"]
)
def test_a_heic_photograph_is_refused_with_how_to_convert_it(brands):
    assert refusal(b"\0\0\0\x18ftyp" + brands) == (
        "This is a HEIC photo, an iPhone format that can't be read here. On a Mac, open it in "
        "Preview and choose File > Export, then JPEG. On an iPhone, upload it from the phone, which "
        "sends a JPEG, or choose Settings > Camera > Formats > Most Compatible for new photos."
    )


def tiff(mode="RGB", tags=(), **options):
    said = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value, kind in tags:
        said[tag] = value
        said.tagtype[tag] = kind
    return pictures.saved(pictures.drawing(mode=mode), "TIFF", tiffinfo=said, **options)


@pytest.mark.parametrize(
    "content",
    [
        tiff(tags=[(254, 1, 4)]),
        tiff(tags=[(50706, b"\1\4\0\0", 1)]),
        b"II*\0\x10\0\0\0CR\2\0" + bytes(500),
        b"IIU\0" + bytes(500),
    ],
)
def test_a_cameras_raw_file_is_refused_and_not_filed_as_its_thumbnail(content):
    assert refusal(content) == (
        "This is a camera's raw file. Develop it in a photo program, export it as a JPEG or TIFF and "
        "choose that file."
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            tiff("1", compression="group4"),
            "This TIFF is compressed in a way that can't be read here. ",
        ),
        (tiff(compression="zstd"), "This TIFF is compressed in a way that can't be read here. "),
        (tiff("F"), "The colors of this TIFF are stored in a way that can't be read here. "),
        (tiff("LAB"), "The colors of this TIFF are stored in a way that can't be read here. "),
    ],
)
def test_a_tiff_that_is_not_read_is_refused_with_what_to_save_instead(content, sentence):
    assert refusal(content).startswith(sentence)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "TIFF"])
@pytest.mark.parametrize("share", [0.03, 0.5, 0.9])
def test_a_file_cut_short_is_refused(format, share):
    content = pictures.saved(Image.effect_noise((400, 400), 80), format)
    assert refusal(content[: int(len(content) * share)]) == (
        "This picture can't be read: the file is damaged or incomplete. "
        "Choose it again, or ask for a new copy."
    )


def test_a_file_of_more_bytes_than_may_be_is_refused_without_being_read():
    class Endless(io.BytesIO):
        size = uploads.MAX_BYTES + 1

        def read(self, *_):
            raise AssertionError("It was read.")

    with pytest.raises(uploads.Refused) as refused:
        uploads.accept(Endless())
    assert refused.value.sentence == (
        "This file has more than 40 MB, the most that is allowed. "
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


def test_what_the_site_has_in_its_environment_is_not_told_to_the_decoder(monkeypatch, tmp_path):
    """Python imports `sitecustomize` from wherever PYTHONPATH says, before anything else."""
    told = tmp_path / "told"
    (tmp_path / "sitecustomize.py").write_text(f"open({str(told)!r}, 'w').close()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    subprocess.run([sys.executable, "-c", ""], check=True)
    assert told.exists()
    told.unlink()
    assert uploads.accept(io.BytesIO(pictures.jpeg())).width == 640
    assert not told.exists()


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="only Linux tells the bounds")
def test_a_decoder_has_bounds_of_memory_and_time_and_writes_no_file():
    wanted = {
        "Max address space": decoding.ADDRESSES,
        "Max data size": decoding.MEMORY,
        "Max cpu time": decoding.SECONDS,
        "Max file size": 0,
        "Max core file size": 0,
    }
    command = [sys.executable, "-m", "photos.decoding"]
    with subprocess.Popen(
        command, cwd=uploads.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as decoder:
        limits = Path(f"/proc/{decoder.pid}/limits")
        found: dict[str, int] = {}
        until = time.monotonic() + 60
        while found != wanted and time.monotonic() < until:
            lines = limits.read_text().splitlines()
            soft = {line[:26].strip(): line[26:].split()[0] for line in lines[1:]}
            found = {name: int(soft[name]) for name in wanted if soft[name].isdigit()}
            time.sleep(0.05)
        answer, _ = decoder.communicate(pictures.jpeg())
    assert found == wanted
    assert b'"width": 640' in answer.partition(b"\n")[0]
