"""Which contests a ceremony has is said on its board: what the last one had is ticked already."""

import re

import pytest
from django.urls import reverse

from awards.models import Contest
from history.models import Change
from tests.only import only
from tests.people.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


@pytest.fixture
def emmys(db):
    return rows.award()


@pytest.fixture
def lines(emmys):
    """Lead Actor and Series were given in 2019 under other names, a third was last in 2018."""
    actor, series, gone = (
        rows.category(emmys, name) for name in ("Lead Actor", "Limited Series", "Lighting")
    )
    older, last = (
        rows.ceremony(emmys, year, name=name, held_on=f"{year}-09-17")
        for year, name in ((2018, "70th Emmys"), (2019, "71st Emmys"))
    )
    rows.contest(older, gone, "Outstanding Lighting", position=1)
    rows.contest(older, actor, "Actor, as it was called", position=2)
    rows.contest(last, series, "Outstanding Limited Series", position=1)
    rows.contest(last, actor, "Outstanding Lead Actor", position=2)
    rows.contest(rows.ceremony(emmys, 2021, held_on="2021-09-19"), actor, "Too late", position=1)
    rows.category(emmys, "Never Given")
    rows.category(rows.award("Academy Awards", slug="oscars"), "Best Picture")
    return {line.name: line.pk for line in (actor, series, gone)}


@pytest.fixture
def night(emmys, lines):
    """Of which only the year is known yet."""
    return rows.ceremony(emmys, 2020, name="72nd Emmys", held_on="")


def board(ceremony):
    return reverse("admin:awards_ceremony_board", args=[ceremony.pk])


def offered(page):
    return [(each.name, each.last) for each in page.context["could_be"].rows]


def ticked(page):
    return [int(one) for one in re.findall(r'value="(\d+)" checked>', page.content.decode())]


def order(night):
    return list(night.contests.values_list("position", "name"))


def test_an_empty_board_offers_the_contests_of_the_last_ceremony_ticked(desk, night, lines):
    page = desk.get(board(night))
    assert offered(page) == [
        ("Outstanding Limited Series", "71st Emmys"),
        ("Outstanding Lead Actor", "71st Emmys"),
        ("Outstanding Lighting", "70th Emmys"),
        ("Never Given", ""),
    ]
    assert (
        "The categories of the 71st Emmys are selected, in its running order."
        in page.content.decode()
    )
    assert ticked(page) == [lines["Limited Series"], lines["Lead Actor"]]


def test_the_ticked_are_added_in_the_order_of_the_page_and_the_rest_stays_on_offer(
    desk, ada, night, lines
):
    chosen = [lines["Limited Series"], lines["Lead Actor"]]
    answer = desk.post(board(night), {"line_up": "1", "category": chosen}, follow=True)
    assert "Added 2 categories." in answer.content.decode()
    assert order(night) == [(1, "Outstanding Limited Series"), (2, "Outstanding Lead Actor")]
    assert offered(answer) == [("Outstanding Lighting", "70th Emmys"), ("Never Given", "")]
    assert ticked(answer) == []
    assert (
        Change.objects.about("ceremony", night.public_id)
        .filter(verb="rows changed", by=ada)
        .count()
        == 1
    )
    desk.post(board(night), {"line_up": "1", "category": [lines["Lighting"]]})
    assert order(night)[-1] == (3, "Outstanding Lighting")


def test_of_the_last_three_the_longest_is_ticked_and_the_others_can_be(desk, emmys, night, lines):
    older, last = (emmys.ceremonies.get(year_label=year) for year in ("2018", "2019"))
    rows.contest(older, rows.category(emmys, "Casting"), "Casting")
    page = desk.get(board(night))
    printed = page.content.decode()
    assert "The categories of the 70th Emmys are selected" in printed
    assert [name for name, _ in offered(page)] == [
        "Casting",
        "Outstanding Lighting",
        "Outstanding Lead Actor",  # under its newest name
        "Outstanding Limited Series",
        "Never Given",
    ]
    assert len(ticked(page)) == 3
    assert f'<a href="?like={last.pk}">Select those of the 71st Emmys</a> (2).' in printed
    page = desk.get(board(night), {"like": last.pk})
    assert ticked(page) == [lines["Limited Series"], lines["Lead Actor"]]


