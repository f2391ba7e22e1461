"""Nothing that is not public reaches any reader by any surface.

By non-interference: the site as a stranger sees it is byte for byte the same with a secret world
and without it. A route that no surface names fails here, on the day it is written.
"""

import re
from datetime import datetime

from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from articles import publishing
from articles.models import Article, Author, CuratedList, Section, Tag
from newsroom.context import WITH_FEEDS
from newsroom.sitemaps import SITEMAPS
from people.models import Entity
from tests import secret

RUFFALO = "mark-ruffalo-second-emmy"

# "secret", "actor" and "night" are words of the secret world; "secert" and "houze" mistype some.
SEARCHES = (
    "q=ruffalo", "q=ruffallo", "q=emmys", "q=emmy&kind=stories&page=1", "q=emmy&kind=awards&page=2",
    "q=emmy&order=date", "q=secret", "q=secret+ruffalo", "q=secert", "q=houze", "q=actor", "q=night",
    "q=opens+at+nine", "q=%22second+emmy%22", "q=", "q=the",
)  # fmt: skip

# Route -> the addresses of it that are compared. A picture's are taken from the pages.
SURFACES = {
    "front": lambda: [reverse("front")],
    "section": lambda: urls(Section.objects.all()),
    "story": lambda: urls(Article.objects.public()),
    "tag": lambda: urls(Tag.objects.exclude(slug__contains=secret.CANARY)),
    "author": lambda: urls(Author.objects.exclude(slug__contains=secret.CANARY)),
    "curated_list": lambda: urls(CuratedList.objects.public()),
    "corrections": lambda: [reverse("corrections")],
    "person": lambda: entities("mark-ruffalo", "hugh-jackman", "regina-king", "jeremy-irons"),
    "production": lambda: entities("watchmen", "i-know-this-much-is-true", "the-normal-heart"),
    "company": lambda: entities("hbo", "television-academy", "abc"),
    "awards": lambda: [reverse("awards")],
    "award": lambda: entities("primetime-emmys", "oscars"),
    "ceremony": lambda: entities("emmys-2020", "emmys-2014"),
    "category": lambda: entities("emmy-lead-actor-limited", "emmy-television-movie"),
    "search": lambda: [f"/search/?{asked}" for asked in SEARCHES],
    "suggest": lambda: [
        f"/search/suggest/?q={typed}" for typed in ("s", "se", "ruf", "hou", "emm")
    ],
    "picture": list,
    "sitemap_index": lambda: ["/sitemap.xml"],
    "sitemap": lambda: [f"/sitemap-{name}.xml" for name in SITEMAPS],
    "news_sitemap": lambda: ["/news-sitemap.xml"],
    "robots": lambda: ["/robots.txt"],
    "card": lambda: [f"/cards/{story.public_id}.png" for story in Article.objects.public()],
}


for _page in WITH_FEEDS:
    SURFACES[f"{_page}_rss"] = lambda page=_page: [f"{url}feed/" for url in SURFACES[page]()]
    SURFACES[f"{_page}_json"] = lambda page=_page: [f"{url}feed.json" for url in SURFACES[page]()]


def urls(rows):
    return [row.get_absolute_url() for row in rows]


def entities(*public_ids):
    return urls(Entity.objects.filter(public_id__in=public_ids).with_addresses())


def public_routes():
    return {
        pattern.name for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)
    }


def test_every_public_route_is_a_surface_here():
    assert public_routes() == set(SURFACES)


def seen_by_a_stranger():
    """Each address's status, headers and body; pictures of pages too, by their status."""
    client, seen = Client(), {}
    for address in [url for list_urls in SURFACES.values() for url in list_urls()]:
        response = client.get(address)
        seen[address] = (response.status_code, sorted(response.items()), response.content)
    return seen


def assert_same(before, after):
    assert after.keys() == before.keys()
    for address, answer in before.items():
        assert after[address] == answer, address


def assert_no_canary(seen):
    for address, (_status, headers, body) in seen.items():
        found = re.findall(
            rf".{{0,60}}{secret.CANARY}\d+", f"{headers}{body.decode(errors='ignore')}"
        )
        assert not found, (address, found[:2])


def test_the_site_is_the_same_with_a_secret_world_and_without_it(sample, ada, clock):
    nine = clock.set("2026-01-01 09:00:00")
    clock.set("2026-01-01 08:00:00")
    before = seen_by_a_stranger()
    secret.make(by=ada, opens_at=nine)
    after = seen_by_a_stranger()
    assert_no_canary(after)
    assert_same(before, after)
    clock.set("2026-01-01 08:59:59")
    assert_same(before, seen_by_a_stranger())


def test_what_is_scheduled_for_nine_opens_at_nine_and_nothing_else_does(sample, ada, clock):
    nine = clock.set("2026-01-01 09:00:00")
    clock.set("2026-01-01 08:00:00")
    secret.make(by=ada, opens_at=nine)
    story = Article.objects.get(published_at=nine)
    client = Client()
    address = story.get_absolute_url()
    clock.set("2026-01-01 08:59:59")
    assert client.get(address).status_code == 404
    assert story.headline not in client.get("/").content.decode()
    clock.set("2026-01-01 09:00:00")
    page = client.get(address).content.decode()
    assert story.headline in page
    assert story.headline in client.get("/").content.decode()
    # What the story names is still hidden, and so are its links and its box's nominees.
    hidden = Entity.objects.filter(published_at=None, merged_into=None)
    assert hidden.exists()
    for entity in hidden:
        assert entity.name not in page
        assert f"/{entity.slug}/" not in page


def test_what_is_hidden_answers_as_what_is_missing(sample, ada, clock):
    clock.set("2026-01-01 08:00:00")
    secret.make(by=ada, opens_at=datetime.fromisoformat("2026-01-01T17:00:00+00:00"))
    client = Client()

    def answer(address):
        response = client.get(address)
        return response.status_code, sorted(response.items()), response.content

    missing = answer("/people/nobody-of-this-name/")
    guessed = [address for address in secret.addresses() if secret.CANARY in address]
    assert len(guessed) >= 10
    for address in guessed:
        assert answer(address) == missing, address


def test_a_withdrawn_story_is_gone_and_named_nowhere(sample, ada):
    story = Article.objects.get(slug=RUFFALO)
    headline = "a second Emmy, for"
    assert headline in Client().get("/").content.decode()
    publishing.withdraw(story, by=ada, because="It was not so.")
    seen = seen_by_a_stranger()
    named = [
        address for address, answer in seen.items() if headline in answer[2].decode(errors="ignore")
    ]
    assert named == []
    gone = Client().get(story.get_absolute_url())
    assert gone.status_code == 410
    assert "It was not so." in gone.content.decode()
