"""What the picture desk's verbs do, and what they leave alone."""

import io

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from photos import editing, rendition_files, uploads
from photos.models import Picture
from photos.renditions import Rendition
from tests.photos import pictures

pytestmark = pytest.mark.both_databases


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` runs what waits for the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def kept_rendition(picture):
    """Where a rendition of the picture is kept, now that somebody has asked for it."""
    rendition_files.rendition(picture, Rendition(160))
    return rendition_files.rendition_path(picture, Rendition(160))


def test_a_new_picture_may_not_be_published_until_someone_says_so(ada):
    picture = editing.add(by=ada, file=io.BytesIO(pictures.jpeg()), title="Two colors")
    picture.refresh_from_db()
    assert (picture.rights, picture.credit, picture.is_cleared) == ("none", "", False)
    assert (picture.alt, picture.caption, picture.version) == ("", "", 1)
    assert (picture.width, picture.height, picture.added_by) == (640, 480, ada)


@pytest.mark.parametrize(
    ("credit", "rights", "cleared"),
    [("", "none", False), ("Ann", "none", False), ("  ", "owned", False), ("Ann", "owned", True)],
)
def test_a_picture_is_cleared_by_a_credit_and_stated_rights(filed, credit, rights, cleared):
    picture = filed(credit=credit, rights=rights)
    assert picture.is_cleared is cleared
    assert Picture.objects.cleared().exists() is cleared


def test_the_name_of_the_file_is_forgotten(ada, kept):
    file = io.BytesIO(pictures.jpeg())
    file.name = "Ruffalo CONFIDENTIAL not before 9pm.jpg"
    before = kept()
    picture = editing.add(by=ada, file=file, title="Two colors")
    [path] = kept() - before
    assert (path.suffix, len(path.stem)) == (".jpg", 32)
    said = [str(getattr(picture, field.attname)) for field in Picture._meta.fields]
    assert not any("CONFIDENTIAL" in each for each in [*said, *map(str, kept())])


@pytest.mark.parametrize(
    "words", [{"title": ""}, {"title": " "}, {"focal_x": 101}, {"rights": "borrowed"}]
)
def test_words_that_cannot_be_leave_no_row_and_no_file(filed, kept, words):
    before = kept()
    with pytest.raises(ValidationError):
        filed(**words)
    assert (kept(), Picture.objects.count()) == (before, 0)


def test_a_replaced_file_keeps_identity_and_words_and_loses_the_old_file(
    filed, ada, kept, committed
):
    picture = filed(alt="Red and blue.")
    old, old_rendition = picture.original.name, kept_rendition(picture)
    public_id = picture.public_id
    with committed():
        editing.replace(picture, by=ada, file=io.BytesIO(pictures.png(800, 800)))
    assert (picture.public_id, picture.alt, picture.version) == (public_id, "Red and blue.", 2)
    assert (picture.width, picture.height) == (800, 800)
    assert not picture.original.storage.exists(old)
    assert not old_rendition.exists()


def test_a_bad_file_replaces_nothing(filed, ada, kept):
    picture = filed()
    before, name = kept(), picture.original.name
    with pytest.raises(uploads.Refused):
        editing.replace(picture, by=ada, file=io.BytesIO(pictures.archive_too()))
    picture.refresh_from_db()
    assert (kept(), picture.original.name, picture.version) == (before, name, 1)


def test_a_replacement_that_is_rolled_back_keeps_the_old_file(filed, ada):
    picture = filed()
    with transaction.atomic():
        editing.replace(picture, by=ada, file=io.BytesIO(pictures.png()))
        transaction.set_rollback(True)
    picture = Picture.objects.get()
    assert (picture.version, picture.original.storage.exists(picture.original.name)) == (1, True)


def test_a_moved_focal_point_makes_a_new_version_and_the_same_point_none(filed, ada):
    picture = filed()
    editing.focus(picture, by=ada, x=20, y=80)
    assert (picture.focal_x, picture.focal_y, picture.version) == (20, 80, 2)
    editing.focus(picture, by=ada, x=20, y=80)
    assert picture.version == 2


def test_a_moved_focal_point_or_a_new_credit_leaves_no_old_rendition(filed, ada, committed):
    picture = filed()
    for verb, change in ((editing.focus, {"x": 20, "y": 80}), (editing.describe, {"credit": "Bo"})):
        old = kept_rendition(picture)
        with committed():
            verb(picture, by=ada, **change)
        assert not old.exists()
        assert kept_rendition(picture).exists()


@pytest.mark.parametrize(("x", "y"), [(101, 50), (50, -1)])
def test_a_focal_point_outside_the_picture_is_refused(filed, ada, x, y):
    picture = filed()
    with pytest.raises(ValidationError):
        editing.focus(picture, by=ada, x=x, y=y)
    picture.refresh_from_db()
    assert (picture.focal_x, picture.focal_y, picture.version) == (50, 50, 1)


def test_a_new_credit_reaches_the_files_and_other_words_leave_them_alone(filed, ada):
    picture = filed()
    editing.describe(picture, by=ada, alt="Red and blue.", caption="Left and right.")
    assert (picture.alt, picture.version) == ("Red and blue.", 1)
    editing.describe(picture, by=ada, credit="Bo Reyes")
    assert (picture.credit, picture.version) == ("Bo Reyes", 2)
    content = rendition_files.rendition(picture, Rendition(160))
    assert [name in content for name in (b"Bo Reyes", b"Ann Lee")] == [True, False]


def test_only_words_can_be_described(filed, ada):
    with pytest.raises(TypeError, match="Not words of a picture: version"):
        editing.describe(filed(), by=ada, version="7")


def test_two_who_change_a_picture_at_once_make_two_versions(filed, ada, bo):
    picture = filed()
    same = Picture.objects.get()
    editing.focus(picture, by=ada, x=10, y=10)
    editing.replace(same, by=bo, file=io.BytesIO(pictures.png()))
    assert (same.version, same.focal_x) == (3, 10)


def test_a_removed_picture_leaves_its_file_aside_and_no_rendition(filed, ada, kept, committed):
    before = kept()
    picture = filed()
    rendition = kept_rendition(picture)
    aside = settings.ORIGINALS_ROOT / "aside" / str(picture.original)
    with committed():
        editing.remove(picture, by=ada)
    assert (kept(), rendition.exists(), Picture.objects.count()) == ({*before, aside}, False, 0)


@pytest.mark.parametrize("wrong", [{"focal_x": 101}, {"version": 0}, {"width": 0}])
def test_the_database_itself_refuses_what_no_picture_can_be(filed, wrong):
    picture = filed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(**wrong)


def test_a_row_that_the_database_refuses_leaves_no_file(filed, kept):
    before = kept()
    flat = uploads.Accepted(pictures.jpeg(), 640, 0, "jpg")
    with pytest.raises(IntegrityError), transaction.atomic():
        editing.add(by=None, file=flat, title="Without a height")
    assert (kept(), Picture.objects.count()) == (before, 0)
