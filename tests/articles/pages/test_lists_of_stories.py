"""Sections, tags, authors, curated lists and corrections, as a reader pages through them."""

import re
from datetime import timedelta
from itertools import chain

import pytest
from django.utils import timezone

from articles import addresses, publishing
from articles.models import Article, Author, Correction, CuratedList, CuratedStory, Section, Tag
from tests.articles.stories import draft, published
from tests.people.pages import rows
from tests.world import link, picture

pytestmark = pytest.mark.django_db

LISTS = ["/news/awards/", "/tags/emmys-2020/", "/authors/ines/"]


@pytest.fixture
def tag():
    tag = Tag(name="Emmys 2020", slug="emmys-2020")
    addresses.save(tag, by=None)
    return tag


def written(tag, count, *, first="2020-09-20 18:00:00", clock):
    """`count` stories of one author, section and tag, a minute apart, the oldest first."""
    start = clock.set(first)
    for number in range(count):
        clock.set(f"{start + timedelta(minutes=number)}")
        published(headline=f"Number {number}", tags=(tag.public_id,))


def headlines(page):
    listed = page.content.decode().partition('<h2 class="vh" id="list">')[2].partition("<footer")[0]
    return re.findall(r"<h3><a [^>]*>([^<]*)</a>", listed)


def pages(reader, address):
    """Every page of a list, by its "Older" links."""
    found = [reader.get(address)]
    while older := re.search(r'<a href="([^"]+)" rel="next">Older', found[-1].content.decode()):
        found.append(reader.get(older[1]))
    return found


# Paging --------------------------------------------------------------------------------------------


def test_older_pages_show_every_story_once_newest_first(reader, tag, clock):
    written(tag, 45, clock=clock)
    for address in LISTS:
        shown = [headlines(page) for page in pages(reader, address)]
        assert [len(page) for page in shown] == [20, 20, 5], address
        assert [*chain(*shown)] == [f"Number {n}" for n in reversed(range(45))], address


def test_stories_of_one_moment_are_all_shown(reader, tag, clock):
    moment = clock.set("2020-09-20 18:00:00.123456")
    for number in range(25):
        published(headline=f"Number {number}", tags=(tag.public_id,))
    assert set(Article.objects.values_list("published_at", flat=True)) == {moment}
    shown = [headlines(page) for page in pages(reader, "/tags/emmys-2020/")]
    assert sorted(chain(*shown)) == sorted(f"Number {n}" for n in range(25))


def test_a_new_story_moves_nothing_on_the_next_page(reader, tag, clock):
    written(tag, 25, clock=clock)
    first = reader.get("/news/awards/").content.decode()
    older = re.search(r'href="([^"]+)" rel="next"', first)[1]
    before = headlines(reader.get(older))
    published(headline="Just in")
    assert headlines(reader.get(older)) == before


def test_an_older_page_leads_back_to_the_newest(reader, tag, clock):
    written(tag, 21, clock=clock)
    first, last = pages(reader, "/news/awards/")
    assert b">Newest</a>" not in first.content
    assert b'<a href="/news/awards/">Newest</a>' in last.content
    assert b"Older" not in last.content


@pytest.mark.parametrize("address", [*LISTS, "/corrections/", "/best-of/best/"])
@pytest.mark.parametrize(
    "key", ["7", "x", "20209999T999999Z-abc", "20010101T000000Z-abcdefgh", "%00"]
)
def test_a_page_that_no_list_has_is_missing(reader, tag, address, key):
    story = published(tags=(tag.public_id,))
    best = CuratedList.objects.create(name="Best", slug="best", published_at=timezone.now())
    CuratedStory.objects.create(curated_list=best, article=story)
    assert reader.get(f"{address}?before={key}").status_code == 404


# Days, empty pages -----------------------------------------------------------------------------------


def test_each_day_has_its_heading(reader, clock):
    for moment in ("2020-09-19 23:59:00", "2020-09-20 00:01:00", "2020-09-20 09:00:00"):
        clock.set(moment)
        published(headline=moment)
    page = reader.get("/news/awards/").content.decode()
    assert re.findall(r'<p class="day">([^<]*)</p>|<h3><a [^>]*>([^<]*)', page) == [
        ("Sunday, September 20, 2020", ""),
        ("", "2020-09-20 09:00:00"),
        ("", "2020-09-20 00:01:00"),
        ("Saturday, September 19, 2020", ""),
        ("", "2020-09-19 23:59:00"),
    ]


def test_a_section_without_stories_says_what_will_come(reader):
    Section.objects.create(name="Film", slug="film", description="What opens.")
    page = reader.get("/news/film/")
    assert page.status_code == 200
    assert b"The first story in this section will appear here." in page.content
    assert b"What opens." in page.content


def test_a_section_shows_its_topics_and_the_productions_in_the_news(reader, tag):
    twins = rows.production("The Twins", house=rows.company("HBO"))
    for _ in range(2):
        published(tags=(tag.public_id,), body=f"<p>{link(twins)}</p>")
    published(body=f"<p>{link(rows.production('Heart'))}</p>")
    page = reader.get("/news/awards/").content.decode()
    rail = page.partition("Productions in the news")[2]
    assert re.findall(r"<b><a [^>]*>([^<]*)</a></b><span>([^<]*)", rail) == [
        ("The Twins", "HBO"),
        ("Heart", ""),
    ]
    assert '<nav class="tags" aria-label="Topics"><a href="/tags/emmys-2020/">' in page


