"""Sitemaps and robots.txt: every public page once, nothing else, at the publication's address."""

import re
from datetime import timedelta
from itertools import product

import pytest
from lxml import etree

from articles import publishing
from articles.models import Author, CuratedList, Tag
from awards.models import Nomination
from newsroom.sitemaps import SITEMAPS
from people.models import Credit, Entity, Person, Production, Relation
from tests.articles.stories import draft, published
from tests.fed import faults_of_sitemap
from tests.people.pages import rows

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def tree(client, address):
    return etree.fromstring(client.get(address).content)


def located(client, address):
    return [loc.text for loc in tree(client, address).iter(LOC)]


def test_the_index_leads_to_every_sitemap_and_those_to_pages_that_answer(client, ada, clock):
    now = clock.set("2020-09-20 12:00:00")
    published(by=ada)
    person = Person.objects.create(name="Ann Lee", slug="ann-lee", published_at=now)
    film = Production.objects.create(name="Film", slug="film", type="film", published_at=now)
    Credit.objects.create(production=film, party=person)
    found = []
    for address in located(client, "/sitemap.xml"):
        assert address.startswith("http://testserver/")
        found += located(client, address.removeprefix("http://testserver"))
    assert "http://testserver/people/ann-lee/" in found
    assert len(found) == len(set(found))
    for address in found:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_the_address_is_the_publications_whichever_was_asked(client, settings, ada):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://www.callsheet.example"
    published(by=ada)
    answer = client.get("/sitemap-stories.xml", headers={"host": "other.example"}).content.decode()
    assert "https://www.callsheet.example/" in answer
    assert "other.example" not in answer


def test_a_draft_is_not_listed(client, ada):
    draft(by=ada)
    assert located(client, "/sitemap-stories.xml") == []


def test_a_list_is_named_once_readers_can_open_it(client, ada):
    tag = Tag.objects.create(name="Secret", slug="secret")
    ann = Author.objects.create(name="Ann Lee", slug="ann")
    best = CuratedList.objects.create(name="Best of", slug="best")
    story = draft(by=ada, tags=(tag.public_id,), bylines=((ann.public_id, ""),))
    section = "http://testserver/news/awards/"
    assert located(client, "/sitemap-lists.xml") == [section]
    publishing.publish(story, by=ada)
    CuratedList.objects.filter(pk=best.pk).update(published_at=story.published_at)
    assert sorted(located(client, "/sitemap-lists.xml")) == [
        "http://testserver/authors/ann/",
        "http://testserver/best-of/best/",
        section,
        "http://testserver/tags/secret/",
    ]


def test_a_story_is_as_new_as_the_last_change_that_readers_were_told_of(client, ada, clock):
    clock.set("2020-09-20 12:00:00")
    article = published(by=ada)
    for day, tell in (
        ("2020-09-20", None),
        ("2020-09-21", lambda: publishing.correct(article, by=ada, text="It was Hulu.")),
        ("2020-09-22", lambda: publishing.update(article, by=ada, note="Adds the speech.")),
    ):
        clock.set(f"{day} 12:00:00")
        if tell:
            tell()
        page = tree(client, "/sitemap-stories.xml")
        assert [one.text for one in page.iter("{*}lastmod")] == [day]


def everything_thin_and_not():
    """A row of each kind of which only the name is known, and one for each way to be known."""
    emmys, night = rows.award("Emmys"), None
    rows.award("Thin award", slug="thin-award")
    for name in ("Thin", "Hosts", "Is nominated", "Acts", "Is hidden with its film"):
        rows.person(name)
    night = rows.ceremony(emmys, 2020, broadcaster=rows.company("Broadcasts"))
    night.hosts.add(Person.objects.get(name="Hosts"))
    rows.company("Thin company")
    rows.award("Tonys", slug="tonys", body=rows.company("Gives"))
    line = rows.category(emmys, "Line")
    rows.category(emmys, "Thin line")
    contest = rows.contest(night, line)
    shared = rows.nomination(
        contest, Person.objects.get(name="Is nominated"), rows.person("Thin nominee")
    )
    shared.nominees.filter(party__name="Thin nominee").update(counts=False)
    rows.hide(rows.award("Secret", slug="secret", body=rows.company("Thin giver")))
    house = rows.company("Shows")
    made = {
        name: rows.production(name)
        for name in ("Thin film", "Acted", "Nominated", "Shown", "Source", "Adapted", "Hidden")
    }
    rows.credit(made["Acted"], Person.objects.get(name="Acts"))
    rows.credit(made["Hidden"], Person.objects.get(name="Is hidden with its film"))
    rows.hide(made["Hidden"])
    rows.nomination(contest, production=made["Nominated"])
    rows.credit(made["Shown"], house, role="network")
    rows.credit(rows.production("Novel", type="novel"), rows.company("Prints"), role="publisher")
    rows.Release.objects.create(
        production=made["Shown"], company=rows.company("Brings out"), date="2020"
    )
    Relation.objects.create(
        from_production=made["Adapted"], to_production=made["Source"], type="based on"
    )
    Relation.objects.create(
        from_production=made["Hidden"],
        to_production=rows.production("Thin source"),
        type="based on",
    )


