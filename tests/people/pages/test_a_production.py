"""What readers see of a film, a series, a novel."""

import pytest

from people.models import Relation, Release
from tests.people.pages import reading, rows

pytestmark = pytest.mark.django_db
PAGE = "/productions/i-know-this-much-is-true/"


@pytest.fixture
def hbo():
    return rows.company("HBO")


@pytest.fixture
def twins(hbo):
    return rows.production("I Know This Much Is True", year="2020-05-10", house=hbo)


@pytest.fixture
def ruffalo():
    return rows.person("Mark Ruffalo")


@pytest.fixture
def leo():
    return rows.person("Melissa Leo")


def test_the_form_says_when_where_and_by_whom(client, twins):
    type(twins).objects.filter(pk=twins.pk).update(parts=6, status="ended")
    cianfrance = rows.person("Derek Cianfrance")
    rows.credit(twins, cianfrance, "director")
    rows.credit(twins, cianfrance, "writer")
    tree = reading.page(client.get(PAGE))
    assert reading.facts(tree) == {
        "First shown": "May 10, 2020",
        "Parts": "6, complete",
        "Network": "HBO",
        "Written and directed by": "Derek Cianfrance",
    }
    assert reading.all_words(tree, "p[@class='kicker']") == ["Limited series HBO, 2020"]


def test_the_cast_stands_in_order_of_billing(client, twins, ruffalo, leo):
    rows.credit(twins, leo, characters=["Ma"], billing=2)
    rows.credit(twins, ruffalo, characters=["Dominick Birdsey", "Thomas Birdsey"], billing=1)
    tree = reading.page(client.get(PAGE))
    assert reading.rows(tree, "callsheet") == [
        ["1", "", "Mark Ruffalo", "Dominick BirdseyThomas Birdsey"],
        ["2", "", "Melissa Leo", "Ma"],
    ]


def test_a_hidden_person_is_not_on_the_cast_list(client, twins, ruffalo, leo):
    rows.credit(twins, ruffalo, billing=1)
    rows.credit(twins, leo, billing=2)
    rows.hide(leo)
    answer = client.get(PAGE)
    assert [row[2] for row in reading.rows(reading.page(answer), "callsheet")] == ["Mark Ruffalo"]
    assert b"Melissa Leo" not in answer.content


def test_a_credit_under_another_name_prints_both(client, twins):
    page = rows.person("Elliot Page")
    rows.credit(twins, page, credited_as="Somebody Else")
    tree = reading.page(client.get(PAGE))
    assert reading.rows(tree, "callsheet") == [["", "Elliot Page (as Somebody Else)", ""]]


def test_people_who_did_two_things_stand_once_in_the_crew(client, twins, ruffalo):
    rows.credit(twins, ruffalo)
    cianfrance, lamb = rows.person("Derek Cianfrance"), rows.person("Wally Lamb")
    for role in ("director", "writer"):
        rows.credit(twins, cianfrance, role)
    for producer in (ruffalo, cianfrance, lamb):
        rows.credit(twins, producer, "executive producer")
    crew = reading.section(reading.page(client.get(PAGE)), "Crew")
    assert reading.all_words(crew, "dl/div") == [
        "Director, writerDerek Cianfrance",
        "Executive producersMark Ruffalo, Derek Cianfrance and Wally Lamb",
    ]


def test_the_novel_it_comes_from_is_its_source_and_knows_what_it_led_to(client, twins):
    novel = rows.production("The Novel", type="novel", year=1998)
    rows.credit(novel, rows.person("Wally Lamb"), "author")
    Relation.objects.create(from_production=twins, to_production=novel, type="based on")
    tree = reading.page(client.get(PAGE))
    assert reading.facts(tree)["From the novel by"] == "Wally Lamb"
    assert reading.words(reading.section(tree, "Source")) == (
        "Source The Novel Novel by Wally Lamb 1998"
    )
    tree = reading.page(client.get("/productions/the-novel/"))
    assert reading.facts(tree) == {"Published": "1998", "By": "Wally Lamb"}
    assert reading.links(reading.section(tree, "Led to")) == {"I Know This Much Is True": PAGE}


