"""What every kind of page says to machines, by the tools of those machines, with hard names in all."""

import re

import pytest
from lxml import etree

from newsroom.sitemaps import SITEMAPS
from newsroom.structured_data.json_ld import as_script
from tests.fed import faults_of_json_feed, faults_of_rss, faults_of_sitemap
from tests.hard import HARD, addresses_of_everything
from tests.schema_org import misses, objects, strangers
from tests.validity import complaints

pytestmark = pytest.mark.both_databases


@pytest.fixture
def everything(db):
    return addresses_of_everything()


@pytest.fixture
def pages(everything, reader):
    return {kind: reader.get(address).content.decode() for kind, address in everything.items()}


def test_every_page_speaks_schema_org(pages):
    for kind, page in pages.items():
        assert objects(page), kind
        assert 'property="og:title"' in page, kind
    assert strangers(pages) == []


def test_google_facebook_and_x_find_what_they_look_for_on_every_page(pages):
    assert misses(pages) == []


def test_the_tools_would_complain():
    thing = {"@type": "NewsArticle", "headline": "x", "headlin": "x"}
    page = f'<script type="application/ld+json">{as_script(thing)}</script>'
    (stranger,) = strangers({"misspelled": page})
    assert "headlin" in stranger
    assert "misspelled: NewsArticle[0].author" in "\n".join(misses({"misspelled": page}))


def test_every_page_is_html(pages):
    assert complaints({kind: page.encode() for kind, page in pages.items()}) == []


IN_THE_FEEDS = {"front": 2, "section": 2, "author": 2, "tag": 1, "list": 1, "corrections": 1} | {
    "person": 1, "company": 1, "award": 1, "ceremony": 1, "category": 1, "film": 1,
}  # fmt: skip
WITHOUT_FEEDS = ("story", "story without a writer", "awards")


def test_every_list_and_every_row_has_feeds_that_are_what_they_say(everything, reader):
    items = {}
    for kind, address in everything.items():
        if kind in WITHOUT_FEEDS:
            continue
        rss, feed = reader.get(f"{address}feed/").content, reader.get(f"{address}feed.json").json()
        assert (faults_of_rss(rss), faults_of_json_feed(feed)) == ([], []), kind
        assert rss.count(b"<item>") == len(feed["items"])
        if feed["items"]:
            items[kind] = len(feed["items"])
    assert items == IN_THE_FEEDS


def test_a_feed_reader_gets_the_hard_words_as_they_are(everything, reader):
    (item,) = reader.get("/tags/tag/feed.json").json()["items"]
    rss = etree.fromstring(reader.get("/tags/tag/feed/").content)
    headline = f"Headline with a Title: {HARD}"
    assert item["title"] == rss.findtext(".//item/title") == headline
    assert item["tags"] == [rss.findtext(".//item/category")] == [f"Tag: {HARD}"]
    assert item["content_html"] == rss.findtext(".//item/{*}encoded")
    assert rss.find(".//item/{*}content/{*}credit").text == "Ann Lee"
    assert rss.findtext(".//item/{*}content/{*}description") == f"A hand: {HARD}"


def test_the_sitemaps_name_every_page_that_may_be_kept_by_the_name_it_gives_itself(
    everything, pages, reader
):
    index = reader.get("/sitemap.xml").content
    documents = [reader.get(f"/sitemap-{name}.xml").content for name in SITEMAPS]
    for document in (index, reader.get("/news-sitemap.xml").content, *documents):
        assert faults_of_sitemap(document) == []
    located = [loc for page in documents for loc in re.findall(r"<loc>(.*?)</loc>", page.decode())]
    named = {}
    for kind, page in pages.items():
        (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)">', page)
        assert re.findall(r'<meta property="og:url" content="([^"]+)">', page) == [canonical]
        assert canonical == f"http://testserver{everything[kind]}"
        named[canonical] = "noindex" not in page
    named["http://testserver/news/awards/"] = True  # of the tests' other stories
    assert sorted(located) == sorted(address for address, kept in named.items() if kept)