def test_the_sitemaps_leave_out_exactly_the_pages_that_ask_not_to_be_kept(client, db):
    everything_thin_and_not()
    listed = [
        address.removeprefix("http://testserver")
        for kind in ("people", "productions", "companies", "awards", "ceremonies", "categories")
        for address in located(client, f"/sitemap-{kind}.xml")
    ]
    kept, thin = [], []
    for row in Entity.objects.public().with_addresses():
        address = row.get_absolute_url()
        page = client.get(address).content.decode()
        (thin if '<meta name="robots" content="noindex">' in page else kept).append(address)
    assert sorted(listed) == sorted(kept)
    assert sorted(thin) == [
        "/awards/emmys/categories/thin-line/",
        "/awards/thin-award/",
        "/awards/tonys/",
        "/companies/thin-company/",
        "/companies/thin-giver/",
        "/people/is-hidden-with-its-film/",
        "/people/thin-nominee/",
        "/people/thin/",
        "/productions/shown/",
        "/productions/thin-film/",
        "/productions/thin-source/",
    ]


@pytest.mark.parametrize(
    ("announced", "before", "after"),
    [
        (
            {"nominations_announced_at": "2020-07-28 08:30:00-07:00"},
            "2020-07-28 08:29:59",
            "2020-07-28 08:30:00",
        ),
        ({"nominations_announced_on": "2020-07-28"}, "2020-07-28 23:59:59", "2020-07-29 12:00:00"),
        ({"nominations_announced_on": "2020-07"}, "2020-07-31 23:59:59", "2020-08-02 00:00:00"),
    ],
)
def test_who_is_known_for_a_nomination_alone_is_not_listed_before_it_is_announced(
    client, db, clock, announced, before, after
):
    clock.set("2020-06-01 12:00:00")
    night = rows.ceremony(rows.award("Emmys"), 2020, **announced)
    contest = rows.contest(night, rows.category(night.award, "Lead Actor"))
    film, actor = rows.production("Small Film"), rows.person("Ann Lee")
    rows.nomination(contest, actor, production=film)
    pages = {"/sitemap-people.xml": actor, "/sitemap-productions.xml": film}
    for address, row in pages.items():
        url = f"http://testserver{row.get_absolute_url()}"
        clock.set(before)
        assert url not in located(client, address)
        clock.set(after)
        assert url in located(client, address)
        assert "noindex" not in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("dates", "before", "after"),
    [
        # Nobody wrote down any date: what was entered is known.
        ({"nominations_announced_on": "", "held_on": "", "year_label": "?"}, None, "2020-06-01"),
        # Nobody has entered the winner of a night that is over, nor when nominees were announced.
        ({"nominations_announced_on": ""}, "2020-09-20 23:59:59", "2020-09-21"),
        ({"nominations_announced_on": "", "held_on": ""}, "2020-12-31 23:59:59", "2021-01-01"),
        # The hour is known, so nobody waits for the day to be over everywhere.
        (
            {"nominations_announced_on": "", "held_at": "2020-09-20 17:00:00-07:00"},
            "2020-09-20 16:59:59",
            "2020-09-20 17:00:00",
        ),
        # In New Zealand the day is over while it has hardly begun in Los Angeles.
        (
            {"nominations_announced_on": "2020-07-28", "time_zone": "Pacific/Auckland"},
            "2020-07-28 04:59:59",
            "2020-07-28 05:00:00",
        ),
    ],
)
def test_a_page_that_search_engines_may_keep_is_listed_in_the_same_moment(
    client, db, clock, dates, before, after
):
    clock.set("2020-05-01 12:00:00")
    night = rows.ceremony(rows.award("Emmys"), 2020, **dates)
    night.refresh_from_db()
    contest = rows.contest(night, rows.category(night.award, "Lead Actor"))
    film, actor = rows.production("Small Film"), rows.person("Ann Lee")
    nomination = rows.nomination(contest, actor, production=film)
    Nomination.objects.filter(pk=nomination.pk).update(announced_at=None)
    for address, row in (("/sitemap-people.xml", actor), ("/sitemap-productions.xml", film)):
        url = row.get_absolute_url()
        for moment, is_kept in ((before, False), (after, True)):
            if moment:
                clock.set(moment if " " in moment else f"{moment} 00:00:00")
                assert ("noindex" in client.get(url).content.decode()) is not is_kept
                assert (f"http://testserver{url}" in located(client, address)) is is_kept