def test_a_hidden_source_is_not_named(client, twins):
    novel = rows.production("The Novel", type="novel", year=1998)
    rows.credit(novel, rows.person("Wally Lamb"), "author")
    Relation.objects.create(from_production=twins, to_production=novel, type="based on")
    rows.hide(novel)
    answer = client.get(PAGE)
    assert reading.section(reading.page(answer), "Source") is None
    assert b"The Novel" not in answer.content
    assert b"Wally Lamb" not in answer.content


def test_its_nominations_say_who_and_for_what_winners_first(client, twins, ruffalo, leo):
    emmys = rows.award()
    night = rows.ceremony(emmys, 2020)
    support = rows.category(emmys, "Supporting Actress", position=1)
    lead = rows.category(emmys, "Lead Actor", position=2)
    rows.nomination(rows.contest(night, support), leo, production=twins)
    rows.nomination(rows.contest(night, lead), ruffalo, production=twins, won=True)
    tree = reading.page(client.get(PAGE))
    assert reading.facts(tree)["Emmys"] == "1 won, 2 nominations"
    listed = reading.section(tree, "Nominations")
    assert reading.all_words(listed, "li") == [
        "Mark Ruffalo Emmys 2020, Lead Actor Won",
        "Melissa Leo Emmys 2020, Supporting Actress",
    ]
    so_far = "Our record of these awards is incomplete."
    assert reading.words(listed).endswith(so_far)
    type(night).objects.update(nominees_complete=True, winners_complete=True)
    assert so_far not in client.get(PAGE).content.decode()


def test_a_nomination_of_the_production_itself_names_the_category(client, twins, ruffalo):
    emmys = rows.award()
    line = rows.category(emmys, "Limited Series", basis="production")
    rows.nomination(
        rows.contest(rows.ceremony(emmys, 2020), line), ruffalo, production=twins, won=True
    )
    listed = reading.section(reading.page(client.get(PAGE)), "Nominations")
    assert reading.all_words(listed, "li") == ["Limited Series Emmys 2020 Won"]


def test_the_billing_block_is_made_of_the_credits(client, twins, ruffalo, leo):
    for place, name in enumerate(["Mark Ruffalo", "Melissa Leo", "Rosie O’Donnell"], start=1):
        known = {"Mark Ruffalo": ruffalo, "Melissa Leo": leo}.get(name) or rows.person(name)
        rows.credit(twins, known, billing=place)
    cianfrance = rows.person("Derek Cianfrance")
    for role in ("director", "writer"):
        rows.credit(twins, cianfrance, role)
    rows.credit(twins, rows.person("Harold Budd"), "composer")
    (block,) = reading.all_words(reading.page(client.get(PAGE)), "p[@class='billing-block']")
    assert block == (
        "HBO presents Mark Ruffalo in I Know This Much Is True Melissa Leo and Rosie O’Donnell "
        "music by Harold Budd written and directed by Derek Cianfrance"
    )


def test_what_has_only_been_announced_says_so_and_when_it_is_expected(client):
    film = rows.production("Newsflash", type="film", status="announced")
    Release.objects.create(production=film, kind="expected", label="fall", date="2040")
    assert reading.facts(reading.page(client.get("/productions/newsflash/"))) == {
        "Status": "Announced",
        "Expected": "fall 2040",
    }


def test_a_series_of_which_nobody_is_billed_has_no_column_of_numbers(client, twins, leo):
    rows.credit(twins, leo, characters=["Ma"])
    tree = reading.page(client.get(PAGE))
    assert reading.rows(tree, "callsheet") == [["", "Melissa Leo", "Ma"]]
    assert reading.all_words(tree, "table[@class='callsheet']/thead/tr/th") == [
        "Artist",
        "Character",
    ]
