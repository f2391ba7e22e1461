"""What stays as it was told to others: identities, dates, and every address that was ever given."""

import re

import pytest

from articles import addresses, publishing
from articles.models import Author, CuratedList, CuratedStory, Section, Tag
from awards.models import Award, Category, Ceremony
from people import editing, merging
from people.models import Company, Person, Production
from tests.articles.stories import content, published
from tests.schema_org import objects
from tests.world import link


def told(client, address):
    """Every identity and date of the page's objects, by where it stands."""
    page = client.get(address, follow=True).content.decode()
    return {
        where: said
        for thing in objects(page)
        for where, said in walk(thing, thing["@type"])
        if where.endswith(("@id", "datePublished", "dateModified"))
    }


def walk(thing, where):
    if isinstance(thing, dict | list):
        inner = thing.items() if isinstance(thing, dict) else enumerate(thing)
        for name, said in inner:
            yield from walk(said, f"{where}.{name}")
    else:
        yield where, thing


def fed(client):
    """What says in a feed and in a sitemap which story it is, and when it changed."""
    (item,) = client.get("/feed.json").json()["items"]
    rss = client.get("/feed/").content.decode()
    kept = (
        rss[rss.index("<guid") : rss.index("</pubDate>")],
        rss[rss.index("<lastBuildDate") :][:60],
    )
    (dated,) = re.findall(
        "<lastmod>.*</lastmod>", client.get("/sitemap-stories.xml").content.decode()
    )
    return item["id"], item["date_published"], item["date_modified"], kept, dated


def test_a_story_keeps_its_identity_and_its_dates_when_all_around_it_is_renamed(client, ada, clock):
    clock.set("2020-09-20 18:00:00")
    ann = editing.create(Person, name="Ann Lee", by=ada)
    editing.publish(ann, by=ada)
    body = f"<p>Of {link(ann)}.</p>"
    story = published(by=ada, body=body)
    clock.set("2020-09-20 19:00:00")
    publishing.correct(story, by=ada, text="It was Hulu.")
    first = story.get_absolute_url()
    before = told(client, first), fed(client)
    assert before[0]["NewsArticle.dateModified"] == "2020-09-20T19:00:00-07:00"

    clock.set("2020-10-01 09:00:00")
    section = Section(public_id="film", name="Film", slug="film")
    addresses.save(section, by=None)
    renamed = content(slug="another", headline="Another", section="film", body=body)
    publishing.save(story, renamed, by=ada)
    publishing.publish(story, by=ada)
    author = Author.objects.get(public_id="ines")
    author.name, author.slug = "Ines Quill", "ines-quill"
    addresses.save(author, by=None)
    editing.rename(ann, name="Ann Quill", by=ada)

    assert client.get(first).status_code == 301
    assert (told(client, first), fed(client)) == before


def test_a_person_keeps_their_identity_under_another_name(client, ada):
    ann = editing.create(Person, name="Ann Lee", by=ada)
    editing.publish(ann, by=ada)
    before = told(client, "/people/ann-lee/")
    editing.rename(ann, name="Ann Quill", by=ada)
    assert told(client, "/people/ann-quill/") == before != {}


# Old addresses ---------------------------------------------------------------------------------------

KINDS = {
    Person: ("/people/{}/", {}),
    Production: ("/productions/{}/", {"type": "film"}),
    Company: ("/companies/{}/", {"type": "network"}),
    Award: ("/awards/{}/", {}),
    Ceremony: ("/awards/emmys/{}/", {"year_label": "2020"}),
    Category: ("/awards/emmys/categories/{}/", {}),
}
LISTS = {
    Tag: "/tags/{}/",
    Author: "/authors/{}/",
    Section: "/news/{}/",
    CuratedList: "/best-of/{}/",
}


def assert_one_hop(client, old, new):
    """From the page and both its feeds, and only the page of a list that was asked for is kept."""
    for under in ("", "feed/", "feed.json"):
        answer = client.get(f"{old}{under}?utm_source=x")
        assert (answer.status_code, answer["Location"]) == (301, f"{new}{under}")
        assert client.get(answer["Location"]).status_code == 200


