"""Nothing that is not public reaches any reader by any surface.

By non-interference: the site as a stranger sees it is byte for byte the same with a secret world
and without it. A route that no surface names fails here, on the day it is written.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from articles import addresses, publishing
from articles.models import Article, Author, CuratedList, Section, Tag
from awards.models import Award, Contest, Nomination
from newsroom.context_processors import WITH_FEEDS
from newsroom.sitemaps import SITEMAPS
from people import editing
from people.models import Entity, Person
from tests import secret

NINE = datetime(2026, 1, 1, 9, tzinfo=ZoneInfo("America/Los_Angeles"))
RUFFALO = "mark-ruffalo-second-emmy"

# "secret", "actor" and "night" are words of the secret world; "secert" and "houze" mistype some.
SEARCHES = (
    "q=ruffalo", "q=ruffallo", "q=emmys", "q=emmy&kind=stories&page=1", "q=emmy&kind=awards&page=2",
    "q=emmy&order=date", "q=secret", "q=secret+ruffalo", "q=secert", "q=houze", "q=actor", "q=night",
    "q=zelda", "q=opens+at+nine", "q=%22second+emmy%22", "q=", "q=the", "q=markruffalo", "q=reginaking",
    "q=wotchman", "q=silkspectre", "q=series&kind=productions&order=date",
)  # fmt: skip

# Route -> the addresses of it that are compared.
SURFACES = {
    "front": lambda: [reverse("front")],
    "section": lambda: urls(Section.objects.all()),
    "story": lambda: urls(Article.objects.public()),
    "tag": lambda: urls(Tag.objects.exclude(slug__contains=secret.CANARY)),
    "author": lambda: urls(Author.objects.exclude(slug__contains=secret.CANARY)),
    "curated_list": lambda: urls(CuratedList.objects.public()),
    "corrections": lambda: [reverse("corrections")],
    "person": lambda: entities(
        "mark-ruffalo", "hugh-jackman", "regina-king", "jeremy-irons", *staged("person")
    ),
    "production": lambda: entities(
        "watchmen", "i-know-this-much-is-true", "the-normal-heart", *staged("production")
    ),
    "company": lambda: entities("hbo", "television-academy", "abc"),
    "awards": lambda: [reverse("awards")],
    "award": lambda: entities("primetime-emmys", "oscars"),
    "ceremony": lambda: entities("emmys-2020", "emmys-2014", *staged("emmys")),
    "category": lambda: entities(*(f"emmy-{line}" for line in secret.TO_COME.values())),
    "search": lambda: [f"/search/?{asked}" for asked in SEARCHES],
    "suggest": lambda: [
        f"/search/suggest/?q={typed}"
        for typed in ("s", "se", "ruf", "hou", "emm", "markruffalo", "reginaking", "wotchman")
    ],
    "picture": lambda: [
        f"/pictures/{public_id}/1/{rendition}"
        for public_id in ("person-mark-ruffalo", "story-twins")
        for rendition in ("160.webp", "320-square.jpg", "1200-portrait.avif")
    ],
    "sitemap_index": lambda: ["/sitemap.xml"],
    "sitemap": lambda: [f"/sitemap-{name}.xml" for name in SITEMAPS],
    "news_sitemap": lambda: ["/news-sitemap.xml"],
    "robots": lambda: ["/robots.txt"],
    "icon": lambda: ["/favicon.ico"],
    "card": lambda: [f"/cards/{story.public_id}.png" for story in Article.objects.public()],
}


for _page in WITH_FEEDS:
    SURFACES[f"{_page}_rss"] = lambda page=_page: [f"{url}feed/" for url in SURFACES[page]()]
    SURFACES[f"{_page}_json"] = lambda page=_page: [f"{url}feed.json" for url in SURFACES[page]()]


# Under a name of no route: what answers with a hop, with "gone", with "missing" and with "no".
NOBODY = "nobody-of-this-name"
FORMS = {
    "people": f"/people/{NOBODY}/",
    "productions": f"/productions/{NOBODY}/",
    "companies": f"/companies/{NOBODY}/",
    "awards": f"/awards/emmys/{NOBODY}/",
    "news": f"/news/{NOBODY}/",
    "tags": f"/tags/{NOBODY}/",
    "authors": f"/authors/{NOBODY}/",
    "best-of": f"/best-of/{NOBODY}/",
    "2026": "/2026/01/no-such-story-zzzzzzzz/",
    "cards": "/cards/zzzzzzzz.png",
    "pictures": "/pictures/zzzzzzzz/1/160.webp",
}
BESIDE = {
    "moved": lambda: [
        f"{page}{under}"
        for page in ("/people/the-hulk/", "/tags/emmies/", "/awards/emmies/2020/")
        for under in ("", "feed/", "feed.json")
    ],
    "gone": lambda: urls(Article.objects.exclude(withdrawn_at=None)),
    "missing": lambda: [
        *FORMS.values(),
        "/nothing/at/all/",
        "/people/?page=x",
        "/tags/hbo/?before=x",
    ],
    "closed": lambda: ["/admin/", "/admin/people/person/1/change/"],
}


def urls(rows):
    return [row.get_absolute_url() for row in rows]


def staged(kind):
    return [f"{kind}-{name}" for name in secret.TO_COME]


def entities(*public_ids):
    return urls(Entity.objects.filter(public_id__in=public_ids).with_addresses())


ALL = SURFACES | BESIDE


@pytest.fixture
def worn(sample, ada, clock):
    """The sample with a past: renamed rows and a renamed list, a withdrawn story."""
    clock.set("2025-12-31 12:00:00")
    emmys, ruffalo, tag = (
        Award.objects.get(public_id="primetime-emmys"),
        Person.objects.get(public_id="mark-ruffalo"),
        Tag.objects.get(public_id="tag-emmys-2020"),
    )
    first = (emmys.slug, ruffalo.slug, tag.slug)
    for slugs in (("emmies", "the-hulk", "emmies"), first):
        for row, slug in zip((emmys, ruffalo), slugs, strict=False):
            editing.rename(row, name=row.name, slug=slug, by=ada)
        tag.slug = slugs[2]
        addresses.save(tag, by=None)
    withdrawn = Article.objects.get(slug="watchmen-ends-with-eleven")
    publishing.withdraw(withdrawn, by=ada, because="It was not so.")
    secret.stage(by=ada, opens_at=NINE)


def public_routes():
    return {
        pattern.name for pattern in get_resolver().url_patterns if isinstance(pattern, URLPattern)
    }


def test_every_public_route_is_a_surface_here():
    assert public_routes() == set(SURFACES)


def seen_by_a_stranger():
    """Each address's status, headers (ETag and Last-Modified among them) and body."""
    client = Client()
    known = [url for list_urls in (*SURFACES, *BESIDE) for url in ALL[list_urls]()]
    return {address: answer(client, address) for address in known}