@pytest.mark.both_databases
def test_whether_a_nomination_is_known_is_one_question_however_it_is_asked(db, clock):
    now = clock.set("2020-09-21 12:00:00")
    past, future = now - timedelta(days=1), now + timedelta(days=1)
    emmys = rows.award("Emmys")
    line = rows.category(emmys, "Lead Actor")
    days = ("", "2020-09-20", "2020-09-21", "2020-09", "2021")
    for number, (announced, held, at, label) in enumerate(
        product(days, days, (None, past, future), ("2019", "2020", "?"))
    ):
        night = rows.ceremony(
            emmys, 2020, slug=f"{number}", name=f"Night {number}", year_label=label
        )
        zone = ("Pacific/Honolulu", "Europe/London", "Pacific/Auckland")[number % 3]
        fields = {"nominations_announced_on": announced, "held_on": held, "held_at": at}
        for name, value in (fields | {"time_zone": zone}).items():
            setattr(night, name, value)
        night.save()
        contest = rows.contest(night, line, presented_at=(None, None, past, future)[number % 4])
        rows.nomination(contest, counts_as_nomination=number % 5 > 0)
        made = Nomination.objects.filter(contest=contest)
        made.update(announced_at=(None, None, past, None, future)[number % 7 % 5])
    for moment in (past, now, future):
        known = {row.pk for row in Nomination.objects.all() if row.is_known(moment)}
        assert {row.pk for row in Nomination.objects.known(moment)} == known
        assert 0 < len(known) < Nomination.objects.count()


def test_who_won_what_is_presented_after_the_night_is_not_listed_before(client, db, clock):
    at = clock.set("2020-11-01 12:00:00")
    night = rows.ceremony(rows.award("Emmys"), 2020)
    contest = rows.contest(night, rows.category(night.award, "Lead Actor"), presented_at=at)
    winner = rows.person("Ann Lee")
    rows.nomination(contest, winner, won=True, counts_as_nomination=False)
    for moment, is_out in (("11:59:59", False), ("12:00:00", True)):
        clock.set(f"2020-11-01 {moment}")
        listed = located(client, "/sitemap-people.xml")
        assert ("http://testserver/people/ann-lee/" in listed) is is_out


def test_news_is_what_came_out_in_two_days(client, ada, clock):
    clock.set("2020-09-17 12:00:00")
    published(by=ada, headline="Old news")
    clock.set("2020-09-19 12:00:01")
    published(by=ada, headline='*Title* & "quotes" <b>')
    page = tree(client, "/news-sitemap.xml")
    titles = [e.text for e in page.iter("{*}title")]
    assert titles == ['Title & "quotes" <b>']
    assert [e.text for e in page.iter("{*}publication_date")] == ["2020-09-19T12:00:01-07:00"]
    assert faults_of_sitemap(client.get("/news-sitemap.xml").content) == []


def test_a_withdrawn_story_leaves_the_sitemap(client, ada):
    article = published(by=ada)
    assert len(located(client, "/sitemap-stories.xml")) == 1
    publishing.withdraw(article, by=ada, because="It was not so.")
    assert located(client, "/sitemap-stories.xml") == []


def test_robots_may_not_look_at_the_desk_and_refused_ones_nowhere(client, settings):
    settings.CRAWLERS_REFUSED = ["GPTBot"]
    text = client.get("/robots.txt").content.decode()
    assert re.findall(r"^Disallow: (.*)$", text, re.MULTILINE) == ["/admin/", "/search/", "/"]
    assert "User-agent: GPTBot" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


@pytest.mark.parametrize("name", SITEMAPS)
def test_an_empty_sitemap_is_still_one(client, db, name):
    assert faults_of_sitemap(client.get(f"/sitemap-{name}.xml").content) == []
