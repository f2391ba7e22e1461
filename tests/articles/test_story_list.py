"""The desk's list of stories: what it finds, how it is narrowed and sorted, and what that costs."""

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from articles import addresses, desk_index, desk_lists, headlines, publishing, tagging
from articles.models import Article, Author, Revision, Section, Tag
from photos import licenses
from photos.models import Picture
from search.models import DeskDocument
from search.progress import Progress
from tests.articles.stories import content, draft, published
from tests.world import picture

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

STORIES = "/admin/articles/article/"


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def page(client, **asked):
    return client.get(STORIES, {name.rstrip("_"): value for name, value in asked.items()})


def listed(client, **asked):
    return [story.newest.headline for story in page(client, **asked).context["cl"].result_list]


# Search ------------------------------------------------------------------------------------------


def test_a_draft_is_found_by_any_word_that_was_saved_last(desk, ada):
    author = Author.objects.create(public_id="vane", name="Inés Vane", slug="vane")
    tag = Tag.objects.create(name="Fall festivals", slug="fall-festivals")
    story = draft(
        by=ada,
        headline="A second Emmy for *M\\*A\\*S\\*H*",
        dek="It took the Oscar’s cousin.",
        body="<p>They opened the envelope.</p><h2>Afterward</h2><p>Nobody spoke.</p>",
        bylines=((author.public_id, ""),),
        tags=(tag.public_id,),
    )
    draft(by=ada, headline="Something else", body="<p>Of other things.</p>")
    for typed in (
        "emmy", "EMMYS", "cousin", "oscars", "envelope", "afterward", "ines vane", "Váne",
        "fall festivals", "festivals emmy envelope", '"opened the envelope"', story.public_id,
        "mash", "enve", "second emmy f",
    ):  # fmt: skip
        assert listed(desk, q=typed) == [story.newest.headline], typed
    for typed in ('"envelope the"', "nominee", "emmy nominee", "…", "nvelope"):
        assert listed(desk, q=typed) == [], typed
    publishing.save(story, content(headline="A third Globe", body="<p>Nothing.</p>"), by=ada)
    assert listed(desk, q="globe") == ["A third Globe"]
    assert listed(desk, q="emmy") == listed(desk, q="envelope") == listed(desk, q="vane") == []


def test_of_a_published_story_what_was_saved_since_is_found_and_not_what_readers_have(desk, ada):
    story = published(by=ada, headline="As readers have it")
    publishing.save(story, content(headline="Rewritten since"), by=ada)
    assert listed(desk, q="rewritten") == ["Rewritten since"]
    assert listed(desk, q="readers") == []


def test_a_story_is_found_by_its_authors_and_tags_as_they_are_called_now(desk, ada):
    fall, other = (Tag.objects.create(name=name, slug=name) for name in ("festivals", "galas"))
    draft(by=ada, headline="Mine", tags=(fall.public_id, other.public_id))
    author, section = Author.objects.get(), Section.objects.get()
    for row, name in ((fall, "Autumn"), (author, "Zoe Marsh"), (section, "Criticism")):
        row.name = name
        addresses.save(row, by=None)
        assert listed(desk, q=name) == ["Mine"]
    assert listed(desk, q="festivals") == listed(desk, q="calloway") == []
    tagging.merge(other, into=fall, by=ada)
    assert listed(desk, q="galas") == []
    assert listed(desk, tag="galas") == listed(desk, tag="autumn") == ["Mine"]


def test_a_save_that_is_taken_back_is_taken_back_from_what_the_desk_finds(desk, ada):
    story = draft(by=ada, headline="An envelope")
    with transaction.atomic():
        publishing.save(story, content(headline="A letter"), by=ada)
        transaction.set_rollback(True)
    assert listed(desk, q="envelope") == ["An envelope"]
    assert listed(desk, q="letter") == []


def test_nobody_learns_by_searching_that_a_colleague_s_draft_has_a_word(sign_in, bo, ada):
    draft(by=bo, headline="Bo’s envelope")
    writer = sign_in(bo)

    def told(**asked):
        page_of = page(writer, **asked)
        return page_of.content.decode().replace("zorblatt", "WORD").replace("nobody", "WORD")

    before = [told(q=word) for word in ("envelope", "zorblatt", "envelope zorblatt", "zorb")]
    story = draft(by=ada, headline="Zorblatt’s envelope", body="<p>Zorblatt.</p>")
    publishing.save(published(by=ada, headline="Out"), content(headline="Zorblatt"), by=ada)
    after = [told(q=word) for word in ("envelope", "zorblatt", "envelope zorblatt", "zorb")]
    strip = lambda pages: [text.partition("<main")[2].partition("csrf")[0] for text in pages]
    assert strip(after) == strip(before)
    assert listed(writer, q="envelope") == ["Bo’s envelope"]
    assert listed(writer, author="ines") == listed(writer, state="draft") == ["Bo’s envelope"]
    assert listed(writer, q=story.public_id) == []
    assert listed(sign_in(ada), q='"zorblatt’s envelope"') == ["Zorblatt’s envelope"]


