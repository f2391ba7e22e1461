"""Structured data, cards for other people's pages, and the drawn card of a story."""

import io
import json
import re

import pytest
from PIL import Image, ImageOps

from articles import publishing
from newsroom.share_cards import draw
from people.models import Person, Relation
from tests import schema_org
from tests.articles.stories import content, draft, published
from tests.people.pages import rows
from tests.world import picture

HARD = 'She said "no" <b> & </script><script>alert(1)</script> 🎬 שלום'


def objects(client, address):
    page = client.get(address).content.decode()
    return {thing["@type"]: thing for thing in schema_org.objects(page)}


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
    publishing.update(article, by=ada, note="Adds the speech.")
    address = article.get_absolute_url()
    news = objects(client, address)["NewsArticle"]
    assert news["headline"] == HARD
    assert news["datePublished"] == "2020-09-20T18:31:00-07:00"
    assert news["dateModified"] == "2020-09-20T18:47:00-07:00"
    assert [author["name"] for author in news["author"]] == ["Ines Calloway"]
    assert [note["text"] for note in news["correction"]] == ["It was Hulu."]
    assert news["mainEntityOfPage"] == f"http://testserver{address}"


def test_a_story_is_about_those_it_links_and_readers_may_see(client, ada):
    ruffalo, hidden = rows.person("Mark Ruffalo"), rows.person("Nobody Yet", published_at=None)
    linked = "".join(
        f'<a data-record="{row.public_id}">{row.name}</a> ' for row in (ruffalo, hidden)
    )
    article = published(by=ada, body=f"<p>{linked}won.</p>")
    [about] = objects(client, article.get_absolute_url())["NewsArticle"]["about"]
    assert (about["@type"], about["name"]) == ("Person", "Mark Ruffalo")
    assert about["url"] == f"http://testserver{ruffalo.get_absolute_url()}"


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


def test_the_awards_of_a_person_are_wins_under_the_name_that_each_contest_then_had(client, db):
    emmys, ruffalo = rows.award(), rows.person("Mark Ruffalo")
    line = rows.category(emmys, "Lead Actor")
    for year, won in ((2020, True), (2015, False)):
        contest = rows.contest(rows.ceremony(emmys, year), line, f"Actor of {year}")
        rows.nomination(contest, ruffalo, won=won)
    told = objects(client, "/people/mark-ruffalo/")["Person"]
    assert told["award"] == ["Actor of 2020, Emmys 2020"]


@pytest.mark.parametrize(("rights", "is_said"), [("owned", True), ("none", False)])
def test_a_picture_of_the_record_is_said_only_while_it_may_be_published(
    client, db, rights, is_said
):
    shown = picture("The portrait", rights=rights)
    rows.person("Mark Ruffalo", picture=shown)
    assert ("image" in objects(client, "/people/mark-ruffalo/")["Person"]) is is_said
    assert ("og:image:alt" in card_tags(client, "/people/mark-ruffalo/")) is is_said


def test_a_trail_has_no_picture_though_its_page_has(client, db):
    emmys, shown = rows.award(), picture("The statue")
    rows.category(emmys, "Lead Actor", picture=shown)
    address = "/awards/emmys/categories/lead-actor/"
    assert card_tags(client, address)["og:image:alt"] == "The statue"
    assert objects(client, address)["BreadcrumbList"].keys() == {
        "@context",
        "@type",
        "itemListElement",
    }


@pytest.mark.parametrize(
    ("made", "word"),
    [
        ("film", "Movie"),
        ("television movie", "Movie"),
        ("short", "Movie"),
        ("series", "TVSeries"),
        ("limited series", "TVSeries"),
        ("special", "TVSeries"),
        ("novel", "Book"),
        ("nonfiction book", "Book"),
        ("stage", "Play"),
        ("comic", "CreativeWork"),
    ],
)
def test_each_type_of_production_has_the_word_that_search_engines_know(client, db, made, word):
    rows.production("The Twins", type=made)
    assert word in objects(client, "/productions/the-twins/")


def test_a_book_has_no_episodes_and_no_composer(client, db):
    novel = rows.production("The Twins", type="novel", parts=3)
    rows.credit(novel, rows.person("Wally Lamb"), role="author")
    rows.credit(novel, rows.person("Ann Lee"), role="composer")
    told = objects(client, "/productions/the-twins/")["Book"]
    assert [one["name"] for one in told["author"]] == ["Wally Lamb"]
    assert not {"musicBy", "numberOfEpisodes"} & told.keys()


def test_a_production_says_who_plays_whom_and_what_it_stands_on(client, db):
    hbo = rows.company("HBO")
    twins = rows.production("The Twins", house=hbo, year=2020, parts=6)
    novel = rows.production("The Twins, a novel", type="novel")
    earlier = rows.production("The Elder Twins")
    for to, how in ((novel, "based on"), (earlier, "sequel to")):
        Relation.objects.create(from_production=twins, to_production=to, type=how)
    star, maker = rows.person("Mark Ruffalo"), rows.person("Derek Cianfrance")
    rows.credit(twins, star, characters=["Dominick", "Thomas"], billing=1)
    rows.credit(twins, rows.person("Rob Huebel"), billing=2)
    for role in ("director", "writer"):
        rows.credit(twins, maker, role=role, credited_as="D. M. Cianfrance")
    told = objects(client, "/productions/the-twins/")["TVSeries"]
    lead, other = told["actor"]
    assert (lead["@type"], lead["characterName"]) == ("PerformanceRole", ["Dominick", "Thomas"])
    assert lead["actor"] == {
        "@type": "Person",
        "@id": f"tag:thecallsheet.example,2020:person-{star.public_id}",
        "name": "Mark Ruffalo",
        "url": "http://testserver/people/mark-ruffalo/",
    }
    assert (other["@type"], other["name"]) == ("Person", "Rob Huebel")
    for word in ("director", "author"):
        assert [one["name"] for one in told[word]] == ["Derek Cianfrance"]
    assert [(one["@type"], one["name"]) for one in told["isBasedOn"]] == [
        ("Book", "The Twins, a novel")
    ]
    assert (told["datePublished"], told["numberOfEpisodes"]) == ("2020", 6)


