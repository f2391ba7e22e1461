"""The doors of the site: every public address, and what each may cost the database.

An address without a budget fails. What a page costs does not grow with what is on it, and to read
one writes nothing.
"""

import io
from dataclasses import dataclass

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from photos import editing
from tests.photos.pictures import jpeg
from tests.world import World

# Its pages are for people who are signed in, and Django's.
NOT_PUBLIC = {"admin"}


@dataclass(frozen=True)
class Budget:
    queries: int
    what_for: str


READS = {"SELECT", "WITH"}  # how each query of a page begins
SHELL = "the shell: sections, the list at the foot"
STORIES = "stories, their bylines"

BUDGETS = {
    "front": Budget(
        7,
        "stories with their pins; the list at the foot; the lead's links and the section tabs;"
        " bylines; ceremonies of the season; the ledger's two; sections",
    ),
    "section": Budget(
        6, f"sections, its own row among them; {STORIES}; topics; productions; the list at the foot"
    ),
    "story": Budget(
        16,
        "the story; its margin; whom it names; their standings (2) and cards (3); nominees boxes"
        f" (3); pictures in the text; credits; what to read next; {SHELL}",
    ),
    "tag": Budget(6, f"the tag; {STORIES}; productions; {SHELL}"),
    "author": Budget(6, f"the author; {STORIES}; their picture; {SHELL}"),
    "curated_list": Budget(5, f"the list; {STORIES}; {SHELL}"),
    "corrections": Budget(3, f"corrections with their stories; {SHELL}"),
    "person": Budget(
        11,
        "the person; names; credits; houses; ceremonies hosted; the ledger's two;"
        f" {STORIES}; {SHELL}",
    ),
    "production": Budget(
        11,
        "the production; titles; relations; credits; releases; the ledger's two; nominees;"
        f" {STORIES}; {SHELL}",
    ),
    "company": Budget(
        10,
        f"the company; names; credits; the ledger's two; nominees; {STORIES}; {SHELL}",
    ),
    "awards": Budget(4, f"awards; their newest ceremonies; {SHELL}"),
    "award": Budget(7, f"the award; ceremonies; categories; {STORIES}; {SHELL}"),
    "ceremony": Budget(
        10, f"award; ceremony; hosts and neighbors; contests (3); {STORIES}; {SHELL}"
    ),
    "category": Budget(9, f"award; category; contests (3); {STORIES}; {SHELL}"),
    "picture": Budget(3, "the picture; who shows it; the texts of stories, if nobody else does"),
}
BUDGETS |= {
    "sitemap_index": Budget(
        11, "a count for each of the nine, but four for lists and none for pages"
    ),
    "sitemap": Budget(2, "a count; the rows"),
    "news_sitemap": Budget(1, "the stories of two days"),
    "robots": Budget(0, "nothing"),
    "icon": Budget(0, "nothing"),
    "card": Budget(1, "the story with its section"),
}

BUDGETS |= {
    "search": Budget(
        12,
        "what is found; names to be put in order; words to be marked; cards (3) and standings (2)"
        f" of entities; {STORIES}; {SHELL}",
    ),
    "suggest": Budget(3, "names; what they are names of; addresses"),
}

TEXTS = "stories; bylines; tags (2); notes (2); whom the texts name (2); pictures in them"
FEEDS = {
    "front": Budget(9, TEXTS),
    "corrections": Budget(1, "corrections with their stories"),
    "section": Budget(10, f"the section; {TEXTS}"),
    "tag": Budget(11, f"the tag; is any public; {TEXTS}"),
    "author": Budget(11, f"the author; is any public; {TEXTS}"),
    "curated_list": Budget(10, f"the list; {TEXTS}"),
    "person": Budget(10, f"the person; {TEXTS}"),
    "production": Budget(10, f"the production; {TEXTS}"),
    "company": Budget(10, f"the company; {TEXTS}"),
    "award": Budget(10, f"the award; {TEXTS}"),
    "ceremony": Budget(11, f"award; ceremony; {TEXTS}"),
    "category": Budget(11, f"award; category; {TEXTS}"),
}
for _name, _budget in FEEDS.items():
    BUDGETS[f"{_name}_rss"] = BUDGETS[f"{_name}_json"] = _budget


def addresses_of(world):
    pages = pages_of(world)
    for name in FEEDS:
        pages[f"{name}_rss"] = f"{pages[name]}feed/"
        pages[f"{name}_json"] = f"{pages[name]}feed.json"
    return pages


def pages_of(world):
    return {
        "front": "/",
        "section": world.section.get_absolute_url(),
        "story": world.great.get_absolute_url(),
        "tag": world.tag.get_absolute_url(),
        "author": world.author.get_absolute_url(),
        "curated_list": world.curated.get_absolute_url(),
        "corrections": "/corrections/",
        "person": world.person.get_absolute_url(),
        "production": world.production.get_absolute_url(),
        "company": world.company.get_absolute_url(),
        "awards": "/awards/",
        "award": world.award.get_absolute_url(),
        "ceremony": world.ceremony.get_absolute_url(),
        "category": world.category.get_absolute_url(),
        "sitemap_index": "/sitemap.xml",
        "sitemap": "/sitemap-people.xml",
        "news_sitemap": "/news-sitemap.xml",
        "robots": "/robots.txt",
        "icon": "/favicon.ico",
        "search": "/search/?q=actor",
        "suggest": "/search/suggest/?q=act",
        "card": f"/cards/{world.great.public_id}.png",
        "picture": f"/pictures/{_in_a_text(world)}/1/160.webp",
    }


def _in_a_text(world):
    """A picture with a file, which nothing but the text of a story shows."""
    file = io.BytesIO(jpeg())
    filed = editing.add(by=None, file=file, title="In a text", credit="Ann Lee", rights="owned")
    body = f'<p>See.</p><figure data-picture="{filed.public_id}"></figure>'
    type(world.great).objects.filter(pk=world.stories[0].pk).update(body=body)
    return filed.public_id


def test_every_public_address_has_a_budget():
    names = {
        getattr(pattern, "name", None) or str(pattern.pattern).strip("/")
        for pattern in get_resolver().url_patterns
    }
    assert names - NOT_PUBLIC == set(BUDGETS)


@pytest.mark.parametrize("size", [1, 8, pytest.param(30, marks=pytest.mark.everything)])
def test_a_page_costs_its_budget_whatever_is_on_it(db, reader, size):
    pages = addresses_of(World(size))
    call_command("rebuild_search", verbosity=0)  # the world's rows passed the verbs by
    spent = {}
    for name, address in pages.items():
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(address).status_code == 200, address
        spent[name] = len(queries)
        assert {query["sql"].lstrip("( ").split()[0] for query in queries} <= READS, name
    assert spent == {name: budget.queries for name, budget in BUDGETS.items()}