def test_every_story_is_filed_after_an_upgrade_and_by_the_command(desk, ada):
    draft(by=ada, headline="An envelope")
    DeskDocument.objects.all().delete()
    assert listed(desk, q="envelope") == []
    call_command("migrate", verbosity=0)
    assert listed(desk, q="envelope") == ["An envelope"]
    DeskDocument.objects.all().delete()
    call_command("rebuild_search", verbosity=0)
    assert listed(desk, q="envelope") == ["An envelope"]


def test_an_upgrade_says_how_far_it_has_filed_the_stories(desk, ada, monkeypatch):
    for headline in ("One", "Two", "Three"):
        draft(by=ada, headline=headline)
    monkeypatch.setattr(desk_index, "AT_ONCE", 1)
    monkeypatch.setattr(Progress, "INTERVAL", 0)
    DeskDocument.objects.all().delete()
    said = StringIO()
    call_command("migrate", stdout=said)
    for line in ("1 of 3", "2 of 3", "3 of 3"):
        assert re.search(
            rf"Stories that the desk finds: {line}, \d+ s left \(\d+/s\)", said.getvalue()
        )
    said = StringIO()
    call_command("migrate", stdout=said)
    assert "the desk finds" not in said.getvalue()


# Filters -----------------------------------------------------------------------------------------


def test_stories_are_narrowed_by_author_and_tag_as_typed_or_chosen(desk, ada):
    other = Author.objects.create(public_id="zoe", name="Zoë Marsh", slug="zoe-marsh")
    tag = Tag.objects.create(name="HBO", slug="hbo")
    tag.synonyms.create(name="Home Box Office")
    draft(by=ada, headline="By Ines")
    draft(by=ada, headline="By both", bylines=(("ines", ""), ("zoe", "reporting")))
    draft(by=ada, headline="Tagged", bylines=(("zoe", ""),), tags=(tag.public_id,))
    assert listed(desk, author="ines") == ["By both", "By Ines"]
    for typed in ("zoe-marsh", "Zoe Marsh", "zoë marsh", "marsh"):
        assert listed(desk, author=typed) == ["Tagged", "By both"], typed
    for typed in ("hbo", "HBO", "home box office"):
        assert listed(desk, tag=typed) == ["Tagged"], typed
    assert listed(desk, tag="hbo", author="ines") == []
    assert listed(desk, tag="hbo", author=other.slug, state="draft", q="tagged") == ["Tagged"]
    said = page(desk, tag="nobody’s tag").content.decode()
    assert "There is no tag called “nobody’s tag”." in said
    assert 'href="?">Clear filters</a>' in said


def test_a_list_that_filters_leave_empty_says_how_to_clear_them(desk, ada):
    draft(by=ada, headline="An envelope")
    said = page(desk, q="envelope", state="withdrawn").content.decode()
    assert "No stories found" in said
    assert 'href="?q=envelope">Clear filters</a>' in said
    assert listed(desk, q="envelope") == ["An envelope"]


def test_stories_are_narrowed_by_the_newsroom_s_day_of_publication(desk, ada, clock):
    clock.set("2020-09-20 12:00:00")
    for headline, at in {
        "late on Saturday": "2020-09-19 23:59:59", "on Sunday": "2020-09-20 00:00:00",
        "in August": "2020-08-01 09:00:00", "last year": "2019-12-31 23:00:00",
    }.items():  # fmt: skip
        publishing.publish(draft(by=ada, headline=headline), by=ada, now=clock.set(at))
    clock.set("2020-09-20 12:00:00")
    publishing.schedule(
        draft(by=ada, headline="tomorrow"), by=ada, at=timezone.now() + timedelta(days=1)
    )
    draft(by=ada, headline="never")
    found = lambda **asked: {*listed(desk, **asked)}
    assert found(published="today") == {"on Sunday"}
    assert found(published="yesterday") == {"late on Saturday"}
    assert found(published="week") == found(published="month") == {"late on Saturday", "on Sunday"}
    assert found(published="year") == {"late on Saturday", "on Sunday", "in August"}
    assert found(from_="2020-09-20") == {"on Sunday", "tomorrow"}
    assert found(until="2020-08-01") == {"in August", "last year"}
    assert found(from_="2019-12-31", until="2020-08-31") == {"in August", "last year"}
    assert found(from_="2020-09-01", until="2020-08-01") == set()
    assert len(found(from_="nonsense")) == 6


