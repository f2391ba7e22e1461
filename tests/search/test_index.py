"""The index follows its rows, whatever happens to the tables."""

import pytest
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.utils import DatabaseError

from search import schema
from search.models import Document, Name
from tests.search.entries import found, person, stories_found, story

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL's own")


def test_rows_changed_many_at_a_time_are_found_by_what_they_say_now():
    for pk in (1, 2):
        story(pk, "An envelope")
    Document.objects.filter(row=1).update(title="A letter")
    assert (stories_found("letter"), stories_found("envelope")) == ([1], [2])
    Document.objects.all().delete()
    assert found("letter envelope") == found("envelope") == []
    assert schema.is_sound(connection)


def test_making_it_again_changes_nothing(django_assert_max_num_queries):
    story(1, "An envelope")
    with django_assert_max_num_queries(4):
        schema.make(using="default")
    assert stories_found("envelope") == [1]


@on_sqlite
def test_triggers_that_a_table_rebuild_dropped_are_made_again_and_what_they_missed_is_found():
    story(1, "An envelope")
    with connection.cursor() as cursor:
        for trigger in schema.TRIGGERS["search_index"]:
            cursor.execute(f"DROP TRIGGER {trigger}")
    story(2, "Another envelope")
    assert stories_found("envelope") == [1]
    assert not schema.is_sound(connection)
    schema.make(using="default")
    assert stories_found("envelope") == [2, 1]
    assert schema.is_sound(connection)


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_django_s_own_table_rebuild_is_mended_by_the_next_migrate():
    story(1, "An envelope")
    longer = models.CharField(max_length=301)
    longer.set_attributes_from_name("title")
    with connection.schema_editor() as editor:
        editor.alter_field(Document, Document._meta.get_field("title"), longer)
    call_command("migrate", verbosity=0)
    story(2, "Another envelope")
    assert stories_found("envelope") == [2, 1]
    assert schema.is_sound(connection)


@on_sqlite
def test_an_index_that_was_made_otherwise_is_made_anew():
    person(1, "Mark Ruffalo")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_index")
        cursor.execute("CREATE VIRTUAL TABLE search_index USING fts5(title)")
    schema.make(using="default")
    assert found("ruffalo") == [("person", 1)]


@on_sqlite
def test_a_damaged_index_is_seen_and_filled_again():
    story(1, "An envelope")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    assert not schema.is_sound(connection)
    schema.refill(connection)
    assert schema.is_sound(connection)
    assert stories_found("envelope") == [1]


@on_postgresql
def test_an_extension_that_is_refused_is_said_in_a_sentence(monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute(schema.FORGET)
        cursor.execute("COMMENT ON TABLE search_document IS NULL")
        cursor.execute("DROP EXTENSION unaccent")
        cursor.execute("CREATE ROLE nobody_much NOSUPERUSER")
        cursor.execute("GRANT USAGE ON SCHEMA public TO nobody_much")
        cursor.execute("SET LOCAL ROLE nobody_much")
        with pytest.raises(schema.CommandError, match=r"run CREATE EXTENSION unaccent; in this"):
            schema.make(using="default")
        cursor.execute("RESET ROLE")


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_an_index_that_was_made_otherwise_is_made_anew_on_postgresql():
    person(1, "Mark Ruffalo")
    with connection.cursor() as cursor:
        cursor.execute("COMMENT ON TABLE search_document IS 'another'")
    schema.make(using="default")
    assert found("ruffalo") == [("person", 1)]


def test_one_row_has_one_document():
    story(1, "An envelope")
    same = Document.objects.get()
    same.pk += 1
    with pytest.raises(DatabaseError), transaction.atomic():
        same.save(force_insert=True)


def test_names_go_with_their_document():
    person(1, "Mark Ruffalo", names=("Ruff",))
    person(1, "Mark Ruffalo")
    assert [name.folded for name in Name.objects.all()] == ["mark ruffalo"]