def answer(client, address):
    response = client.get(address)
    # The desk's door says "expired" by the machine's own clock.
    headers = sorted(header for header in response.items() if header[0] != "Expires")
    return response.status_code, headers, sorted(response.cookies), response.content


def assert_same(before, after):
    assert after.keys() == before.keys()
    for address, answer in before.items():
        assert after[address] == answer, address


def assert_no_canary(seen):
    for address, (_status, headers, _cookies, body) in seen.items():
        found = re.findall(
            rf".{{0,60}}{secret.CANARY}\d+", f"{headers}{body.decode(errors='ignore')}"
        )
        assert not found, (address, found[:2])


def test_the_site_is_the_same_with_a_secret_world_and_without_it(worn, ada, clock, everything):
    clock.set("2026-01-01 08:00:00")
    before = seen_by_a_stranger()
    statuses = {name: {before[url][0] for url in of()} for name, of in BESIDE.items()}
    assert statuses == {"moved": {301}, "gone": {410}, "missing": {404}, "closed": {302}}
    secret.make(by=ada, opens_at=NINE)
    for moment in ("08:00:00", "08:59:59") if everything else ("08:59:59",):
        clock.set(f"2026-01-01 {moment}")
        after = seen_by_a_stranger()
        assert_no_canary(after)
        assert_same(before, after)


