"""Two rows are laid beside each other before they become one, and what follows is said first."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from history.models import Change
from people import editing
from people.models import KINDS, Address, Entity, EntityName, Person
from tests.articles import stories
from tests.people.desk.test_verbs import said, text
from tests.people.desk.typing import change, do
from tests.people.every_relation import make
from tests.people.pages import rows
from tests.world import picture

pytestmark = pytest.mark.both_databases


@pytest.fixture
def gone(db):
    return rows.person(
        "Mark Rufalo", born="1967-11-22", summary="He plays the twins.", occupations="actor"
    )


@pytest.fixture
def stays(db):
    return rows.person(
        "Mark Ruffalo", sort_name="Ruffalo, M.", occupations="actor, producer", died="2099"
    )


def compared(desk, gone, stays):
    return desk.get(f"{do(gone, 'merge')}?into={stays.pk}")


def merged(desk, gone, stays, **typed):
    """The comparison is opened, these are changed, and it is sent."""
    form = compared(desk, gone, stays).context["adminform"].form
    sent = {box.html_name: "" if box.value() is None else box.value() for box in form}
    answer = desk.post(do(gone, "merge"), sent | typed)
    assert (answer.status_code, answer.get("Location")) == (302, change(stays)), said(answer)
    stays.refresh_from_db()


def side_by_side(page):
    return {
        row.label: (row.survivor.text, row.loser.text, row.differs)
        for row in page.context["compared"]
    }


def test_both_sides_are_beside_each_other_field_by_field(desk, gone, stays):
    page = compared(desk, gone, stays)
    assert side_by_side(page) == {
        "Name": ("Mark Ruffalo", "Mark Rufalo", True),
        "Sort name": ("Ruffalo, M.", "", True),
        "Summary": ("", "He plays the twins.", True),
        "Address": ("/people/mark-ruffalo/", "/people/mark-rufalo/", True),
        "Born": ("", "November 22, 1967", True),
        "Died": ("2099", "", True),
        "Occupations": ("actor, producer", "actor", True),
    }
    assert [heading["row"] for heading in page.context["headings"]] == [stays, gone]


def test_what_is_the_same_on_both_is_said_once_and_asks_nothing(desk, gone, stays):
    Person.objects.filter(pk=gone.pk).update(occupations="actor, producer")
    page = compared(desk, gone, stays)
    assert side_by_side(page)["Occupations"] == ("actor, producer", "actor, producer", False)
    assert "from-occupations" not in text(page)
    assert "actor, producer <span" in text(page)


def test_what_only_one_of_them_says_stays_without_a_click(desk, gone, stays):
    gone.picture = picture("The portrait")
    gone.save()
    merged(desk, gone, stays)
    assert (stays.summary, str(stays.born), str(stays.died)) == (
        "He plays the twins.",
        "November 22, 1967",
        "2099",
    )
    assert (stays.name, stays.sort_name, stays.occupations, stays.slug) == (
        "Mark Ruffalo",
        "Ruffalo, M.",
        "actor, producer",
        "mark-ruffalo",
    )
    assert stays.picture == gone.picture


def test_an_editor_chooses_whose_value_stays(desk, gone, stays, reader, ada):
    merged(
        desk,
        gone,
        stays,
        **{
            "from-name": "loser",
            "from-slug": "loser",
            "from-summary": "survivor",
            "from-sort_name": "loser",
        },
    )
    assert (stays.name, stays.slug, stays.summary) == ("Mark Rufalo", "mark-rufalo", "")
    assert stays.sort_name == "Rufalo, Mark"
    assert [(n.name, n.kind, n.shown) for n in stays.names.all()] == [
        ("Mark Ruffalo", "alias", "never")
    ]
    assert reader.get("/people/mark-rufalo/").status_code == 200
    moved = reader.get("/people/mark-ruffalo/")
    assert (moved.status_code, moved["Location"]) == (301, "/people/mark-rufalo/")
    line = Change.objects.get(verb="merged")
    assert line.by == ada
    assert line.before["fields"]["name"] == "Mark Ruffalo"
    assert line.after["fields"] == {
        "name": "Mark Rufalo",
        "sort_name": "Rufalo, Mark",
        "slug": "mark-rufalo",
        "born": "1967-11-22",
    }


def test_a_sort_name_made_from_the_name_follows_the_name_that_was_chosen(desk, gone):
    stays = rows.person("Marc Ruffalo")
    assert (gone.sort_name, stays.sort_name) == ("Rufalo, Mark", "Ruffalo, Marc")
    merged(desk, gone, stays, **{"from-name": "loser"})
    assert (stays.name, stays.sort_name) == ("Mark Rufalo", "Rufalo, Mark")


def test_a_name_that_a_third_one_has_is_refused_and_nothing_changes(desk, stays):
    rows.person("Steve McQueen", slug="steve", disambiguation="")
    gone = rows.person("Steve McQueen", slug="steve-2", disambiguation="director")
    sent = {
        "into": stays.pk,
        "shown": "never",
        "from-name": "loser",
        "from-disambiguation": "survivor",
    }
    answer = desk.post(do(gone, "merge"), sent)
    assert "“Steve McQueen” is already in the record" in said(answer)["__all__"]
    assert answer.context["adminform"].form["from-name"].value() == "loser"
    stays.refresh_from_db()
    gone.refresh_from_db()
    assert (stays.name, gone.merged_into, Change.objects.count()) == ("Mark Ruffalo", None, 0)


def test_what_told_two_namesakes_apart_is_not_kept_of_itself(desk):
    stays = rows.person("Steve McQueen")
    gone = rows.person("Steve McQueen", slug="steve-2", disambiguation="director")
    merged(desk, gone, stays)
    assert stays.disambiguation == ""


def test_a_number_that_only_one_ceremony_may_have_goes_along(desk):
    emmys = rows.award()
    stays, gone = rows.ceremony(emmys, 2020), rows.ceremony(emmys, 2021, number=72, venue="A hall")
    merged(desk, gone, stays, **{"from-number": "loser"})
    assert (stays.number, stays.venue, stays.year_label) == (72, "A hall", "2020")


def busy(person, other):
    """The person is named, credited and nominated, once where the other one is too."""
    twins = rows.production("The Twins")
    rows.credit(twins, person)
    rows.credit(twins, person, "producer")
    rows.credit(twins, other)
    night = rows.ceremony(rows.award(), 2020)
    for name in ("Lead", "Supporting", "Guest"):
        rows.nomination(rows.contest(night, rows.category(night.award, name)), person)
    night.hosts.add(person)
    for _ in range(2):
        stories.published(body=f'<p><a data-record="{person.public_id}">He</a> won.</p>')
    EntityName.objects.create(entity=person, name="M. R.")


def test_what_will_move_is_counted_as_it_then_moves(desk, gone, stays, ada):
    busy(gone, stays)
    editing.change(gone, by=ada, occupations="player")
    page = compared(desk, gone, stays)
    counts = page.context["preview"].moved
    assert sorted(counts) == [
        "1 address that redirects",
        "1 ceremony",
        "1 credit",
        "1 other name",
        "2 stories that name it",
        "3 nominations",
    ]
    assert page.context["preview"].dropped == ["1 credit"]
    assert page.context["preview"].names == [
        "M. R. (alias, shown to readers)",
        "Mark Rufalo (alias, only found at the desk)",
    ]
    assert page.context["preview"].redirects == ["/people/mark-rufalo/"]
    merged(desk, gone, stays)
    line = Change.objects.get(verb="merged")
    assert sum(int(line.split()[0]) for line in counts) == sum(
        map(len, line.after["moved"].values())
    )
    assert len(line.before["dropped"]) == 1


def test_looking_at_a_merge_changes_nothing(desk, gone, stays):
    busy(gone, stays)
    counted = (Address, Change)
    before = [*Entity.objects.order_by("pk").values()], [model.objects.count() for model in counted]
    page = compared(desk, gone, stays)
    assert "This can’t be undone." in text(page)
    after = [*Entity.objects.order_by("pk").values()], [model.objects.count() for model in counted]
    assert after == before
    assert gone.party_credits.count() == 2


def test_the_other_one_can_be_kept_instead(desk, gone, stays):
    page = compared(desk, gone, stays)
    assert page.context["swap_address"] == f"{do(stays, 'merge')}?into={gone.pk}"
    other = desk.get(page.context["swap_address"])
    assert [heading["row"] for heading in other.context["headings"]] == [gone, stays]
    merged(desk, stays, gone)
    assert (gone.name, gone.sort_name) == ("Mark Rufalo", "Ruffalo, M.")


def button(page):
    return re.search(
        r'<button class="button button--small" type="submit"([^>]*)>Merge<', text(page)
    )[1]


def test_what_is_in_the_way_is_said_before_the_click(desk, gone, stays):
    rows.hide(stays)
    page = compared(desk, gone, stays)
    assert "Publish “Mark Ruffalo” first, or merge the other way around" in " ".join(
        page.context["blocked"]
    )
    assert "disabled" in button(page)
    assert "disabled" not in button(compared(desk, stays, gone))


def test_a_duplicate_that_has_to_go_first_is_said_before_the_click(desk):
    night = rows.ceremony(rows.award(), 2020)
    contest = rows.contest(night, rows.category(night.award))
    double = rows.ceremony(night.award, 2021)
    rows.nomination(rows.contest(double, contest.category), rows.person("Jeremy Irons"))
    [sentence] = compared(desk, double, night).context["blocked"]
    assert "Merge those two first" in sentence


def test_another_kind_and_what_is_gone_are_refused_by_name(desk, gone):
    company = rows.company("HBO")
    page = compared(desk, gone, company)
    [sentence] = page.context["blocked"]
    assert sentence.startswith(
        "“Mark Rufalo” and “HBO” are of different types (person and company)"
    )
    for into in ("999999", "x", "9" * 40):
        page = desk.get(f"{do(gone, 'merge')}?into={into}")
        assert page.context["blocked"] == ["This no longer exists. Choose another one."]


def test_what_changed_since_it_was_opened_is_looked_at_again(desk, gone, stays, ada):
    opened = compared(desk, gone, stays).context["adminform"].form["seen"].value()
    editing.change(stays, by=ada, summary="Mine.")
    sent = {"into": stays.pk, "shown": "never", "seen": opened}
    answer = desk.post(do(gone, "merge"), sent)
    assert "One of the two was changed" in said(answer)["__all__"]
    gone.refresh_from_db()
    assert gone.merged_into is None


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_every_kind_are_laid_beside_each_other_and_merged(desk, kind):
    same = {"award": make(KINDS["award"])} if kind in ("ceremony", "category") else {}
    gone, stays = make(KINDS[kind], **same), make(KINDS[kind], **same)
    page = compared(desk, gone, stays)
    assert side_by_side(page)["Name"] == (stays.name, gone.name, True)
    merged(desk, gone, stays, **{"from-name": "loser"})
    gone.refresh_from_db()
    assert (stays.name, gone.merged_into_id) == (gone.name, stays.pk)


def test_without_script_the_one_that_stays_is_found_by_its_name(desk, gone, stays):
    page = desk.get(do(gone, "merge"), {"q": "ruffalo"})
    assert [each.row.pk for each in page.context["suggestions"]] == [stays.pk]
    assert f'<a href="?into={stays.pk}">Mark Ruffalo</a>' in text(page)


def test_namesakes_are_offered_first(desk, gone):
    other = rows.person("Mark Rufalo", slug="other", disambiguation="cameraman")
    rows.hide(other)
    [offer] = desk.get(do(gone, "merge")).context["suggestions"]
    assert (offer.row.pk, offer.other_name, offer.is_public) == (other.pk, "", False)


def test_a_comparison_costs_the_same_for_one_row_and_for_thirty(desk, gone, stays):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            compared(desk, gone, stays)
        return len(asked)

    rows.credit(rows.production("The first"), gone)
    compared(desk, gone, stays)  # content types are asked for once
    one = cost()
    for number in range(30):
        rows.credit(rows.production(f"Title {number}"), gone)
    assert cost() == one
