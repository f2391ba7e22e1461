"""What readers see of a person."""

import pytest

from people.models import EntityName, Release
from tests.people.pages import reading, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruffalo():
    return rows.person("Mark Ruffalo", born="1967-11-22", occupations="actor, producer")


@pytest.fixture
def hbo():
    return rows.company("HBO")


@pytest.fixture
def twins(hbo):
    return rows.production("I Know This Much Is True", year=2020, house=hbo)


def test_a_reader_learns_who_somebody_is(client, ruffalo):
    EntityName.objects.create(entity=ruffalo, name="Mark Alan Ruffalo", kind="birth")
    EntityName.objects.create(entity=ruffalo, name="Marc Rufalo", kind="alias", shown="never")
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.words(tree.find(".//title")) == (
        "Mark Ruffalo: awards, credits and news | The Call Sheet"
    )
    assert reading.all_words(tree, "h1") == ["Mark Ruffalo"]
    assert reading.facts(tree) == {"Born": "November 22, 1967", "Born as": "Mark Alan Ruffalo"}


def test_a_date_of_birth_of_which_only_the_month_is_known_prints_as_a_month(client):
    rows.person("Somebody Old", born="1910-05")
    assert reading.facts(reading.page(client.get("/people/somebody-old/"))) == {"Born": "May 1910"}


def test_a_dual_role_prints_both_characters(client, ruffalo, twins):
    rows.credit(twins, ruffalo, characters=["Dominick Birdsey", "Thomas Birdsey"], billing=1)
    rows.credit(twins, ruffalo, "executive producer")
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.rows(tree, "ledger") == [
        [
            "2020",
            "I Know This Much Is True",
            "Dominick BirdseyThomas Birdsey",
            "Limited series, HBO",
            "Also executive producer",
        ]
    ]
    assert reading.words(reading.section(tree, "Known for")) == (
        "Known for I Know This Much Is True2020, Dominick and Thomas Birdsey"
    )


def test_credits_are_listed_newest_first_and_each_year_is_printed_once(client, ruffalo):
    for title, year in [("Zodiac", 2007), ("Spotlight", 2015), ("Foxcatcher", 2014)]:
        rows.credit(rows.production(title, year=year, type="film"), ruffalo)
    rows.credit(rows.production("The Normal Heart", year="2014-05-25"), ruffalo)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert [row[:2] for row in reading.rows(tree, "ledger")] == [
        ["2015", "Spotlight"],
        ["2014", "The Normal Heart"],
        ["2014", "Foxcatcher"],
        ["2007", "Zodiac"],
    ]
    assert reading.all_words(tree, "td[@class='yr']/span[@class='vh']") == ["2014"]


def test_a_hidden_production_is_not_among_the_credits(client, ruffalo, twins):
    rows.credit(twins, ruffalo)
    rows.hide(twins)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.words(reading.section(tree, "Credits")).startswith("Credits No credits yet")
    assert reading.section(tree, "Known for") is None


def test_what_is_not_out_yet_is_upcoming_and_not_a_credit(client, ruffalo):
    newsflash = rows.production("Newsflash", type="film", status="announced")
    rows.credit(newsflash, ruffalo)
    Release.objects.create(production=newsflash, kind="expected", date="2040")
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.words(reading.section(tree, "Upcoming")) == "Upcoming Newsflash Film"
    assert reading.words(reading.section(tree, "Credits")).startswith("Credits No credits yet")


@pytest.fixture
def lead_actor():
    emmys = rows.award()
    line = rows.category(emmys, short_name="Lead Actor, Limited Series or Movie")
    return rows.contest(rows.ceremony(emmys, 2020), line)


def test_a_win_is_counted_told_in_words_and_drawn(client, ruffalo, twins, lead_actor):
    rows.nomination(lead_actor, ruffalo, production=twins, won=True)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.all_words(tree, "dl[@class='sums']/div") == ["Emmy, from one nomination1"]
    assert reading.rows(tree, "ledger")[0] == [
        "2020",
        "Emmys",
        "Lead Actor, Limited Series or Movie",
        "I Know This Much Is True",
        "Won",
    ]
    drawn = tree.findall(".//svg[@class='plot plot--wide']/circle")
    assert [circle.get("class") for circle in drawn] == ["win"]


def test_a_category_prints_the_name_it_had_that_year(client, ruffalo, lead_actor):
    old = rows.contest(
        rows.ceremony(lead_actor.category.award, 2014),
        lead_actor.category,
        "Outstanding Lead Actor in a Miniseries or a Movie",
    )
    rows.nomination(lead_actor, ruffalo)
    rows.nomination(old, ruffalo)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert [row[2] for row in reading.rows(tree, "ledger")] == [
        "Lead Actor, Limited Series or Movie",
        "Lead Actor in a Miniseries or a Movie",
    ]


def test_an_unpublished_production_takes_its_nomination_off_the_page(
    client, ruffalo, twins, lead_actor
):
    rows.nomination(lead_actor, ruffalo, production=twins, won=True)
    rows.hide(twins)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.section(tree, "Nominations and wins") is None


