"""Every list of the desk: what it costs, how it is narrowed, and what it says when it is empty."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import addresses, publishing
from articles.models import Author, CuratedList, Section, Tag
from tests.articles.stories import content, draft, published
from tests.world import World

pytestmark = pytest.mark.both_databases

STORIES = "/admin/articles/article/"


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


@pytest.mark.parametrize("size", [1, 8, pytest.param(30, marks=pytest.mark.everything)])
def test_no_list_takes_more_than_eight_queries_whatever_its_length(desk, size):
    World(size)
    desk.get("/admin/")
    dear = {}
    for model in admin.site._registry:
        address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for asked in ("", "?q=a"):
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(address + asked, follow=True).status_code == 200
            if len(queries) > 8:
                dear[address + asked] = len(queries)
    assert dear == {}


def listed(client, **asked):
    return [story.newest.headline for story in client.get(STORIES, asked).context["cl"].result_list]


@pytest.fixture
def stories(ada, bo):
    """One in every state, each called by the word of its filter."""
    draft(by=bo, headline="draft")
    for stage in ("submitted", "edit", "legal", "ready"):
        story = draft(by=ada, headline=stage)
        publishing.submit(story, by=ada)
        for step in {"submitted": [], "legal": ["edit", "legal"]}.get(stage, [stage]):
            publishing.move(story, to=step, by=ada)
    later = timezone.now() + timedelta(days=1)
    publishing.schedule(draft(by=ada, headline="scheduled"), by=ada, at=later)
    held = draft(by=ada, headline="embargoed")
    publishing.embargo(held, by=ada, until=later)
    publishing.publish(held, by=ada)
    published(by=ada, headline="published")
    changed = published(by=ada, headline="before")
    publishing.save(changed, content(headline="changed"), by=ada)
    publishing.withdraw(published(by=ada, headline="withdrawn"), by=ada, because="Not true.")


def test_stories_are_narrowed_by_where_they_stand(desk, stories):
    alone = ("draft", "submitted", "edit", "legal", "ready", "scheduled", "embargoed", "changed")
    expected = {state: {state} for state in (*alone, "withdrawn")} | {
        "review": {"submitted", "edit", "legal", "ready"},
        "published": {"published", "changed"},
        "no such state": {*listed(desk)},
    }
    assert {state: {*listed(desk, state=state)} for state in expected} == expected


def test_stories_are_narrowed_to_mine_and_to_a_section(desk, sign_in, bo, stories):
    assert listed(desk, whose="mine", state="draft") == []
    assert listed(sign_in(bo), whose="mine") == ["draft"]
    assert len(listed(desk, section="awards")) == 10
    assert listed(desk, section="none") == []


def test_a_story_is_found_whatever_its_accents_and_capitals(desk, ada):
    draft(by=ada, headline="Beyoncé’s *Lemonade*, again")
    draft(by=ada, headline="Something else")
    for asked in ("beyonce", "LEMONADE again", "Beyoncé’s"):
        assert listed(desk, q=asked) == ["Beyoncé’s *Lemonade*, again"]


def test_the_last_saved_comes_first(desk, ada):
    first, _ = draft(by=ada, headline="First"), draft(by=ada, headline="Second")
    assert listed(desk) == ["Second", "First"]
    publishing.save(first, content(headline="First again"), by=ada)
    assert listed(desk) == ["First again", "Second"]


def test_an_empty_list_says_what_to_do(desk):
    empty = desk.get("/admin/articles/tag/").content.decode()
    assert "Nothing here yet" in empty
    assert 'href="/admin/articles/tag/add/">Add the first one</a>' in empty
    Tag.objects.create(name="HBO", slug="hbo")
    narrowed = desk.get("/admin/articles/tag/?q=zzz").content.decode()
    assert "No results" in narrowed
    assert 'href="/admin/articles/tag/">Show all</a>' in narrowed


def test_who_may_not_add_is_not_asked_to(sign_in, enters):
    page = sign_in(enters("cy", "Cy Ames", "Picture editor")).get("/admin/articles/tag/")
    assert "Nothing here yet" in page.content.decode()
    assert "/add/" not in page.content.decode().partition("<main")[2]


# By name -----------------------------------------------------------------------------------------

UNSORTED = ("zebra", "Édgar", "élan", "Edgy", "apple", "Zoë", "eDDa")
BY_NAME = ["apple", "eDDa", "Édgar", "Edgy", "élan", "zebra", "Zoë"]


@pytest.mark.parametrize("model", [Tag, Author, Section, CuratedList])
def test_rows_are_listed_by_name_whatever_their_accents_and_capitals(desk, model):
    for number, name in enumerate(UNSORTED):
        addresses.save(model(name=name, slug=f"{number}"), by=None)
    address = reverse(f"admin:articles_{model._meta.model_name}_changelist")
    column = desk.get(address).context["cl"].list_display.index("called")
    shown = lambda **asked: [str(row) for row in desk.get(address, asked).context["cl"].result_list]
    assert shown() == shown(o=f"{column}") == BY_NAME
    assert shown(o=f"-{column}") == BY_NAME[::-1]
    assert [str(row) for row in model.objects.all()] == BY_NAME
    row = model.objects.get(name="zebra")
    row.name = "Ébène"
    addresses.save(row, by=None)
    assert shown()[:3] == ["apple", "Ébène", "eDDa"]


def test_authors_are_listed_by_family_name_or_as_an_editor_says(desk):
    for name in ("Bo Reyes", "Ádám Zoltan", "Helena Bonham Carter"):
        addresses.save(Author(name=name, slug=name.split()[0].lower()), by=None)
    shown = lambda: [row.sort_label for row in Author.objects.all()]
    assert shown() == ["Carter, Helena Bonham", "Reyes, Bo", "Zoltan, Ádám"]
    author = Author.objects.get(slug="helena")
    page = reverse("admin:articles_author_change", args=[author.pk])
    sent = {"name": author.name, "slug": author.slug, "sort_name": "Bonham Carter, Helena"}
    assert desk.post(page, sent).status_code == 302
    assert shown() == ["Bonham Carter, Helena", "Reyes, Bo", "Zoltan, Ádám"]
    menu = desk.get(STORIES).content.decode()
    assert menu.index("Helena Bonham Carter") < menu.index("Bo Reyes") < menu.index("Ádám Zoltan")