def test_nothing_ticked_and_what_is_there_by_now_are_refused(desk, night, lines):
    desk.post(board(night), {"line_up": "1", "category": [lines["Lead Actor"]]})
    for sent in ([], [lines["Lead Actor"]], ["x"], ["9" * 40]):
        answer = desk.post(board(night), {"line_up": "1", "category": sent}, follow=True)
        assert "Select at least one category" in answer.content.decode()
    assert order(night) == [(1, "Outstanding Lead Actor")]


def test_the_first_ceremony_of_an_award_offers_its_categories(desk):
    oscars = rows.award("Academy Awards", slug="academy-awards")
    first = rows.ceremony(oscars, 1929, name="1st Oscars", held_on="1929-05-16")
    rows.category(oscars, "Best Picture")
    page = desk.get(board(first))
    assert offered(page) == [("Best Picture", "")]
    assert ticked(page) == []


def test_a_contest_without_nominations_can_be_taken_out_again(desk, night, lines):
    desk.post(board(night), {"line_up": "1", "category": list(lines.values())})
    actor, series, lighting = night.contests.all()
    rows.nomination(actor, rows.person("Mark Ruffalo"))
    page = desk.get(board(night)).content.decode()
    assert page.count("Remove category") == 2
    answer = desk.post(board(night), {"remove": series.pk}, follow=True)
    assert "Removed “Outstanding Limited Series” from this ceremony." in (answer.content.decode())
    answer = desk.post(board(night), {"remove": actor.pk}, follow=True)
    assert "“Outstanding Lead Actor” has nominations. Remove those first." in (
        answer.content.decode()
    )
    assert [*night.contests.all()] == [actor, lighting]


def test_contests_change_places_and_the_board_begins_where_the_moved_one_is(
    desk, ada, night, lines
):
    desk.post(board(night), {"line_up": "1", "category": list(lines.values())})
    names = [name for _, name in order(night)]
    second = night.contests.get(position=2)
    answer = desk.post(board(night), {"order": f"{second.pk}:down"}, follow=True)
    assert f"{second.name} moved down." in answer.content.decode()
    assert order(night) == [(1, names[0]), (2, names[2]), (3, names[1])]
    assert re.findall(r"<summary autofocus>.*?<h2>(.*?)</h2>", answer.content.decode()) == [
        second.name
    ]
    answer = desk.post(board(night), {"order": f"{second.pk}:down"}, follow=True)
    assert "There is no place further that way." in answer.content.decode()
    desk.post(board(night), {"order": f"{second.pk}:up"})
    assert order(night) == list(enumerate(names, start=1))
    assert Change.objects.about("ceremony", night.public_id).filter(by=ada).count() == 3


def test_only_one_contest_has_nowhere_to_move(desk, night, lines):
    desk.post(board(night), {"line_up": "1", "category": [lines["Lighting"]]})
    assert 'name="order"' not in desk.get(board(night)).content.decode()


def test_a_contest_of_another_ceremony_is_not_reached(desk, night):
    there = Contest.objects.first()
    for sent in ({"remove": there.pk}, {"order": f"{there.pk}:up"}, {"order": "²:up"}):
        answer = desk.post(board(night), sent, follow=True)
        assert "That contest no longer exists." in answer.content.decode()
    assert Contest.objects.filter(pk=there.pk).exists()


@pytest.mark.parametrize("role", ["Writer", "Editor", "Picture editor"])
def test_who_keeps_no_record_is_offered_nothing_and_refused(
    desk, sign_in, enters, night, lines, role
):
    other = sign_in(enters("cy", "Cy Ames", role))
    assert "Add categories" not in other.get(board(night)).content.decode()
    sent = {"line_up": "1", "category": [*lines.values()]}
    only(desk, other, lambda client: client.post(board(night), sent), changes=lambda: order(night))
    first, second, *_ = night.contests.order_by("position", "pk")
    for sent in ({"order": f"{second.pk}:up"}, {"remove": first.pk}):
        only(
            desk,
            other,
            lambda client, sent=sent: client.post(board(night), sent),
            changes=lambda: order(night),
        )
