"""What the ledger counts, and for whom."""

import pytest

from awards.ledger import record_of, records_of
from awards.models import Category, Nominee
from people.models import Production
from tests.people.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def emmys():
    return rows.award()


@pytest.fixture
def lead_actor(emmys):
    return rows.contest(rows.ceremony(emmys, 2020), rows.category(emmys))


def count(entity, at=None):
    """Nominations, wins and honorary awards."""
    standing = record_of(entity, at=at)
    return standing.nominations, standing.wins, standing.honorary


def test_a_nomination_counts_once_for_everyone_named_and_for_what_it_is_for(lead_actor):
    series, studio = rows.production("Watchmen"), rows.company("HBO")
    one, other = rows.person("Damon Lindelof"), rows.person("Cord Jefferson")
    rows.nomination(lead_actor, one, other, studio, production=series, won=True)
    for holder in (one, other, studio, series, lead_actor.category, lead_actor.ceremony):
        assert count(holder) == (1, 1, 0), holder


def test_being_credited_is_not_being_nominated(lead_actor):
    series, producer = rows.production("Watchmen"), rows.person("Damon Lindelof")
    studio = rows.company("HBO")
    rows.credit(series, producer, "executive producer")
    rows.credit(series, studio, "network")
    rows.nomination(lead_actor, rows.person("Jeremy Irons"), production=series, won=True)
    assert count(producer) == count(studio) == (0, 0, 0)


def test_one_named_without_counting_has_no_nomination(lead_actor):
    rows.nomination(lead_actor, rows.person("Jeremy Irons"))
    Nominee.objects.update(counts=False)
    assert record_of(rows.person("Jeremy Pope")).lines == ()
    assert count(Nominee.objects.get().party) == (0, 0, 0)


def test_a_tie_is_a_full_win_for_each(lead_actor):
    one, other, third = (rows.person(name) for name in ("Hepburn", "Streisand", "Woodward"))
    for winner in (one, other):
        rows.nomination(lead_actor, winner, won=True, result="shared win")
    rows.nomination(lead_actor, third)
    assert [count(person) for person in (one, other, third)] == [(1, 1, 0), (1, 1, 0), (1, 0, 0)]
    assert count(lead_actor.ceremony) == (3, 2, 0)


@pytest.mark.parametrize("result", ["withdrawn", "rescinded"])
def test_what_does_not_stand_shows_and_counts_nowhere(lead_actor, result):
    person = rows.person("Young Americans")
    rows.nomination(lead_actor, person, result=result, note="It had been shown before.")
    standing = record_of(person)
    assert [(line.result, line.is_active, line.is_win) for line in standing.lines] == [
        (result, False, False)
    ]
    assert (standing.nominations, standing.wins, standing.tallies) == (0, 0, ())


def test_a_winner_whom_nobody_had_announced_has_a_win_and_no_nomination(lead_actor):
    person = rows.person("Hal Mohr")
    rows.nomination(lead_actor, person, won=True, counts_as_nomination=False)
    assert count(person) == (0, 1, 0)


def test_an_honorary_award_stands_beside_the_tally(emmys):
    honor = rows.category(emmys, "Governors Award", tally=Category.Tally.HONORARY)
    juried = rows.category(emmys, "Animation", tally=Category.Tally.JURIED)
    person = rows.person("Tyler Perry")
    night = rows.ceremony(emmys, 2020)
    rows.nomination(rows.contest(night, honor), person, won=True)
    rows.nomination(rows.contest(night, juried), person, won=True)
    tally = record_of(person).tally(emmys)
    assert (tally.nominations, tally.wins, tally.honorary) == (1, 1, 1)


def test_an_honor_of_the_same_academy_is_no_emmy(emmys, lead_actor):
    honors = rows.award("Television Academy Honors", slug="honors", counts_in_family=False)
    series = rows.production("The Normal Heart")
    rows.nomination(lead_actor, production=series, won=True)
    honored = rows.contest(rows.ceremony(honors, 2015), rows.category(honors, "Honors"))
    rows.nomination(honored, production=series, won=True)
    standing = record_of(series)
    assert standing.tally("Emmy").wins == standing.tally("emmy").wins == 1
    assert standing.tally(honors).wins == 1
    assert [tally.award for tally in standing.tallies] == [emmys, honors]


def test_a_family_without_a_name_is_no_family(emmys, lead_actor):
    nameless = rows.award("Gotham Awards", slug="gothams", family="")
    person = rows.person("Jeremy Pope")
    rows.nomination(
        rows.contest(rows.ceremony(nameless, 2020), rows.category(nameless, "Breakthrough")), person
    )
    assert record_of(person).tally("").nominations == 0


def test_a_pseudonym_of_two_people_counts_one_for_each(lead_actor):
    joel, ethan = rows.person("Joel Coen"), rows.person("Ethan Coen")
    rows.nomination(lead_actor, joel, ethan, production=rows.production("Fargo"))
    Nominee.objects.update(name_as_given="Roderick Jaynes")
    assert count(joel) == count(ethan) == count(lead_actor.ceremony) == (1, 0, 0)


