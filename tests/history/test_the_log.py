"""The log keeps what was done and what it touched, and the database lets nobody rewrite it."""

from datetime import UTC, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from articles.models import Author, Tag
from history.models import Change, Touched
from history.recording import record
from history.snapshots import snapshot
from tests.people.pages import rows

pytestmark = pytest.mark.both_databases

NAMES = ("name", "slug", "description")


@pytest.fixture
def hbo(db):
    return Tag.objects.create(public_id="tag-hbo", name="HBO", slug="hbo")


def renamed(tag, *, by=None, to="Home Box Office", **more):
    before = snapshot(tag, NAMES)
    tag.name = to
    return record(
        "renamed", by=by, touched=[tag], before=before, after=snapshot(tag, NAMES), **more
    )


def touching(row, kind="tag"):
    return list(Change.objects.touching(kind, row.public_id))


def test_a_line_says_who_did_what_and_only_the_fields_that_changed(hbo, ada, clock):
    moment = clock.set("2020-09-20 18:31:00")
    renamed(hbo, by=ada, note="  As it was at first. ")
    change = Change.objects.get()
    assert (change.at, change.by, change.verb) == (moment, ada, "renamed")
    assert (change.subject_kind, change.subject_id) == ("tag", "tag-hbo")
    assert (change.before, change.after) == ({"name": "HBO"}, {"name": "Home Box Office"})
    assert change.note == "As it was at first."


def test_what_changes_nothing_is_no_line(hbo, ada):
    assert renamed(hbo, by=ada, to="HBO") is None
    assert record("seen", by=ada, touched=[hbo]) is None
    assert (Change.objects.count(), Touched.objects.count()) == (0, 0)


def test_of_a_new_row_and_of_one_that_goes_only_what_it_holds_is_told(hbo, ada):
    held = snapshot(hbo, NAMES)
    assert held["description"] == ""
    record("created", by=ada, touched=[hbo], after=held)
    record("deleted", by=ada, touched=[hbo], before=held)
    deleted, created = touching(hbo)
    assert (created.before, created.after) == ({}, {"name": "HBO", "slug": "hbo"})
    assert (deleted.before, deleted.after) == ({"name": "HBO", "slug": "hbo"}, {})
    record("described", by=ada, touched=[hbo], before=held, after=held | {"description": "A home."})
    assert touching(hbo)[0].before == {"description": ""}


def test_a_deed_that_is_taken_back_leaves_no_line(hbo, ada):
    with transaction.atomic():
        renamed(hbo, by=ada)
        assert len(touching(hbo)) == 1
        transaction.set_rollback(True)
    assert (Change.objects.count(), Touched.objects.count()) == (0, 0)


def test_rows_and_dates_are_kept_as_ids_and_in_iso_form(db):
    night = rows.ceremony(rows.award(), 2020)
    night.held_on, night.starts_at = "2020-09", None
    kept = snapshot(night, ("award", "held_on", "starts_at", "published_at"))
    assert kept["award"] == night.award.public_id
    assert kept["held_on"] == "2020-09"
    assert kept["published_at"] == night.published_at.astimezone(UTC).isoformat()


def test_a_line_is_found_from_every_row_that_it_touched_the_newest_first(hbo, ada):
    ines = Author.objects.create(public_id="ines", name="Ines Calloway", slug="ines")
    star = rows.person("The Star")
    now = timezone.now()
    moments = [now, now - timedelta(days=1), now, now + timedelta(days=1)]
    made = [
        record("n", by=ada, touched=[hbo, ines, hbo, star], after={"n": n}, at=moment)
        for n, moment in enumerate(moments)
    ]
    newest_first = [made[3], made[2], made[0], made[1]]
    assert touching(hbo) == touching(ines, "author") == touching(star, "person") == newest_first
    assert touching(hbo, "author") == []


def test_what_touched_a_row_is_one_range_of_an_index(hbo, ada):
    for number in range(20):
        record("n", by=ada, touched=[hbo], after={"n": number})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # a table this small it would rather read whole
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = Change.objects.touching("tag", "tag-hbo")[:10].explain().lower()
    assert "history_touched_newest" in plan
    assert "sort" not in plan
    assert "temp b-tree" not in plan


@pytest.mark.parametrize("model", [Change, Touched])
def test_the_database_refuses_to_change_or_delete_a_line_of_the_log(hbo, ada, model):
    renamed(hbo, by=ada)
    rewritten = {"at": timezone.now() - timedelta(days=1)}
    with pytest.raises(IntegrityError, match="The log never changes"), transaction.atomic():
        model.objects.update(**rewritten)
    with pytest.raises(IntegrityError, match="Nothing is deleted"), transaction.atomic():
        model.objects.all()._raw_delete(using="default")
    assert Change.objects.get().verb == "renamed"
    assert [touched.public_id for touched in Touched.objects.all()] == ["tag-hbo"]


def test_whoever_did_something_can_t_be_deleted(hbo, ada):
    renamed(hbo, by=ada)
    with pytest.raises(ProtectedError):
        ada.delete()


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_protects_its_log_again():
    for _ in range(2):
        renamed(Tag.objects.create(name="HBO", slug="hbo"))
        with pytest.raises(IntegrityError, match="Nothing is deleted"), transaction.atomic():
            Change.objects.all()._raw_delete(using="default")
        call_command("flush", interactive=False, verbosity=0)
        assert Change.objects.count() == 0