def test_other_names_are_said_if_readers_see_them(client, db):
    hbo = rows.company("Home Box Office", short_name="HBO", slug="hbo")
    for name, shown in (("Green Channel", "always"), ("HBO", "always"), ("Hobo", "never")):
        hbo.names.create(name=name, kind="former", until="1972", shown=shown)
    told = objects(client, "/companies/hbo/")["Organization"]
    assert told["alternateName"] == ["Green Channel", "HBO"]


def test_the_works_of_a_person_are_a_list_in_the_order_of_the_page(client, db):
    star = rows.person("Mark Ruffalo")
    for title, year in (("Zodiac", 2007), ("Spotlight", 2015), ("In the Cut", 2003)):
        rows.credit(rows.production(title, year=year), star)
    told = objects(client, "/people/mark-ruffalo/")["ItemList"]
    assert (told["name"], told["numberOfItems"]) == ("Credits of Mark Ruffalo", 3)
    assert [(line["position"], line["name"], line["url"]) for line in told["itemListElement"]] == [
        (1, "Spotlight", "http://testserver/productions/spotlight/"),
        (2, "Zodiac", "http://testserver/productions/zodiac/"),
        (3, "In the Cut", "http://testserver/productions/in-the-cut/"),
    ]


def test_a_ceremony_is_the_list_of_its_contests_and_of_its_works(client, db):
    emmys = rows.award()
    night, lead = rows.ceremony(emmys, 2020), rows.category(emmys, "Lead Actor")
    twins = rows.production("The Twins")
    best = rows.contest(night, lead)
    for name in ("Mark Ruffalo", "Hugh Jackman"):
        rows.nomination(best, rows.person(name), production=twins)
    contests, works = lists(client, "/awards/emmys/2020/")
    assert contests["@id"].endswith(f":ceremony-{night.public_id}")
    assert [line["name"] for line in contests["itemListElement"]] == ["Lead Actor"]
    assert [line["name"] for line in works["itemListElement"]] == ["The Twins"]


def lists(client, address):
    page = client.get(address).content.decode()
    return [thing for thing in schema_org.objects(page) if thing["@type"] == "ItemList"]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("/awards/", ["The record"]),
        ("/awards/emmys/", ["The record", "Primetime Emmy Awards"]),
        ("/awards/emmys/2020/", ["The record", "Emmys", "Emmys 2020"]),
        (
            "/awards/emmys/categories/lead-actor/",
            ["The record", "Emmys", "Categories", "Lead Actor"],
        ),
        ("/people/mark-ruffalo/", ["The record", "Mark Ruffalo"]),
    ],
)
def test_every_page_of_the_record_says_the_way_down_to_it(client, db, address, names):
    emmys = rows.award()
    rows.ceremony(emmys, 2020)
    rows.category(emmys, "Lead Actor")
    rows.person("Mark Ruffalo")
    steps = objects(client, address)["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == names
    assert steps[-1]["item"] == f"http://testserver{address}"


def test_a_page_that_is_kept_may_be_shown_with_a_large_picture_and_a_thin_one_is_not_kept(
    client, db
):
    rows.person("Nobody")
    rows.credit(rows.production("Film", slug="film"), rows.person("Somebody"))

    def robots(address):
        return re.findall(r'name="robots" content="([^"]+)"', client.get(address).content.decode())

    large = ["max-image-preview:large, max-snippet:-1, max-video-preview:-1"]
    assert [robots(a) for a in ("/", "/people/somebody/", "/people/nobody/")] == [
        large,
        large,
        ["noindex"],
    ]


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


def test_a_title_is_in_italics_on_the_card_and_nothing_else_is(client):
    whole = draw("*The Twins*, explained", "TV", "white", "The Call Sheet")
    assert whole != draw("The Twins, explained", "TV", "white", "The Call Sheet")
    assert draw("M*A*S*H", "", "white", "") == draw("M\\*A\\*S\\*H", "", "white", "")


def test_what_the_faces_have_no_letter_for_leaves_no_box(client):
    assert draw("Night 🎬 שלום ends", "", "white", "") == draw("Night ends", "", "white", "")
    assert draw("שלום", "TV", "white", "The Call Sheet")


@pytest.mark.parametrize("headline", ["x" * 250, "*" + "x" * 250 + "*", "word " * 200])
def test_nothing_of_a_headline_runs_off_the_card(headline):
    drawn = Image.open(io.BytesIO(draw(headline, "TV", "white", "The Call Sheet")))
    left, top, right, bottom = ImageOps.invert(drawn.convert("L")).getbbox()
    assert 30 <= left < right <= 1200 - 30
    assert 30 <= top < bottom <= 630 - 30


def test_what_is_hidden_has_no_card(client, ada):
    article = draft(by=ada)
    assert client.get(f"/cards/{article.public_id}.png").status_code == 404


def test_a_program_that_looks_at_no_page_finds_the_icon(client):
    answer = client.get("/favicon.ico")
    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")