def test_before_the_ceremony_a_nominee_is_no_winner(client, clock, ruffalo, twins, lead_actor):
    rows.nomination(lead_actor, ruffalo, production=twins, won=True)
    clock.set("2020-09-20 23:00:00")
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.all_words(tree, "dl[@class='sums']/div") == ["Emmy nomination1"]
    assert reading.rows(tree, "ledger")[0][-1] == "Nominated"
    clock.set("2020-09-21 00:00:00")
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.rows(tree, "ledger")[0][-1] == "Won"


def test_a_withdrawn_nomination_is_listed_with_its_reason_and_not_counted(
    client, ruffalo, lead_actor
):
    rows.nomination(lead_actor, ruffalo, result="withdrawn", note="At her own wish.")
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.all_words(tree, "dl[@class='sums']/div") == []
    assert reading.rows(tree, "ledger")[0][-1] == "Withdrawn At her own wish."


def test_a_win_that_nobody_announced_is_not_from_the_nominations_of_others(
    client, ruffalo, lead_actor
):
    """As Hal Mohr's write-in of 1936."""
    award = lead_actor.ceremony.award
    earlier = rows.contest(rows.ceremony(award, 1981), rows.category(award, "Writing"))
    rows.nomination(earlier, ruffalo, won=True)
    rows.nomination(lead_actor, ruffalo, won=True, counts_as_nomination=False)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.all_words(tree, "dl[@class='sums']/div") == ["Emmys2"]


def test_what_is_to_be_given_in_honor_is_not_summed_before(client, clock, ruffalo, lead_actor):
    clock.set("2020-09-01 12:00:00")
    type(lead_actor.category).objects.update(tally="honorary")
    rows.nomination(lead_actor, ruffalo, won=True)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.all_words(tree, "dl[@class='sums']/div") == []
    clock.set("2020-09-21 12:00:00")
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.all_words(tree, "dl[@class='sums']/div") == ["honorary Emmy1"]


def test_known_for_puts_wins_before_nominations_before_billing(client, ruffalo, twins, lead_actor):
    nominated = rows.production("Foxcatcher", year=2014)
    lead, newest = rows.production("Dark Waters", year=2019), rows.production("Newest", year=2021)
    for made, place in ((twins, 3), (nominated, 9), (lead, 1), (newest, 2)):
        rows.credit(made, ruffalo, billing=place)
    rows.nomination(lead_actor, ruffalo, production=twins, won=True)
    rows.nomination(lead_actor, ruffalo, production=nominated)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.all_words(reading.section(tree, "Known for"), "b") == [
        "I Know This Much Is True",
        "Foxcatcher",
        "Dark Waters",
        "Newest",
    ]


def test_ceremonies_that_somebody_hosted_are_on_the_page(client, ruffalo, lead_actor):
    lead_actor.ceremony.hosts.add(ruffalo)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.links(reading.section(tree, "Hosted")) == {"Emmys 2020": "/awards/emmys/2020/"}


def test_somebody_of_whom_only_the_name_is_known_is_kept_from_search_engines(
    client, ruffalo, twins
):
    robots = "meta[@name='robots']"
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert [meta.get("content") for meta in tree.findall(f".//{robots}")] == ["noindex"]
    rows.credit(twins, ruffalo)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert "noindex" not in [meta.get("content") for meta in tree.findall(f".//{robots}")]


def test_a_long_career_folds_what_is_older(client, ruffalo):
    for year in range(1980, 2020):
        rows.credit(rows.production(f"Film {year}", year=year), ruffalo)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert len(reading.rows(tree, "ledger")) == 20
    credits = reading.section(tree, "Credits")
    assert reading.all_words(credits, "summary") == ["20 earlier titles"]
    assert len(credits.findall(".//details//tbody/tr")) == 20


def test_nothing_on_the_page_is_drawn_where_there_is_nothing_to_draw(client, ruffalo):
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert [h.tag for h in tree.find(".//main").iter() if h.tag in ("h1", "h2", "h3")] == [
        "h1",
        "h2",
    ]


def test_the_chart_says_in_which_capacity_somebody_won_what_they_won_twice(
    client, ruffalo, lead_actor
):
    emmys = lead_actor.category.award
    movie = rows.category(emmys, "Television Movie", basis="production")
    made = rows.nomination(rows.contest(rows.ceremony(emmys, 2014), movie), ruffalo, won=True)
    made.nominees.update(role="Co-Executive Producer")
    rows.nomination(lead_actor, ruffalo, won=True)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.all_words(tree, "svg[@class='plot plot--wide']/text[@class='callout']") == [
        "won as a producer",
        "won as an actor",
    ]


def test_the_chart_brackets_the_two_busiest_years(client, ruffalo, lead_actor):
    emmys = lead_actor.category.award
    for year, count in [(2006, 1), (2011, 2), (2015, 4), (2016, 3)]:
        night = rows.ceremony(emmys, year)
        for place in range(count):
            line = rows.category(emmys, f"Category {year} {place}")
            rows.nomination(rows.contest(night, line), ruffalo)
    tree = reading.page(client.get("/people/mark-ruffalo/"))
    assert reading.all_words(tree, "svg[@class='plot plot--wide']/text[@class='callout']") == [
        "2015 and 2016: seven nominations in two years"
    ]