@pytest.mark.parametrize(
    "needed", ["person", "other person", "production", "ceremony", "award", "category"]
)
def test_a_nomination_that_needs_somebody_hidden_counts_for_nobody(emmys, needed):
    night, line = rows.ceremony(emmys, 2020), rows.category(emmys)
    person, other = rows.person("Mark Ruffalo"), rows.person("Derek Cianfrance")
    series = rows.production("I Know This Much Is True")
    rows.nomination(rows.contest(night, line), person, other, production=series, won=True)
    everybody = {
        "person": person,
        "other person": other,
        "production": series,
        "ceremony": night,
        "award": emmys,
        "category": line,
    }
    rows.hide(everybody[needed])
    assert {count(entity) for entity in everybody.values()} == {(0, 0, 0)}


def test_a_category_keeps_its_line_through_renames(emmys):
    line = rows.category(emmys)
    for year, name in ((2014, "Lead Actor in a Miniseries or a Movie"), (2020, "")):
        contest = rows.contest(rows.ceremony(emmys, year), line, name)
        rows.nomination(contest, rows.person(f"Winner of {year}"), won=True)
    assert count(line) == (2, 2, 0)
    assert [found.year for found in record_of(line).lines] == [2020, 2014]


def test_tallies_stand_with_the_most_wins_first(emmys):
    oscars = rows.award("Academy Awards", slug="oscars", family="Oscar")
    person = rows.person("Jeremy Irons")
    for award, year, won in ((emmys, 2020, False), (emmys, 2019, False), (oscars, 1991, True)):
        line = rows.category(award, f"Lead Actor {year}")
        rows.nomination(rows.contest(rows.ceremony(award, year), line), person, won=won)
    found = [(t.award, t.nominations, t.wins) for t in record_of(person).tallies]
    assert found == [(oscars, 1, 1), (emmys, 2, 0)]


def test_an_award_that_somebody_was_only_honored_at_has_its_tally(emmys):
    honor = rows.category(emmys, "Governors Award", tally=Category.Tally.HONORARY)
    person = rows.person("Tyler Perry")
    rows.nomination(rows.contest(rows.ceremony(emmys, 2020), honor), person, won=True)
    found = [(t.award, t.nominations, t.wins, t.honorary) for t in record_of(person).tallies]
    assert found == [(emmys, 0, 0, 1)]


def test_what_somebody_has_of_one_night_stands_as_the_page_of_the_night_prints_it(emmys, client):
    night, person = rows.ceremony(emmys, 2020), rows.person("Regina King")
    for name, place, order in (("Actress", 1, 2), ("Actor", 2, 1), ("Casting", 1, 1)):
        line = rows.category(emmys, f"Line of {name}", position=place)
        rows.nomination(rows.contest(night, line, name, position=order), person)
    names = [line.nomination.contest.name for line in record_of(person).lines]
    assert names == ["Casting", "Actress", "Actor"]
    page = client.get(night.get_absolute_url())
    envelopes = [one for group in page.context["page"].groups for one in group.envelopes]
    assert [envelope.name for envelope in envelopes] == names


def test_a_tally_says_for_which_ceremonies_it_is_complete(emmys, lead_actor):
    person = rows.person("Jeremy Irons")
    rows.nomination(lead_actor, person)
    assert record_of(person).tally("Emmy").coverage is None
    emmys.complete_from, emmys.complete_to = 1, 73
    emmys.save()
    assert record_of(person).tally("Emmy").coverage == (1, 73)


def test_an_award_itself_holds_nothing_and_asks_nothing_of_its_ceremonies(emmys, lead_actor):
    rows.nomination(lead_actor, rows.person("Jeremy Irons"), won=True)
    assert count(emmys) == (0, 0, 0)


def test_one_person_takes_two_queries_and_so_do_fifty(
    emmys, django_assert_num_queries, django_assert_max_num_queries
):
    line = rows.category(emmys)
    people = [rows.person(f"Person {number}") for number in range(50)]
    series = rows.production("Watchmen")
    for year in (2019, 2020):
        contest = rows.contest(rows.ceremony(emmys, year), line)
        for person in people:
            rows.nomination(contest, person, production=series)
    with django_assert_num_queries(2):
        record_of(people[0])
    with django_assert_num_queries(2):
        standings = records_of(people)
    with django_assert_num_queries(2):
        records_of([series, people[0], line, emmys])
    with django_assert_num_queries(0):
        assert records_of([]) == {}
        for standing in standings.values():
            for found in standing.lines:
                contest = found.nomination.contest
                _ = (found.year, found.result, found.nomination.production.get_absolute_url())
                _ = (contest.ceremony.get_absolute_url(), contest.category.get_absolute_url())
    assert [standing.nominations for standing in standings.values()] == [2] * 50


def test_a_nomination_of_a_song_may_have_no_production(emmys):
    contest = rows.contest(rows.ceremony(emmys, 2020), rows.category(emmys, "Original Song"))
    person = rows.person("Labrinth")
    rows.nomination(contest, person, detail="All for Us")
    assert count(person) == (1, 0, 0)
    assert Production.objects.count() == 0