def test_the_form_of_a_filter_keeps_the_search_the_order_and_the_other_filters(desk, ada):
    draft(by=ada, headline="An envelope")
    published(by=ada, headline="Another envelope")
    asked = {"q": "envelope", "state": "draft", "o": "1"}
    typed = {"author": "ines", "tag": "no such tag", "from": "2020-01-01"}
    forms = html.fromstring(page(desk, **asked).content.decode()).forms
    kept = {}
    for form in forms:
        fields = dict(form.fields)
        for name in typed.keys() & fields.keys():
            assert form.method == "GET"
            kept[name] = {key: value for key, value in fields.items() if key in asked}
            fields[name] = typed[name]
            found = listed(desk, **fields)
            assert found == (["An envelope"] if name == "author" else [])
    assert kept == dict.fromkeys(typed, asked)


DAYS = st.dates(date(2019, 1, 1), date(2022, 12, 31))


@given(first=DAYS, last=DAYS, day=DAYS)
def test_a_period_has_a_mark_of_each_of_its_days_and_of_no_other(first, last, day):
    marks = desk_index.of_period(first, last)
    assert bool({*marks} & {*desk_index.of_day(day)}) == (first <= day <= last)
    assert len(marks) < 90


def test_an_address_that_no_filter_made_is_answered(desk, ada):
    draft(by=ada, headline="An envelope")
    for asked in (
        {"state": "no such state"}, {"o": "99"}, {"o": "x.-1"}, {"whose": "x"}, {"q": "\x00"},
        {"from": "2020-02-31"}, {"author": "\x00"}, {"tag": "x" * 5000}, {"published": "ever"},
    ):  # fmt: skip
        assert page(desk, **asked).status_code == 200, asked
    assert page(desk, section="none", p="7").status_code == 302
    assert page(desk, stage="draft").status_code == 302


# Order and columns -------------------------------------------------------------------------------


def test_stories_are_sorted_by_headline_and_by_when_they_were_published_or_saved(
    desk, ada, monkeypatch
):
    now = timezone.now()
    for headline, ago in (("Bravo", 3), ("Alpha", 1), ("Delta", 2)):
        publishing.publish(draft(by=ada, headline=headline), by=ada, now=now - timedelta(hours=ago))
    draft(by=ada, headline="Charlie")
    column = {
        name: desk.get(STORIES).context["cl"].list_display.index(name)
        for name in ("title", "published", "saved")
    }
    orders = {
        f"{column['title']}": "Alpha Bravo Charlie Delta",
        f"-{column['title']}": "Delta Charlie Bravo Alpha",
        f"-{column['published']}": "Alpha Delta Bravo Charlie",
        f"{column['published']}": "Bravo Delta Alpha Charlie",
        f"-{column['saved']}": "Charlie Delta Alpha Bravo",
        f"{column['saved']}": "Bravo Alpha Delta Charlie",
    }
    for order, expected in orders.items():
        for asked in ({}, {"section": "awards"}, {"q": "envelope"}, {"q": "envel"}):
            assert " ".join(listed(desk, o=order, **asked)) == expected, (order, asked)
    monkeypatch.setattr(desk_lists, "MOST", 3)
    for order, expected in orders.items():
        for asked in ({}, {"section": "awards"}, {"q": "envelope"}, {"q": "envel"}):
            assert listed(desk, o=order, **asked) == expected.split()[:3], (order, asked)
    said = desk.get(STORIES).content.decode()
    assert "More than 3 stories. These are the first 3: search or add a filter" in said


def test_more_than_can_be_put_in_order_are_those_saved_last_and_the_list_says_so(
    desk, ada, monkeypatch
):
    for headline in ("Alpha", "Delta", "Bravo", "Charlie"):
        draft(by=ada, headline=headline)
    monkeypatch.setattr(desk_lists, "MOST", 2)
    monkeypatch.setattr(desk_lists, "SORTED", 3)
    column = {
        name: desk.get(STORIES).context["cl"].list_display.index(name)
        for name in ("title", "saved")
    }
    said = page(desk, q="envelope", o=f"{column['title']}").content.decode()
    assert "More than 3 stories. These are the first 2 of the 3 saved last: search or add" in said
    assert listed(desk, q="envelope", o=f"{column['title']}") == ["Bravo", "Charlie"]
    assert listed(desk, q="envelope", o=f"{column['saved']}") == ["Alpha", "Delta"]
    assert listed(desk, o=f"{column['title']}") == ["Alpha", "Bravo"]


