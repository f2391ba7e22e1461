"""Who gets which picture, and with what around it."""

import errno
import os
from pathlib import Path

import pytest
from django.conf import settings

from photos import editing, rendition_files
from photos.atomic_writes import write_whole
from tests.photos import pictures

pytestmark = pytest.mark.urls("tests.photos.urls")

TYPES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}


@pytest.fixture
def shown(filed):
    """A picture that something public shows."""
    return filed(caption="shown")


@pytest.fixture
def hidden(filed):
    return filed()


def described(response):
    """Everything a reader could tell two answers apart by."""
    return response.status_code, response.content, sorted(response.headers.items())


@pytest.mark.parametrize("ext", TYPES)
def test_a_reader_sees_a_picture_that_something_public_shows(shown, reader, ext):
    response = reader.get(shown.url(320, ext, "square"))
    image = pictures.opened(response.content)
    assert (response.status_code, response["Content-Type"]) == (200, TYPES[ext])
    assert (image.size, image.get_format_mimetype()) == ((320, 320), TYPES[ext])


def test_a_picture_says_what_it_is_and_may_do_nothing(shown, reader):
    response = reader.get(shown.url(320))
    assert {name: response.headers.get(name) for name in NAMED} == {
        "Content-Type": "image/webp",
        "Content-Length": str(len(response.content)),
        "Content-Disposition": f'inline; filename="{shown.public_id}-320.webp"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=3600, s-maxage=60",
        "Vary": None,
        "Set-Cookie": None,
    }


NAMED = [
    "Content-Type",
    "Content-Length",
    "Content-Disposition",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Cache-Control",
    "Vary",
    "Set-Cookie",
]


def test_a_picture_that_nothing_public_shows_is_missing_in_every_byte(hidden, reader):
    for rendition in ("320.webp", "320-square.avif", "321.webp", "9", "1800.jpg"):
        there = f"/pictures/{hidden.public_id}/1/{rendition}"
        missing = f"/pictures/n0such7h1ng/1/{rendition}"
        assert described(reader.get(there)) == described(reader.get(missing))
        assert reader.get(missing).status_code == 404


def test_a_picture_is_there_once_something_shows_it_and_gone_when_it_is_withdrawn(
    hidden, reader, ada
):
    statuses = []
    for caption in ("", "shown", ""):
        editing.describe(hidden, by=ada, caption=caption)
        statuses.append(reader.get(hidden.url(320)).status_code)
    assert statuses == [404, 200, 404]


def test_the_desk_sees_every_picture_and_no_cache_keeps_it(hidden, sign_in, bo):
    response = sign_in(bo).get(hidden.url(320))
    assert response.status_code == 200
    assert (response["Cache-Control"], response["Vary"]) == ("private, no-cache", "Cookie")


def test_somebody_signed_in_who_is_not_of_the_desk_is_a_reader(hidden, sign_in, bo):
    bo.is_staff = False
    bo.save()
    assert sign_in(bo).get(hidden.url(320)).status_code == 404


@pytest.mark.parametrize(
    "rendition",
    [
        "321.webp",
        "0320.webp",
        "+320.webp",
        "320.gif",
        "320.webp.jpg",
        "320-.webp",
        "320-round.webp",
        "320-square.WEBP",
        "99999999999999999999.webp",
        "960.webp",  # larger than the picture, and 640 says it all
        "original.jpg",
    ],
)
def test_only_the_renditions_that_are_made_have_an_address(shown, reader, rendition):
    address = f"/pictures/{shown.public_id}/{shown.version}/{rendition}"
    assert reader.get(address).status_code == 404


def test_an_address_of_an_earlier_version_leads_to_the_present_picture(shown, reader, ada):
    earlier = shown.url(320)
    editing.focus(shown, by=ada, x=10, y=10)
    response = reader.get(earlier)
    assert (response.status_code, response["Location"]) == (302, shown.url(320))
    assert response["Cache-Control"] == "public, max-age=3600, s-maxage=60"


def test_an_address_of_an_earlier_version_of_a_hidden_picture_is_missing(hidden, reader, ada):
    earlier = hidden.url(320)
    editing.focus(hidden, by=ada, x=10, y=10)
    assert reader.get(earlier).status_code == 404


def test_a_version_that_never_was_is_missing(shown, reader):
    assert reader.get(f"/pictures/{shown.public_id}/2/320.webp").status_code == 404


def test_who_has_the_picture_is_told_that_it_has_not_changed(shown, reader):
    first = reader.get(shown.url(320))
    again = reader.get(shown.url(320), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], first["Cache-Control"])
    other = reader.get(shown.url(160), headers={"If-None-Match": first["ETag"]})
    assert other.status_code == 200


def test_who_has_a_picture_that_is_gone_is_told_no_more_than_others(shown, reader, ada):
    etag = reader.get(shown.url(320))["ETag"]
    editing.describe(shown, by=ada, caption="")
    assert reader.get(shown.url(320), headers={"If-None-Match": etag}).status_code == 404


def test_the_head_of_a_picture_is_the_head_of_the_whole(shown, reader):
    whole, head = reader.get(shown.url(320)), reader.head(shown.url(320))
    assert (head.status_code, head.content, head.headers) == (200, b"", whole.headers)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_picture_can_only_be_read(shown, reader, method):
    assert getattr(reader, method)(shown.url(320)).status_code == 405


def test_no_byte_of_the_original_is_ever_served(shown, reader, sign_in, ada):
    with shown.original.open() as file:
        original = file.read()
    for client in (reader, sign_in(ada)):
        for name in (shown.original.name, shown.original.name.rpartition("/")[2]):
            for folder in ("/", "/media/", "/pictures/", f"/pictures/{shown.public_id}/1/"):
                assert client.get(folder + name).status_code == 404
        assert client.get(shown.url(640, "jpg")).content != original
    with pytest.raises(ValueError, match="never served"):
        _ = shown.original.url


@pytest.mark.parametrize("spoiled", [None, b"", b"No picture", pictures.jpeg()[:2000]])
def test_a_picture_whose_original_is_lost_or_broken_is_missing_and_the_log_says_so(
    shown, reader, caplog, spoiled
):
    shown.original.storage.delete(shown.original.name)
    if spoiled is not None:
        write_whole(Path(shown.original.path), spoiled)
    assert reader.get(shown.url(320)).status_code == 404
    assert [record.message for record in caplog.records if record.name == "photos.views"] == [
        f"The original of the picture {shown.public_id} can’t be read."
    ]


def no_space_left(descriptor):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_takes_no_picture_from_a_reader(shown, reader, monkeypatch, caplog):
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_space_left)
        answer = reader.get(shown.url(320))
    assert (answer.status_code, pictures.opened(answer.content).size) == (200, (320, 240))
    assert "couldn’t be saved" in caplog.text
    assert [*rendition_files.folder(shown).iterdir()] == []
    assert reader.get(shown.url(320)).content == answer.content
    assert [path.name for path in rendition_files.folder(shown).iterdir()] == ["320.webp"]


def test_a_picture_costs_a_reader_one_query(shown, reader, django_assert_num_queries):
    with django_assert_num_queries(1):
        reader.get(shown.url(320))


def test_others_on_the_machine_can_read_no_picture(shown, reader):
    reader.get(shown.url(320))
    for root in (settings.ORIGINALS_ROOT, settings.RENDITIONS_ROOT):
        there = [*root.rglob("*")]
        assert any(path.is_file() for path in there)
        assert [path for path in there if path.stat().st_mode & 0o007] == []
