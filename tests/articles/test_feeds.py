"""Feeds: what a reader elsewhere gets, by the schemas that other programs read by."""

import json
import re

from lxml import etree, html

from articles import addresses, publishing
from articles.models import Author, CuratedList, Tag
from people.models import Person
from photos.models import Picture
from tests.articles.stories import content, draft, published
from tests.fed import faults_of_json_feed, faults_of_rss
from tests.world import picture

HARD = 'She said "no" <b>& left</b> 🎬 שלום </script> ]]>'


def rss_of(client, page="/"):
    return etree.fromstring(client.get(f"{page}feed/").content)


def json_of(client, page="/"):
    return client.get(f"{page}feed.json").json()


def test_a_feed_with_hard_words_is_what_its_schema_says(client, ada):
    tag = Tag.objects.create(name=f"{HARD[:50]}\x0b", slug="hard")
    published(by=ada, headline=HARD, dek=HARD, tags=(tag.public_id,))
    assert faults_of_rss(client.get("/feed/").content) == []
    assert faults_of_json_feed(json_of(client)) == []
    assert (
        rss_of(client).findtext(".//item/title").startswith('She said "no" <b>& left</b> 🎬 שלום')
    )


def test_a_dek_with_an_angle_bracket_is_printed_as_it_was_typed(client, ada):
    published(by=ada, dek=HARD)
    as_html = rss_of(client).findtext(".//item/description")
    assert html.fromstring(as_html).xpath("//b") == []
    assert html.fromstring(as_html).text_content() == HARD
    assert json_of(client)["items"][0]["summary"] == HARD


def test_a_link_to_a_page_of_the_site_is_whole_in_a_feed_and_short_on_the_site(client, ada):
    link = '<a href="/news/awards/?page=2#top">awards</a>'
    article = published(by=ada, body=f'<p>{link} <a href="mailto:desk@example.com">us</a></p>')
    whole = link.replace('"/', '"http://testserver/')
    for text in (
        rss_of(client).findtext(".//{*}encoded"),
        json_of(client)["items"][0]["content_html"],
    ):
        assert whole in text
        assert 'href="mailto:desk@example.com"' in text
    assert link in client.get(article.get_absolute_url()).content.decode()


def test_a_story_keeps_its_identity_when_its_slug_changes(client, ada):
    article = published(by=ada)
    before = rss_of(client).findtext(".//item/guid")
    publishing.save(article, content(slug="another", headline="Another headline"), by=ada)
    publishing.publish(article, by=ada)
    after = rss_of(client)
    assert after.findtext(".//item/guid") == before == json_of(client)["items"][0]["id"]
    assert "another-" in after.findtext(".//item/link")


def test_names_lead_to_the_record_in_full_and_hidden_ones_nowhere(client, ada, clock):
    now = clock.set("2020-09-20 12:00:00")
    known = Person.objects.create(name="Known", slug="known", published_at=now)
    hidden = Person.objects.create(name="Hidden", slug="hidden")
    body = "".join(f'<p><a data-record="{p.public_id}">{p}</a></p>' for p in (known, hidden))
    published(by=ada, body=body)
    assert json_of(client)["items"][0]["content_html"] == (
        '<p><a href="http://testserver/people/known/">Known</a></p>\n<p>Hidden</p>'
    )


def test_a_table_is_a_plain_table_elsewhere(client, ada):
    rows = "<tr><th>Who</th><th>For</th></tr><tr><td>King</td><td><cite>Watchmen</cite></td></tr>"
    body = f'<p>One.</p><table data-caption="A &amp; B"><tbody>{rows}</tbody></table>'
    published(by=ada, body=body)
    assert json_of(client)["items"][0]["content_html"] == (
        '<p>One.</p><table><caption>A &amp; B</caption><thead><tr><th scope="col">Who</th>'
        '<th scope="col">For</th></tr></thead><tbody><tr><td>King</td><td><cite>Watchmen</cite></td>'
        "</tr></tbody></table>"
    )
    assert faults_of_rss(client.get("/feed/").content) == []


def test_a_feed_is_as_old_as_what_is_in_it(client, ada, clock):
    for hour in (11, 12):
        clock.set(f"2020-09-20 {hour}:00:00")
        published(by=ada)
    clock.set("2020-09-20 13:00:00")
    draft(by=ada)
    built = rss_of(client).findtext(".//lastBuildDate")
    assert built == "Sun, 20 Sep 2020 12:00:00 -0700"


def test_an_update_changes_its_date_and_a_silent_save_does_not(client, ada, clock):
    clock.set("2020-09-20 12:00:00")
    article = published(by=ada)
    clock.set("2020-09-20 13:00:00")
    publishing.save(article, content(dek="New."), by=ada)
    publishing.publish(article, by=ada)
    assert json_of(client)["items"][0]["date_modified"] == "2020-09-20T12:00:00-07:00"
    clock.set("2020-09-20 14:00:00")
    publishing.correct(article, by=ada, text="It was Hulu.")
    assert json_of(client)["items"][0]["date_modified"] == "2020-09-20T14:00:00-07:00"
    clock.set("2020-09-20 15:00:00")
    publishing.update(article, by=ada, note="Adds the speech.")
    assert json_of(client)["items"][0]["date_modified"] == "2020-09-20T15:00:00-07:00"