def test_the_list_says_who_is_in_the_byline_and_when_readers_got_a_story(desk, ada, clock):
    clock.set("2020-09-20 21:00:00")
    Author.objects.create(public_id="zoe", name="Zoe Marsh", slug="zoe-marsh")
    published(by=ada, bylines=(("ines", ""), ("zoe", "reporting")))
    said = desk.get(STORIES).content.decode()
    assert "Ines Calloway, Zoe Marsh" in said
    assert 'class="field-published">9 pm PT' in said
    draft(by=ada, headline="Not out yet")
    assert 'class="field-published">–' in desk.get(STORIES).content.decode()


# Cost --------------------------------------------------------------------------------------------


def many(number, by):
    """So many published stories, most of them in one section and by one author, as bulk rows."""
    now = timezone.now()
    first = draft(by=by, headline="The first", body="<p>Emmy night.</p>")
    start = first.newest.pk + 1000
    revisions, stories = [], []
    for n in range(start, start + number):
        saved = now - timedelta(hours=n)
        told = {"pk": n, "headline": f"Story {n}", "saved_at": saved}
        stories.append(
            Article(
                **told,
                slug=f"story-{n}",
                created_by=by,
                published_at=saved,
                folded_headline=f"story {n}",
            )
        )
        whole = first.newest.content | {"headline": f"Story {n}"}
        section = first.newest.section
        revisions.append(Revision(**told, article_id=n, number=1, content=whole, section=section))
    Article.objects.bulk_create(stories)
    Revision.objects.bulk_create(revisions)
    Article.objects.filter(pk__gte=start).update(newest_id=F("pk"), live_id=F("pk"))
    for _ in desk_index.write_every():
        pass


BOX = {"at": "/admin/autocomplete/", "app_label": "articles"}
LISTS = BOX | {"model_name": "curatedstory", "field_name": "article"}
RELATED = BOX | {"model_name": "relatedstory", "field_name": "related"}
JUMP = {"at": "/admin/jump/", "list": "1"}
ASKED = [
    {}, {"q": "emmy"}, {"q": "emmy night", "author": "ines"}, {"section": "awards"},
    {"author": "ines"}, {"state": "published"}, {"state": "draft"}, {"state": "changed"},
    {"state": "scheduled"}, {"state": "withdrawn"}, {"whose": "mine"}, {"published": "year"},
    {"until": "2999-01-01"}, {"o": "0"}, {"o": "-0"}, {"o": "5"}, {"o": "-5"}, {"o": "6"},
    {"p": "2"}, {"q": "emmy", "o": "7"}, {"section": "awards", "o": "7"},
    JUMP | {"q": "story"}, JUMP | {"q": "st"}, JUMP | {"q": "zzz"},
    LISTS | {"term": "story"}, LISTS | {"term": ""}, LISTS | {"term": "zzz"},
    RELATED | {"term": "sto"}, RELATED | {"term": ""},
    BOX | {"model_name": "taggedstory", "field_name": "tag", "term": "emm"},
    {"at": "/admin/newsroom/frontslot/", "q": "story"},
    {"at": "/admin/"}, {"at": f"{STORIES}add/"},
]  # fmt: skip


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps that SQLite takes")
def test_the_desk_takes_as_many_steps_whatever_the_newsroom_has(desk, ada, monkeypatch, everything):
    monkeypatch.setattr(desk_lists, "MOST", 60)
    monkeypatch.setattr(headlines, "NEAREST", 20)
    monkeypatch.setattr(headlines, "RECENT", 50)
    monkeypatch.setattr(headlines, "SUGGESTED", 40)
    monkeypatch.setattr(headlines, "MOST_PUBLISHED", 40)
    ends = licenses.today() + timedelta(days=3)
    Picture.objects.filter(pk=picture("A marquee").pk).update(license_ends_on=ends)

    def steps(asked):
        """How many hundred steps SQLite takes for the page."""
        taken = []
        address = asked.get("at", STORIES)
        assert desk.get(address, asked).status_code == 200
        connection.connection.set_progress_handler(lambda: taken.append(1) and 0, 100)
        desk.get(address, asked)
        connection.connection.set_progress_handler(None, 100)
        return len(taken)

    many(100, ada)
    small = [steps(asked) for asked in ASKED]
    many(1900 if everything else 700, ada)
    large = [steps(asked) for asked in ASKED]
    # Where the index's pages end depends on the stories' ids, which are random: a few steps more or
    # less. What read every story would take seven times as many, or nineteen.
    grown = [each for each in zip(ASKED, small, large, strict=True) if each[2] > 1.5 * each[1] + 3]
    assert grown == []