def entered(model, slug, ada, **fields):
    if model in (Ceremony, Category):
        emmys = Award.objects.filter(slug="emmys").first()
        fields["award"] = emmys or entered(Award, "emmys", ada)
    row = editing.create(model, name=slug.title(), slug=slug, by=ada, **fields)
    editing.publish(row, by=ada)
    return row


@pytest.mark.parametrize("model", KINDS)
def test_a_row_of_the_record_is_one_hop_from_every_address_it_ever_had(client, ada, model):
    address, fields = KINDS[model]
    row = entered(model, "first", ada, **fields)
    for slug in ("second", "third"):
        editing.rename(row, name=slug.title(), slug=slug, by=ada)
    for slug in ("first", "second"):
        assert_one_hop(client, address.format(slug), address.format("third"))


@pytest.mark.parametrize("model", KINDS)
def test_a_merged_row_is_one_hop_from_its_survivor(client, ada, model):
    address, fields = KINDS[model]
    rows = [entered(model, slug, ada, **fields) for slug in ("first", "second", "third")]
    editing.rename(rows[0], name="Older", slug="older", by=ada)
    merging.merge(rows[0], into=rows[1], by=ada)
    merging.merge(rows[1], into=rows[2], by=ada)
    for slug in ("first", "older", "second"):
        assert_one_hop(client, address.format(slug), address.format("third"))


@pytest.mark.parametrize("change", ["renamed", "merged"])
def test_what_is_below_an_award_is_one_hop_away_too_though_both_moved(client, ada, change):
    night, line = entered(Ceremony, "2020", ada, year_label="2020"), entered(Category, "lead", ada)
    emmys = Award.objects.get(slug="emmys")
    if change == "renamed":
        editing.rename(emmys, name="Primetime", slug="primetime", by=ada)
    else:
        merging.merge(emmys, into=entered(Award, "primetime", ada), by=ada)
    for row, slug in ((night, "seventy-second"), (line, "lead-actor")):
        row.refresh_from_db()
        editing.rename(row, name=slug, slug=slug, by=ada)
    assert_one_hop(client, "/awards/emmys/2020/", "/awards/primetime/seventy-second/")
    assert_one_hop(
        client, "/awards/emmys/categories/lead/", "/awards/primetime/categories/lead-actor/"
    )


@pytest.mark.parametrize("model", LISTS)
def test_a_list_of_stories_is_one_hop_from_every_address_it_ever_had(client, ada, clock, model):
    now = clock.set("2020-09-20 12:00:00")
    row = model(name="First", slug="first")
    row.published_at = now
    addresses.save(row, by=None)
    about = {"tags": (row.public_id,)} if model is Tag else {}
    about |= {"bylines": ((row.public_id, ""),)} if model is Author else {}
    story = published(by=ada, **about)
    if model is CuratedList:
        CuratedStory.objects.create(curated_list=row, article=story, position=0)
    for slug in ("second", "third"):
        row.slug = slug
        addresses.save(row, by=None)
    for slug in ("first", "second"):
        assert_one_hop(client, LISTS[model].format(slug), LISTS[model].format("third"))


def test_the_older_pages_of_a_list_move_with_it(client, ada, clock):
    tag = Tag(name="HBO", slug="hbo")
    addresses.save(tag, by=None)
    for hour in range(21):
        clock.set(f"2020-09-20 {hour:02}:00:00")
        published(by=ada, tags=(tag.public_id,))
    (older,) = re.findall(
        r'href="(/tags/hbo/\?before=[^"]+)"', client.get("/tags/hbo/").content.decode()
    )
    tag.slug = "home-box-office"
    addresses.save(tag, by=None)
    answer = client.get(older)
    assert (answer.status_code, answer["Location"]) == (
        301,
        older.replace("hbo", "home-box-office"),
    )
    assert client.get(answer["Location"]).status_code == 200