def test_corrections_are_listed_with_their_stories_newest_first(reader, clock):
    story = published(headline="About *Normal People*")
    for hour, text in ((9, "It was Hulu."), (11, "It was 2020.")):
        at = timezone.now() - timedelta(hours=hour)
        Correction.objects.create(article=story, text=text, made_at=at)
    hidden = published(headline="Gone")
    Correction.objects.create(article=hidden, text="Hidden text.")
    publishing.withdraw(hidden, by=None, because="Wrong.")
    page = reader.get("/corrections/").content.decode()
    assert page.index("It was Hulu.") < page.index("It was 2020.")
    assert f'<a href="{story.get_absolute_url()}">About <cite>Normal People</cite></a>' in page
    assert "Hidden text." not in page


def test_corrections_page_too(reader):
    story = published()
    for number in range(21):
        at = timezone.now() - timedelta(minutes=number)
        Correction.objects.create(article=story, text=f"Wrong {number}.", made_at=at)
    shown = [re.findall(r"Wrong \d+", p.content.decode()) for p in pages(reader, "/corrections/")]
    assert [len(page) for page in shown] == [20, 1]


def test_no_corrections_is_an_empty_page(reader):
    assert b"Nothing to correct" in reader.get("/corrections/").content


# Authors and curated lists ---------------------------------------------------------------------------


def test_an_authors_page_has_every_story_that_bears_the_name_once(reader):
    drawn = picture("Ann at her desk")
    ann = Author.objects.create(name="Ann Lee", slug="ann", title="Critic", picture=drawn)
    both = ((ann.public_id, ""), (ann.public_id, "photography"))
    published(headline="Words and pictures", bylines=both)
    published(headline="Helped", bylines=((ann.public_id, "reporting"),))
    published(headline="By another")
    page = reader.get("/authors/ann/")
    assert sorted(headlines(page)) == ["Helped", "Words and pictures"]
    assert b"Critic" in page.content
    assert b'alt="Ann at her desk"' in page.content


def test_a_curated_list_keeps_its_editors_order_and_shows_only_what_is_public(reader):
    best = CuratedList.objects.create(name="Best", slug="best", published_at=timezone.now())
    stories = [published(headline=f"Kept {n}") for n in range(23)]
    for place, story in enumerate([draft(headline="Not yet"), *reversed(stories)]):
        CuratedStory.objects.create(curated_list=best, article=story, position=place)
    shown = [headlines(page) for page in pages(reader, "/best-of/best/")]
    assert [len(page) for page in shown] == [20, 3]
    assert [*chain(*shown)] == [f"Kept {n}" for n in reversed(range(23))]


def test_a_story_on_a_curated_list_has_its_day(reader, clock):
    clock.set("2020-09-20 18:31:00")
    best = CuratedList.objects.create(name="Best", slug="best", published_at=timezone.now())
    CuratedStory.objects.create(curated_list=best, article=published())
    assert b'">September 20, 2020</time>' in reader.get("/best-of/best/").content


def test_a_public_list_without_stories_says_what_will_come(reader):
    CuratedList.objects.create(name="Best", slug="best", published_at=timezone.now())
    page = reader.get("/best-of/best/")
    assert (page.status_code, b"Nothing on this list yet" in page.content) == (200, True)


def test_a_list_that_is_not_public_is_missing(reader):
    best = CuratedList.objects.create(name="Best", slug="best")
    CuratedStory.objects.create(curated_list=best, article=published())
    assert reader.get("/best-of/best/").content == reader.get("/best-of/nothing/").content


# Old addresses ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [("tag", "tags"), ("author", "authors"), ("section", "news"), ("curated_list", "best-of")],
)
def test_an_old_slug_leads_to_the_new_one_in_one_hop(reader, kind, prefix):
    story = published()
    row = addresses.MODELS[kind](name="A name", slug="old-slug")
    row.published_at = timezone.now()
    addresses.save(row, by=None)
    _use(story, row)
    row.slug = "new-slug"
    addresses.save(row, by=None)
    answer = reader.get(f"/{prefix}/old-slug/")
    assert (answer.status_code, answer["Location"]) == (301, f"/{prefix}/new-slug/")
    assert reader.get(answer["Location"]).status_code == 200


def _use(story, row):
    """The story bears the tag, or is by the author."""
    if isinstance(row, Tag):
        story.tagged.create(tag=row)
    if isinstance(row, Author):
        story.bylines.create(author=row)


@pytest.mark.parametrize("prefix", ["tags", "authors"])
def test_the_old_slug_of_what_is_hidden_is_missing_too(reader, prefix):
    row = (Tag if prefix == "tags" else Author)(name="A name", slug="old-slug")
    addresses.save(row, by=None)
    row.slug = "new-slug"
    addresses.save(row, by=None)
    missing = reader.get(f"/{prefix}/nobody/").content
    assert reader.get(f"/{prefix}/old-slug/").content == missing
    assert reader.get(f"/{prefix}/new-slug/").content == missing


@pytest.mark.parametrize("prefix", ["tags", "authors"])
def test_what_only_a_hidden_story_has_looks_like_what_never_was(reader, tag, prefix):
    story = published(tags=(tag.public_id,))
    slug = {"tags": "emmys-2020", "authors": "ines"}[prefix]
    assert reader.get(f"/{prefix}/{slug}/").status_code == 200
    publishing.withdraw(story, by=None, because="Wrong.")
    assert reader.get(f"/{prefix}/{slug}/").content == reader.get(f"/{prefix}/nobody/").content


def test_a_tag_in_any_alphabet_has_its_page(reader):
    tag = Tag(name="Beyoncé", slug="beyoncé")
    addresses.save(tag, by=None)
    story = published(tags=(tag.public_id,))
    assert reader.get(tag.get_absolute_url()).status_code == 200
    assert reader.get(story.get_absolute_url()).status_code == 200
    assert reader.get("/tags/%00/").status_code == 404
