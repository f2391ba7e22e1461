"""Jump: a few letters lead to a story, a name, a picture or a place of the desk."""

import html
import re

import pytest

from articles import publishing, tagging
from articles.models import Section, Tag
from people.models import EntityName
from tests.articles.stories import content, draft, published
from tests.people.pages import rows
from tests.world import picture

pytestmark = pytest.mark.both_databases

JUMP = "/admin/jump/"


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def found(client, asked, **query):
    """What is listed, as {"Stories": [("An envelope is opened", "Draft, Awards")]}."""
    page = client.get(JUMP, {"q": asked, "list": "1"} | query).content.decode()
    groups = re.findall(r'role="presentation">([^<]+)</p>(.*?)</div>', page, re.DOTALL)
    return {
        name: [
            (html.unescape(label), html.unescape(what))
            for label, what in re.findall(r"<b>(.*?)</b>(?: <span>(.*?)</span>)?", hits)
        ]
        for name, hits in groups
    }


def test_a_story_is_found_by_its_newest_headline_with_where_it_stands(desk, ada):
    story = published(by=ada, headline="What readers see")
    publishing.save(story, content(headline="Beyoncé’s *Lemonade*, again"), by=ada)
    for asked in ("beyonce", "LEMONADE", "again beyonce", "beyoncé's lem"):
        assert found(desk, asked) == {
            "Stories": [
                ("Beyoncé’s <cite>Lemonade</cite>, again", "Published, with changes, Awards")
            ]
        }
    assert found(desk, "readers see") == {}


def test_everybody_and_everything_of_the_record_is_found_with_what_it_is(desk):
    emmys = rows.award(body=rows.company("Television Academy"))
    zoe = rows.person("Zoë Kravitz", occupations="actor, director")
    rows.production("The Batman", year=2022, type="film")
    rows.ceremony(emmys, 2020, name="72nd Primetime Emmys")
    rows.category(emmys, "Lead Actor")
    EntityName.objects.create(entity=zoe, name="Zoe Isabella", kind="birth")
    assert found(desk, "zoe") == {"People": [("Zoë Kravitz", "Actor, director")]}
    assert found(desk, "isabella") == {"People": [("Zoë Kravitz", "Actor, director")]}
    assert found(desk, "batman") == {"Productions": [("The Batman", "Film, 2022")]}
    assert found(desk, "emmys") == {"Ceremonies": [("72nd Primetime Emmys", "Emmys, 2020")]}
    assert found(desk, "lead act") == {"Categories": [("Lead Actor", "Emmys")]}
    assert found(desk, "academy") == {"Companies": [("Television Academy", "Other")]}


def test_namesakes_are_told_apart_and_who_is_hidden_says_so(desk):
    rows.person("Steve McQueen", disambiguation="actor", slug="steve-mcqueen-actor")
    rows.hide(rows.person("Steve McQueen", disambiguation="director"))
    assert found(desk, "mcqueen") == {
        "People": [("Steve McQueen", "Actor"), ("Steve McQueen", "Director, not published")]
    }


def test_the_very_name_comes_first_then_what_begins_so_then_a_word_then_the_rest(desk):
    for name in ("Jermanne", "Super Mann", "Mannequin", "Mann"):
        rows.person(name)
    assert [name for name, _ in found(desk, "mann")["People"]] == [
        "Mann", "Mannequin", "Super Mann", "Jermanne",
    ]  # fmt: skip


def test_pictures_tags_sections_and_places_are_found_too(desk):
    picture("Night of the marquee")
    Tag.objects.create(name="Nuit Blanche", slug="nuit-blanche")
    Section.objects.create(name="Late night", slug="late-night")
    assert found(desk, "night") == {
        "Pictures": [("Night of the marquee", "Ann Lee")],
        "Sections": [("Late night", "late-night")],
    }
    assert found(desk, "nuit") == {"Tags": [("Nuit Blanche", "nuit-blanche")]}
    tagging.save(Tag.objects.get(), by=None, synonyms=["White Night"])
    assert found(desk, "white")["Tags"] == [("Nuit Blanche", "nuit-blanche")]
    assert found(desk, "correct")["Go to"] == [("Corrections", "Newsroom")]


def test_a_kind_that_has_many_shows_the_first_few_and_the_page_shows_more(desk):
    for number in range(8):
        rows.person(f"Double {number}")
    assert len(found(desk, "double")["People"]) == 5
    page = desk.get(JUMP, {"q": "double"}).content.decode()
    assert len(re.findall("Double [0-9]", page)) == 8


def test_only_what_somebody_may_open_is_found(sign_in, enters, bo, ada):
    draft(by=bo, headline="Secret of Bo")
    draft(by=ada, headline="Secret of Ada")
    Section.objects.create(name="Secret section", slug="secret")
    rows.person("Secret Person")
    assert {*found(sign_in(bo), "secret")} == {"Stories", "Sections", "People"}
    assert found(sign_in(bo), "secret")["Stories"] == [("Secret of Bo", "Draft, Awards")]
    assert {*found(sign_in(enters("cy", "Cy Ames", "Record editor")), "secret")} == {
        "Stories", "People",
    }  # fmt: skip
    assert found(sign_in(enters("di", "Di Low")), "secret") == {}


@pytest.mark.parametrize("asked", ["", "   ", "zzz", "%", "_", "\x00", "'", "x" * 5000, "?"])
def test_nothing_and_nonsense_are_answered(desk, ada, asked):
    draft(by=ada)
    assert desk.get(JUMP, {"q": asked}).status_code == 200
    assert found(desk, asked) == {}


def test_what_is_typed_is_printed_as_text(desk):
    page = desk.get(JUMP, {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("number", [1, 30])
def test_looking_costs_seven_queries_however_much_is_found(
    desk, ada, number, django_assert_num_queries
):
    for n in range(number):
        draft(by=ada, headline=f"Double {n}")
        rows.production(f"Double feature {n}", year=2000 + n)
        rows.person(f"Double {n}")
        Tag.objects.create(name=f"Double {n}", slug=f"double-{n}")
        picture(f"Double {n}")
    desk.get(JUMP)
    # The session, its user, their rights; stories, the record, pictures, and what is filed under.
    with django_assert_num_queries(7):
        desk.get(JUMP, {"q": "double", "list": "1"})
