"""What the story's editor asks of the desk, and what it is told."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from photos.models import Picture
from tests.only import only
from tests.people.pages import rows

pytestmark = pytest.mark.both_databases

MOST_QUERIES = 4


@pytest.fixture
def ask(sign_in, ada):
    """`ask("records", q="ruff")`: the answer, within its budget of queries."""
    client = sign_in(ada)
    client.get("/admin/articles/article/look/pictures/")  # the session is there

    def ask(what, **query):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"/admin/articles/article/look/{what}/", query)
        assert answer.status_code == 200
        own = [q for q in asked.captured_queries if not _is_of_the_door(q["sql"])]
        assert len(own) <= MOST_QUERIES, [q["sql"] for q in own]
        return answer.json()

    return ask


def _is_of_the_door(sql):
    """Who is asking: the session, the user, and what their roles may do."""
    return any(
        f'FROM "{table}"' in sql
        for table in ("newsroom_desksession", "newsroom_user", "auth_permission")
    )


def names(answer):
    return [row["name"] for row in answer["rows"]]


@pytest.fixture
def emmys():
    return rows.award(public_id="emmys")


def test_a_name_is_found_by_any_of_its_words_in_any_spelling(ask):
    rows.person("Rosie O’Donnell")
    rows.person("Renée Zellweger")
    assert names(ask("records", q="odonn")) == ["Rosie O’Donnell"]
    assert names(ask("records", q="zell renee")) == ["Renée Zellweger"]
    assert names(ask("records", q="")) == []
    assert names(ask("records", q="\x00")) == []
    assert names(ask("records", q="%_")) == []


def test_the_name_itself_comes_first_then_what_begins_with_it(ask):
    rows.production("The Crown", slug="the-crown")
    rows.person("Sam Crown")
    rows.company("Crown")
    rows.production("Crown Heights")
    assert names(ask("records", q="crown")) == ["Crown", "Crown Heights", "Sam Crown", "The Crown"]
    assert names(ask("records", q="crown", kind="person")) == ["Sam Crown"]


def test_namesakes_are_told_apart(ask):
    actor = rows.person("Steve McQueen", disambiguation="actor", occupations="actor")
    rows.person("Steve McQueen", slug="two", disambiguation="director", occupations="director")
    rows.credit(rows.production("Bullitt", type="film", year=1968), actor)
    told = [(r["note"], r["line"], r["isPublic"]) for r in ask("records", q="mcqueen")["rows"]]
    assert told == [("actor", "Actor, Bullitt", True), ("director", "Director", True)]


def test_what_is_not_public_is_found_and_says_so(ask):
    rows.person("Nova Newcomer", published_at=None)
    [row] = ask("records", q="nova")["rows"]
    assert (row["isPublic"], row["line"]) == (False, "Person")


def test_a_merged_row_is_no_choice_but_is_still_told_of(ask):
    kept = rows.person("Mark Ruffalo")
    lost = rows.person("Marc Ruffalo", public_id="marc", published_at=None, merged_into=kept)
    assert names(ask("records", q="ruffalo")) == ["Mark Ruffalo"]
    told = ask("shown", record=lost.public_id)["record"]["marc"]
    assert told["mergedInto"] == "Mark Ruffalo"


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/people/mark-ruffalo/", ["Mark Ruffalo"]),
        ("/awards/emmys/", ["Primetime Emmy Awards"]),
        ("/awards/emmys/2020/", ["Emmys 2020"]),
        ("/people/nobody/", []),
        ("/news/awards/", []),
        ("/admin/", []),
        ("//[", []),
        ("nonsense", []),
    ],
)
def test_an_address_of_the_site_is_somebody(ask, emmys, address, found):
    rows.person("Mark Ruffalo")
    rows.ceremony(emmys, 2020)
    assert names(ask("records", address=address)) == found


def test_contests_by_words_of_category_award_and_year(ask, emmys):
    line = rows.category(emmys)
    for year in (2019, 2020):
        rows.contest(rows.ceremony(emmys, year), line)
    assert [r["line"] for r in ask("contests", q="lead limited")["rows"]] == [
        "Emmys 2020",
        "Emmys 2019",
    ]
    assert [r["line"] for r in ask("contests", q="emmy actor 2019")["rows"]] == ["Emmys 2019"]
    assert ask("contests", q="supporting") == {"rows": []}


def test_awards_are_those_that_a_person_was_nominated_for(ask, emmys):
    mark = rows.person("Mark Ruffalo", public_id="mark")
    rows.award("Oscars", slug="oscars", short_name="Oscars", family="Oscar")
    contest = rows.contest(rows.ceremony(emmys, 2014), rows.category(emmys))
    rows.nomination(contest, mark)
    assert ask("awards", person="mark") == {
        "rows": [{"id": "emmys", "name": "Primetime Emmy Awards", "line": "1 nomination, 0 wins"}]
    }
    assert ask("awards", person="nobody") == {"rows": []}


def test_pictures_by_their_words_with_what_is_missing(ask):
    said = {"width": 900, "height": 600, "original": "x.jpg"}
    Picture.objects.create(title="Twins", credit="Ann Lee", rights="owned", **said)
    Picture.objects.create(title="Statuette", caption="The twins look on", **said)
    assert names(ask("pictures", q="twins")) == ["Statuette", "Twins"]
    assert [r["isCleared"] for r in ask("pictures", q="twins")["rows"]] == [False, True]
    assert names(ask("pictures", q="twins lee")) == ["Twins"]


def test_what_a_story_names_is_told_in_one_answer(ask, emmys):
    mark = rows.person("Mark Ruffalo", public_id="mark")
    contest = rows.contest(rows.ceremony(emmys, 2020), rows.category(emmys))
    picture = Picture.objects.create(title="T", width=9, height=6, original="x.jpg")
    answer = ask(
        "shown",
        record=[mark.public_id, "nobody"],
        picture=picture.public_id,
        contest=contest.public_id,
    )
    assert [list(answer[kind]) for kind in ("record", "picture", "contest")] == [
        ["mark"],
        [picture.public_id],
        [contest.public_id],
    ]


def test_only_who_writes_stories_may_ask(sign_in, enters, bo, reader):
    address = "/admin/articles/article/look/records/?q=a"
    picture_editor = sign_in(enters("cy", "Cy Ames", "Picture editor"))
    only(sign_in(bo), picture_editor, lambda desk: desk.get(address))
    assert reader.get(address).status_code == 302


def test_a_question_there_isnt_is_not_found_and_nothing_is_posted(sign_in, ada):
    assert sign_in(ada).get("/admin/articles/article/look/secrets/").status_code == 404
    assert sign_in(ada).post("/admin/articles/article/look/records/").status_code == 405


def test_what_may_be_added_to_the_record_is_offered_with_its_form(ask):
    rows.person("Nova")
    add = ask("records", q="Nova & co")["add"]
    assert add[0] == {
        "called": "as a person",
        "address": "/admin/people/person/add/?name=Nova+%26+co&_popup=1",
    }
    assert [each["called"] for each in add] == ["as a person", "as a production", "as a company"]


def test_a_row_just_made_is_known_by_its_key(ask):
    mark = rows.person("Mark Ruffalo")
    assert names(ask("records", key=mark.pk)) == ["Mark Ruffalo"]
    for nonsense in ("0", "x", "²", "9" * 40):
        assert ask("records", key=nonsense) == {"rows": []}
