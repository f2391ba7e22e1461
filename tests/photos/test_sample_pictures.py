"""The drawings that come with the sample publication."""

import json
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.management import call_command

import photos
from photos import editing, rendition_files
from photos.models import Picture
from photos.renditions import Rendition
from tests.photos.pictures import opened

FIXTURES = Path(photos.__file__).parent / "fixtures"
DRAWINGS = FIXTURES / "pictures"
ROWS = json.loads((FIXTURES / "sample_pictures.json").read_text())


def drawings():
    return {str(path.relative_to(DRAWINGS)) for path in DRAWINGS.rglob("*.webp")}


def test_every_drawing_is_a_picture_and_every_picture_has_its_drawing():
    assert {row["fields"]["original"] for row in ROWS} == drawings()


def test_a_row_is_a_line():
    lines = (FIXTURES / "sample_pictures.json").read_text().splitlines()
    assert [json.loads(line.rstrip(",")) for line in lines[1:-1]] == ROWS


def test_every_drawing_says_its_true_size():
    said = {row["fields"]["original"]: row["fields"] for row in ROWS}
    for name, fields in said.items():
        size = opened((DRAWINGS / name).read_bytes()).size
        assert (name, (fields["width"], fields["height"])) == (name, size)


def test_every_drawing_is_described_credited_and_cleared(db):
    call_command("loaddata", "sample_pictures", verbosity=0)
    assert Picture.objects.cleared().count() == len(ROWS)
    for picture in Picture.objects.all():
        picture.full_clean()
        assert len(picture.alt.split()) >= 6
        assert picture.alt.endswith(".")


def test_loaded_drawings_are_kept_like_any_original_and_only_once(db):
    call_command("loaddata", "sample_pictures", verbosity=0)
    assert editing.file_sample_originals(DRAWINGS) == len(ROWS)
    assert editing.file_sample_originals(DRAWINGS) == 0
    ruffalo = Picture.objects.get_by_natural_key("person-mark-ruffalo")
    assert "ruffalo" not in ruffalo.original.name
    image = opened(rendition_files.rendition(ruffalo, Rendition(160, "face", "jpg")))
    assert image.size == (160, 160)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("person/nobody.webp", FileNotFoundError),
        ("../sample_pictures.json", SuspiciousFileOperation),
        ("/etc/passwd", SuspiciousFileOperation),
    ],
)
def test_a_drawing_that_is_not_there_stops_the_filing(db, name, fault):
    Picture.objects.create(title="Nobody", original=name, width=1, height=1)
    with pytest.raises(fault):
        editing.file_sample_originals(DRAWINGS)