def test_a_picture_without_rights_is_in_no_feed(client, ada):
    lead, figure = picture("Lead"), picture("In the text")
    body = f'<p>One.</p><figure data-picture="{figure.public_id}"></figure>'
    published(by=ada, lead_picture=lead.public_id, body=body)
    item = json_of(client)["items"][0]
    assert ("image" in item, item["content_html"].count("<img")) == (True, 2)
    Picture.objects.update(rights="none")
    item = json_of(client)["items"][0]
    assert ("image" in item, item["content_html"]) == (False, "<p>One.</p>")


def test_a_feed_names_the_writers_and_not_who_reported(client, ada):
    ann = Author.objects.create(name="Ann Lee", slug="ann")
    published(by=ada, bylines=(("ines", ""), (ann.public_id, "reporting")))
    assert json_of(client)["items"][0]["authors"] == [{"name": "Ines Calloway"}]


def test_a_correction_is_an_item_of_its_own_however_old_its_story_and_however_many_are_newer(
    client, ada, clock
):
    clock.set("2020-01-01 09:00:00")
    old = published(by=ada, headline="The *Old* story")
    for day in range(1, 32):
        clock.set(f"2020-03-{day:02} 09:00:00")
        publishing.correct(published(by=ada), by=ada, text="It was Hulu.")
    clock.set("2020-05-01 09:00:00")
    publishing.correct(old, by=ada, text="It is *Her* & <him>.", kind="clarification")
    clock.set("2020-06-01 09:00:00")
    publishing.correct(old, by=ada, text="It was Monday.")
    feed = json_of(client, "/corrections/")
    assert (faults_of_json_feed(feed), len(feed["items"])) == ([], 30)
    assert faults_of_rss(client.get("/corrections/feed/").content) == []
    first, second, *_ = feed["items"]
    assert first["title"] == "Correction: The Old story"
    assert first["date_published"] == "2020-06-01T09:00:00-07:00"
    assert second["title"] == "Clarification: The Old story"
    assert "<p>It is <cite>Her</cite> &amp; &lt;him&gt;.</p>" in second["content_html"]
    address = f"http://testserver{old.get_absolute_url()}#notes"
    assert first["url"] == second["url"] == address
    assert '<footer class="notes" id="notes"' in client.get(address).content.decode()
    assert len({item["id"] for item in feed["items"]}) == 30
    publishing.save(old, content(headline="Another", slug="another"), by=ada)
    publishing.publish(old, by=ada)
    assert [item["id"] for item in json_of(client, "/corrections/")["items"]] == [
        item["id"] for item in feed["items"]
    ]
    guids = [guid.text for guid in rss_of(client, "/corrections/").iter("guid")]
    assert guids == [item["id"] for item in feed["items"]]
    publishing.withdraw(old, by=ada, because="It was wrong.")
    assert "Another" not in client.get("/corrections/feed/").content.decode()


def test_what_was_said_of_a_story_since_stands_at_its_end_in_every_feed(client, ada, clock):
    clock.set("2020-09-20 12:00:00")
    article = published(by=ada, body="<p>One.</p>")
    clock.set("2020-09-21 12:00:00")
    publishing.correct(article, by=ada, text="It was *Hulu*.")
    clock.set("2020-09-22 12:00:00")
    publishing.update(article, by=ada, note="Adds the speech.")
    for page in ("/", "/news/awards/"):
        assert json_of(client, page)["items"][0]["content_html"] == (
            "<p>One.</p>\n<p><b>Correction, September 21, 2020.</b> It was <cite>Hulu</cite>.</p>\n"
            "<p><b>Updated, September 22, 2020.</b> Adds the speech.</p>"
        )


def test_a_page_says_where_its_feeds_are(client, ada):
    published(by=ada)
    page = client.get("/news/awards/").content.decode()
    links = re.findall(r'<link rel="alternate" type="([^"]+)"[^>]* href="([^"]+)">', page)
    assert links == [
        ("application/rss+xml", "http://testserver/news/awards/feed/"),
        ("application/feed+json", "http://testserver/news/awards/feed.json"),
    ]


def test_the_feed_of_a_tag_that_only_a_hidden_story_bears_is_missing(client, ada):
    tag = Tag.objects.create(name="Secret", slug="secret")
    draft(by=ada, tags=(tag.public_id,))
    assert client.get("/tags/secret/feed/").status_code == 404


def test_the_feed_of_a_list_is_there_as_long_as_its_page_is(client, ada, clock):
    now = clock.set("2020-09-20 12:00:00")
    best = CuratedList.objects.create(name="Best of", slug="best", published_at=now)
    assert client.get("/best-of/best/feed/").status_code == 200
    CuratedList.objects.filter(pk=best.pk).update(published_at=None)
    assert client.get("/best-of/best/feed/").status_code == 404


def test_the_old_address_of_a_tag_that_only_a_hidden_story_bears_tells_nothing(client, ada):
    tag = Tag(name="Secret", slug="secret")
    addresses.save(tag, by=None)
    story = draft(by=ada, tags=(tag.public_id,))
    tag.slug = "known"
    addresses.save(tag, by=None)
    assert client.get("/tags/secret/feed/").status_code == 404
    publishing.publish(story, by=ada)
    assert client.get("/tags/secret/feed/")["Location"] == "/tags/known/feed/"


def test_an_old_address_of_a_feed_moves_once(client, ada):
    tag = Tag(name="HBO", slug="hbo")
    addresses.save(tag, by=None)
    published(by=ada, tags=(tag.public_id,))
    tag.slug = "home-box-office"
    addresses.save(tag, by=None)
    answer = client.get("/tags/hbo/feed.json")
    assert (answer.status_code, answer["Location"]) == (301, "/tags/home-box-office/feed.json")
    assert json.loads(client.get(answer["Location"]).content)["items"]
