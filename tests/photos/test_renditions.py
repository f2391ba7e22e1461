"""What is made of an original: the part that matters, the credit, and one whole file."""

import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photos import rendition_files
from photos.models import Picture
from photos.renditions import CROPS, WIDTHS, Rendition, widths, window
from tests.photos import pictures
from tests.photos.pictures import OWNER, opened

side = st.integers(min_value=160, max_value=16_000)
percent = st.integers(min_value=0, max_value=100)


def said(packet):
    """What an XMP packet says, by the last part of each name."""
    return {each.tag.rpartition("}")[2]: each.text for each in ET.fromstring(packet).iter()}


@given(width=side, height=side, x=percent, y=percent, crop=st.sampled_from(sorted(CROPS)))
def test_every_crop_has_its_shape_and_keeps_the_focal_point(width, height, x, y, crop):
    picture = Picture(width=width, height=height, focal_x=x, focal_y=y)
    shown = window(picture, crop)
    assert 0 <= shown.left <= width * x / 100 <= shown.right <= width
    assert 0 <= shown.top <= height * y / 100 <= shown.bottom <= height
    if shape := CROPS[crop]:
        assert abs(shown.width - shown.height * shape.across / shape.down) <= 2


@given(width=side, height=side, crop=st.sampled_from(sorted(CROPS)))
def test_no_rendition_is_larger_than_what_it_shows(width, height, crop):
    picture = Picture(width=width, height=height)
    shown = window(picture, crop)
    offered = [Rendition(each, crop) for each in widths(picture, crop)]
    sizes = [each.size(picture) for each in offered]
    assert all(each.exists_for(picture) for each in offered)
    assert sizes == sorted(set(sizes))
    assert sizes[-1][0] == min(shown.width, WIDTHS[-1])
    assert all(down <= shown.height for _, down in sizes)


def test_a_crop_shows_the_side_on_which_the_focal_point_lies(filed):
    left, right = filed(focal_x=0), filed(focal_x=100)
    seen = []
    for picture in (left, right):
        image = opened(rendition_files.rendition(picture, Rendition(160, "poster", "jpg")))
        seen.append(image.getpixel((80, 200)))
    assert seen[0] == pytest.approx((254, 0, 0), abs=4)
    assert seen[1] == pytest.approx((0, 0, 254), abs=4)


@pytest.mark.parametrize("ext", ["avif", "webp", "jpg"])
def test_a_rendition_carries_its_credit_and_nothing_else(filed, ext):
    picture = filed(
        pictures.told_everything(), credit="Ann Lee & <Sons>/Reuters", source="Reuters\x0b"
    )
    content = rendition_files.rendition(picture, Rendition(320, "", ext))
    image = opened(content)
    assert OWNER.encode() not in content
    assert dict(image.getexif()) == {}
    assert image.info.get("icc_profile") is image.info.get("comment") is None
    words = said(image.info["xmp"])
    assert (words["Credit"], words["Source"]) == ("Ann Lee & <Sons>/Reuters", "Reuters")


def test_a_picture_without_credit_claims_none(filed):
    content = rendition_files.rendition(filed(credit=""), Rendition(320))
    assert "xmp" not in opened(content).info


@pytest.mark.parametrize(
    ("ext", "mode", "behind"), [("avif", "RGBA", 0), ("webp", "RGBA", 0), ("jpg", "RGB", 255)]
)
def test_what_is_transparent_stays_so_or_becomes_white_paper(filed, ext, mode, behind):
    picture = filed(pictures.see_through())
    image = opened(rendition_files.rendition(picture, Rendition(320, "", ext)))
    assert (image.mode, image.getpixel((300, 120))[-1]) == (mode, behind)


def test_many_who_ask_at_once_for_a_rendition_get_one_whole_file(filed):
    picture = filed(pictures.jpeg(2400, 1600))
    rendition = Rendition(960, "card", "webp")
    together = Barrier(8)

    def ask(_):
        together.wait()
        return rendition_files.rendition(picture, rendition)

    with ThreadPoolExecutor(8) as readers:
        answers = set(readers.map(ask, range(8)))
    assert [opened(answer).size for answer in answers] == [(960, 640)]
    assert [path.name for path in rendition_files.folder(picture).iterdir()] == [rendition.name]


def test_a_rendition_is_made_once(filed):
    picture = filed()
    content = rendition_files.rendition(picture, Rendition(320))
    path = rendition_files.rendition_path(picture, Rendition(320))
    made = path.stat()
    assert rendition_files.rendition(picture, Rendition(320)) == path.read_bytes() == content
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (made.st_ino, made.st_mtime_ns)


def test_a_rendition_that_fails_half_way_leaves_nothing_and_is_made_the_next_time(
    filed, monkeypatch
):
    picture, rendition = filed(), Rendition(320)
    with monkeypatch.context() as broken:
        broken.setitem(rendition_files.ENCODINGS, "webp", {"format": "WEBP", "quality": []})
        with pytest.raises(TypeError):
            rendition_files.rendition(picture, rendition)
    assert not rendition_files.folder(picture).exists()
    assert opened(rendition_files.rendition(picture, rendition)).size == (320, 240)


def test_a_database_put_back_to_an_earlier_day_meets_no_rendition_of_another_file(filed):
    one, other = filed(), filed()
    assert (one.version, other.version) == (1, 1)
    assert rendition_files.folder(one) != rendition_files.folder(other)
    assert rendition_files.fingerprint(one, Rendition(320)) != rendition_files.fingerprint(
        other, Rendition(320)
    )


def test_a_tall_original_is_not_shrunk_to_nothing(filed):
    picture = filed(pictures.jpeg(160, 8000))
    image = opened(rendition_files.rendition(picture, Rendition(160)))
    assert image.size == (160, 8000)