def where_a_story_stands(story):
    """Every address at which a reader should meet a public story, its own last."""
    return [
        "/", "/feed/", "/feed.json", "/news/awards/", "/news/awards/feed/", "/news/awards/feed.json",
        "/tags/hbo/", "/tags/hbo/feed/", "/people/mark-ruffalo/", "/people/mark-ruffalo/feed.json",
        "/best-of/the-call-sheet/", "/authors/ines-calloway/", "/news-sitemap.xml",
        "/search/?q=headline&order=date", story.get_absolute_url(),
    ]  # fmt: skip


def test_what_is_scheduled_for_nine_opens_at_nine_and_nothing_else_does(sample, ada, clock):
    clock.set("2026-01-01 08:00:00")
    secret.stage(by=ada, opens_at=NINE)
    secret.make(by=ada, opens_at=NINE)
    story = Article.objects.get(published_at=NINE)
    client = Client()
    address = story.get_absolute_url()
    standing = where_a_story_stands(story)
    card = f"/cards/{story.public_id}.png"
    for moment, is_out in (("08:59:59", False), ("09:00:00", True), ("09:00:01", True)):
        clock.set(f"2026-01-01 {moment}")
        said = [a for a in standing if story.headline in client.get(a).content.decode()]
        assert said == (standing if is_out else []), moment
        assert (address in client.get("/sitemap-stories.xml").content.decode()) is is_out
        assert client.get(card).status_code == (200 if is_out else 404)
    page = client.get(address).content.decode()
    # What the story names is still hidden, and so are its links and its box's nominees.
    hidden = Entity.objects.filter(published_at=None, merged_into=None)
    assert hidden.exists()
    for entity in hidden:
        assert entity.name not in page
        assert f"/{entity.slug}/" not in page


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("at-an-hour", NINE),
        ("on-a-day", datetime(2026, 1, 3, tzinfo=NINE.tzinfo)),
        ("alone", NINE + timedelta(days=1)),
    ],
)
def test_nominees_are_nowhere_until_they_are_announced_and_then_everywhere(
    worn, ada, clock, name, at
):
    clock.set("2026-01-01 08:00:00")
    secret.make(by=ada, opens_at=NINE)
    contest = Contest.objects.get(public_id=f"contest-{name}")
    story = Article.objects.get(headline="Nominees are to be told")
    named = entities(f"person-{name}", f"production-{name}")
    standing = [page.get_absolute_url() for page in (contest.ceremony, contest.category, story)]
    details = Nomination.objects.filter(contest=contest).values_list("detail", flat=True)
    words = dict.fromkeys(standing, details) | {url: [contest.name] for url in named}
    for moment, is_out in ((-1, False), (0, True), (1, True)):
        clock.set((at + timedelta(seconds=moment)).isoformat())
        for url, said in words.items():
            page = Client().get(url).content.decode()
            assert [word in page for word in said] == [is_out] * len(said), (url, moment)


def test_what_is_hidden_answers_as_what_is_missing(worn, ada, clock):
    clock.set("2026-01-01 08:00:00")
    secret.make(by=ada, opens_at=NINE)
    client = Client()
    missing = {form: answer(client, address) for form, address in FORMS.items()}
    assert {status for status, *_ in missing.values()} == {404}
    guessed = set(secret.addresses())
    assert len(guessed) >= 60
    forms = {address.split("/")[1] for address in guessed}
    assert forms == FORMS.keys() - {"news"}
    for address in guessed:
        assert answer(client, address) == missing[address.split("/")[1]], address


def test_a_withdrawn_story_is_gone_and_named_nowhere(worn, ada):
    story = Article.objects.get(slug=RUFFALO)
    headline = "a second Emmy, for"
    assert headline in Client().get("/").content.decode()
    publishing.withdraw(story, by=ada, because="It was not so.")
    seen = seen_by_a_stranger()
    named = [
        address
        for address, answer in seen.items()
        if headline in answer[-1].decode(errors="ignore")
    ]
    assert named == []
    gone = Client().get(story.get_absolute_url())
    assert gone.status_code == 410
    assert "It was not so." in gone.content.decode()
