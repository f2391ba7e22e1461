"""Whatever the picture desk does to a picture is in the log: who, what, before and after."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from history.models import Change
from photos import editing, uploads
from tests.photos import pictures

pytestmark = pytest.mark.both_databases


@pytest.fixture
def picture(filed):
    return filed(credit="", rights="none")


@pytest.fixture
def last(picture):
    """`last()` is the verb, the actor, and what was before and after, of the one line since."""
    count = Change.objects.count()

    def last():
        change = Change.objects.touching("picture", picture.public_id).first()
        assert Change.objects.count() == count + 1
        return change.verb, change.by, change.before, change.after

    return last


def test_an_added_picture_is_told_with_its_words_and_without_its_file(filed, ada):
    picture = filed(alt="Red and blue.")
    change = Change.objects.get()
    assert (change.verb, change.by, change.before) == ("added", ada, {})
    assert change.after == {
        "title": "Two colors", "alt": "Red and blue.", "credit": "Ann Lee/Reuters",
        "rights": "agency", "kind": "photograph", "focal_x": 50, "focal_y": 50,
        "width": 640, "height": 480, "version": 1,
    }  # fmt: skip
    assert change.subject_id == picture.public_id


def test_who_stated_the_rights_of_a_picture_is_told_with_what_they_were(picture, bo, last):
    editing.describe(picture, by=bo, rights="licensed", rights_note="Until June.", alt="")
    assert last() == (
        "rights changed", bo,
        {"rights": "none", "rights_note": ""},
        {"rights": "licensed", "rights_note": "Until June."},
    )  # fmt: skip


def test_other_words_are_a_change_and_a_credit_makes_a_version(picture, bo, last):
    editing.describe(picture, by=bo, credit=" Ann Lee ", rights="none")
    before, after = {"credit": "", "version": 1}, {"credit": "Ann Lee", "version": 2}
    assert last() == ("changed", bo, before, after)


def test_a_moved_focal_point_is_told(picture, bo, last):
    editing.focus(picture, by=bo, x=50, y=80)
    before, after = {"focal_y": 50, "version": 1}, {"focal_y": 80, "version": 2}
    assert last() == ("focal point moved", bo, before, after)


def test_another_file_is_told_by_its_size(picture, bo, last):
    editing.replace(picture, by=bo, file=io.BytesIO(pictures.png(800, 480)))
    before, after = {"width": 640, "version": 1}, {"width": 800, "version": 2}
    assert last() == ("file replaced", bo, before, after)


def test_a_picture_that_is_gone_is_told_as_it_was(picture, bo, last):
    editing.remove(picture, by=bo)
    verb, by, before, after = last()
    assert (verb, by, after) == ("deleted", bo, {})
    assert (before["title"], before["rights"]) == ("Two colors", "none")


def test_what_changes_nothing_is_not_told(picture, ada):
    count = Change.objects.count()
    editing.describe(picture, by=ada, title=" Two colors ", rights="none")
    editing.focus(picture, by=ada, x=50, y=50)
    assert Change.objects.count() == count


def test_what_is_refused_or_taken_back_is_not_told(picture, ada):
    count = Change.objects.count()
    with pytest.raises(ValidationError):
        editing.describe(picture, by=ada, title="")
    with pytest.raises(ValidationError):
        editing.focus(picture, by=ada, x=101, y=0)
    with pytest.raises(uploads.Refused):
        editing.replace(picture, by=ada, file=io.BytesIO(pictures.archive_too()))
    with pytest.raises(ValidationError):
        editing.add(by=ada, file=io.BytesIO(pictures.png()), title="")
    with transaction.atomic():
        editing.describe(picture, by=ada, rights="owned")
        transaction.set_rollback(True)
    assert Change.objects.count() == count
