"""What the desk finds is apart from what readers find: neither knows of the other."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from articles import publishing
from articles.models import Article
from search import desk_search, schema
from search.desk_search import Filing, Search
from search.find import find
from search.models import Document, Name, Spelling
from search.suggest import suggest
from tests.articles.stories import content, draft, published
from tests.search.entries import LONG_AGO, person, story

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

WORDS = st.sampled_from(["emmy", "ruffalo", "mark", "rufalo", "award", "night"])
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


def told(typed):
    return (
        find(typed), find(typed, order="date"), find(typed + "x"), suggest(typed), suggest(typed[:-1]),
        [list(model.objects.order_by("pk").values()) for model in (Document, Name, Spelling)],
    )  # fmt: skip


@given(public=TEXTS, drafts=st.lists(TEXTS, max_size=5), typed=TEXTS)
def test_nothing_that_is_filed_for_the_desk_changes_what_a_reader_gets(public, drafts, typed):
    story(1, public)
    person(1, "Mark Ruffalo")
    desk_search.drop_all(range(1, 9))
    before = told(typed)
    desk_search.put_all(
        Filing(row, LONG_AGO, text, text, ("stage0",)) for row, text in enumerate(drafts, start=1)
    )
    assert told(typed) == before
    found, _ = desk_search.find(Search(f'"{drafts[0]}"' if drafts else "emmy"), most=9)
    assert bool(found) == bool(drafts)


def test_no_word_of_a_draft_comes_into_the_readers_index(ada):
    story = published(by=ada, headline="As readers have it")
    before = told("readers")
    publishing.save(story, content(headline="Zorblatt resigns", body="<p>Zorblatt.</p>"), by=ada)
    publishing.submit(draft(by=ada, headline="Zorblatt again"), by=ada)
    assert told("readers") == before
    assert find("zorblatt").counts["story"] == 0
    assert Article.objects.filter(newest__headline__contains="Zorblatt").count() == 2


def test_readers_pages_ask_nothing_of_the_desk_s_index(reader, ada, sign_in):
    published(by=ada, headline="An envelope")
    asked = []

    def note(execute, sql, *args):
        asked.append("search_desk" in sql)
        return execute(sql, *args)

    with connection.execute_wrapper(note):
        for address in ("/search/?q=envelope", "/search/?q=envlope", "/search/suggest/?q=env", "/"):
            assert reader.get(address).status_code == 200
        assert not any(asked)
        sign_in(ada).get("/admin/articles/article/?q=envelope")
    assert any(asked)


def test_rows_of_one_moment_have_places_of_their_own_and_go_with_their_words():
    rows = range(1, 1030)
    desk_search.put_all(Filing(row, LONG_AGO, "Alike", "", ("stage0",)) for row in rows)
    assert {*desk_search.find(Search("alike"), most=2000)[0]} == {*rows}
    assert desk_search.put_all(Filing(row, LONG_AGO, "Alike", "", ("stage0",)) for row in rows) == 0
    desk_search.drop_all(rows[:1000])
    assert {*desk_search.find(Search(marks=[["stage0", "stage1"]]), most=2000)[0]} == {*rows[1000:]}
    assert schema.is_sound(connection)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own")
def test_a_desk_index_that_was_made_otherwise_is_made_anew_and_asks_to_be_filled():
    for damage in (
        "DROP TRIGGER search_deskdocument_removed",
        "DROP TABLE search_desk_index",
    ):
        desk_search.put_all([Filing(1, LONG_AGO, "An envelope", "", ("stage0",))])
        with connection.cursor() as cursor:
            cursor.execute(damage)
        schema.make(using="default")
        assert desk_search.find(Search("envelope"), most=9)[0] == []
        assert desk_search.put_all([Filing(1, LONG_AGO, "An envelope", "", ("stage0",))]) == 1
        assert desk_search.find(Search("envelope"), most=9)[0] == [1]
        desk_search.drop_all([1])
        assert desk_search.find(Search("envelope"), most=9)[0] == []
