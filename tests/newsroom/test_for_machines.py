"""Structured data, cards for other people's pages, and the drawn card of a story."""

import io
import json
import re

import pytest
from PIL import Image

from articles import publishing
from people.models import Person
from tests.articles.stories import content, draft, published

HARD = 'She said "no" <b> & </script><script>alert(1)</script> 🎬 שלום'


def objects(client, address):
    page = client.get(address).content.decode()
    scripts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return {thing["@type"]: thing for thing in map(json.loads, scripts)}


def card_tags(client, address):
    page = client.get(address).content.decode()
    return dict(
        re.findall(
            r'<meta (?:property|name)="((?:og|article|twitter):[^"]+)" content="([^"]*)"', page
        )
    )


def test_a_story_says_what_readers_see_even_with_hard_words(client, ada, clock):
    clock.set("2020-09-20 18:31:00")
    article = published(by=ada, headline=HARD, dek="Dek.")
    clock.set("2020-09-20 18:47:00")
    publishing.correct(article, by=ada, text="It was *Hulu*.")
    address = article.get_absolute_url()
    news = objects(client, address)["NewsArticle"]
    assert news["headline"] == HARD
    assert news["datePublished"] == "2020-09-20T18:31:00-07:00"
    assert news["dateModified"] == "2020-09-20T18:47:00-07:00"
    assert [author["name"] for author in news["author"]] == ["Ines Calloway"]
    assert [note["text"] for note in news["correction"]] == ["It was Hulu."]
    assert news["mainEntityOfPage"] == f"http://testserver{address}"


def test_the_trail_of_a_story_goes_through_its_section(client, ada):
    article = published(by=ada)
    steps = objects(client, article.get_absolute_url())["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [
        (1, "Awards"),
        (2, "An envelope is opened"),
    ]


def test_a_card_has_the_words_that_the_desk_gave_it(client, ada):
    article = published(by=ada, social_title="For others", social_description="Read it.")
    tags = card_tags(client, article.get_absolute_url())
    assert (tags["og:title"], tags["og:description"]) == ("For others", "Read it.")
    assert tags["og:url"] == f"http://testserver{article.get_absolute_url()}"
    assert tags["og:image"] == f"http://testserver/cards/{article.public_id}.png"
    assert (tags["og:image:width"], tags["og:image:height"]) == ("1200", "630")


def test_a_person_is_told_by_wins_and_never_by_a_name_left_behind(client, db, clock):
    now = clock.set("2020-09-20 12:00:00")
    person = Person.objects.create(
        name="Ann Lee", slug="ann-lee", born="1990-05", summary="Acts.", published_at=now
    )
    person.names.create(name="Old Name", kind="former", shown="never")
    told = objects(client, "/people/ann-lee/")["Person"]
    assert (told["name"], told["birthDate"], told["description"]) == ("Ann Lee", "1990-05", "Acts.")
    assert "Old Name" not in json.dumps(told)


def test_the_card_of_a_story_is_drawn_and_follows_its_headline(client, ada):
    article = published(by=ada, headline=HARD[:60])
    first = client.get(f"/cards/{article.public_id}.png")
    assert Image.open(io.BytesIO(first.content)).size == (1200, 630)
    publishing.save(article, content(headline="Another headline"), by=ada)
    assert client.get(f"/cards/{article.public_id}.png").content == first.content
    publishing.publish(article, by=ada)
    assert client.get(f"/cards/{article.public_id}.png").content != first.content


@pytest.mark.parametrize("words", ["x" * 250, "word " * 49, "I"])
def test_any_headline_fits_its_card(client, ada, words):
    article = published(by=ada, headline=words)
    assert client.get(f"/cards/{article.public_id}.png").status_code == 200


def test_what_is_hidden_has_no_card(client, ada):
    article = draft(by=ada)
    assert client.get(f"/cards/{article.public_id}.png").status_code == 404
