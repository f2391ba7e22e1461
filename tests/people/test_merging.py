"""What happens when two rows turn out to be one."""

import pytest
from django.urls import reverse

from awards.contests import load_contests
from awards.ledger import record_of
from awards.models import Ceremony, Nominee
from history.models import Change
from people import editing
from people.editing import Refused
from people.merging import merge
from people.models import Address, Credit, Entity, EntityName, Person
from tests.people.pages import rows

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def loser():
    return rows.person("Marc Ruffalo")


@pytest.fixture
def survivor():
    return rows.person("Mark Ruffalo")


@pytest.fixture
def series():
    return rows.production("I Know This Much Is True")


@pytest.fixture
def contest():
    emmys = rows.award()
    return rows.contest(rows.ceremony(emmys, 2020), rows.category(emmys))


def refused(sentence, loser, *, into, by=None):
    before = list(Entity.objects.order_by("pk").values()), Change.objects.count()
    with pytest.raises(Refused, match=sentence):
        merge(loser, into=into, by=by)
    assert before == (list(Entity.objects.order_by("pk").values()), Change.objects.count())


def test_the_loser_is_hidden_and_leads_to_the_survivor(loser, survivor, ada):
    merge(loser, into=survivor, by=ada)
    assert (loser.merged_into.pk, loser.published_at, loser.is_public()) == (
        survivor.pk,
        None,
        False,
    )
    assert survivor.addresses.get().slug == "marc-ruffalo"
    assert (loser.version, survivor.version) == (2, 2)


def test_the_losing_name_is_found_at_the_desk_and_shown_to_nobody(loser, survivor, ada):
    merge(loser, into=survivor, by=ada)
    name = survivor.names.get()
    assert (name.name, name.kind, name.shown) == ("Marc Ruffalo", "alias", "never")
    assert list(Person.objects.unmerged().called("marc ruff")) == [survivor]


def test_an_editor_may_decide_that_readers_see_the_losing_name(loser, survivor, ada):
    merge(loser, into=survivor, by=ada, shown=EntityName.Shown.ALWAYS)
    assert survivor.names.get().shown == "always"


def test_the_same_name_is_no_other_name(survivor, ada):
    merge(rows.person("Mark Ruffalo", slug="m", disambiguation="twin"), into=survivor, by=ada)
    assert survivor.names.count() == 0


def test_a_name_that_both_had_stands_once(loser, survivor, ada):
    for person in (loser, survivor):
        EntityName.objects.create(entity=person, name="Mark Alan Ruffalo", kind="birth")
    EntityName.objects.create(entity=survivor, name="Marc Ruffalo", shown="always")
    merge(loser, into=survivor, by=ada)
    assert sorted(survivor.names.values_list("name", "shown")) == [
        ("Marc Ruffalo", "always"),
        ("Mark Alan Ruffalo", "always"),
    ]


def test_both_nominees_of_one_nomination_become_one(loser, survivor, contest, ada):
    nomination = rows.nomination(contest, survivor, loser, won=True)
    Nominee.objects.filter(party=loser).update(role="Executive Producer")
    merge(loser, into=survivor, by=ada)
    nominee = nomination.nominees.get()
    assert (nominee.party.pk, nominee.role, nominee.position) == (
        survivor.pk,
        "Executive Producer",
        0,
    )
    assert (record_of(survivor).nominations, record_of(survivor).wins) == (1, 1)


def test_their_nominations_are_added_up(loser, survivor, contest, ada):
    rows.nomination(contest, loser, won=True)
    rows.nomination(contest, survivor)
    merge(loser, into=survivor, by=ada)
    assert (record_of(survivor).nominations, record_of(survivor).wins) == (2, 1)
    assert [
        e.nominees[0].party.name
        for e in load_contests([contest.public_id])[contest.public_id].entries
    ] == [
        "Mark Ruffalo",
        "Mark Ruffalo",
    ]


def test_the_same_credit_of_both_is_one_with_what_either_knew(loser, survivor, series, ada):
    rows.credit(series, survivor, billing=1, credited_as="Mark Ruffalo")
    rows.credit(series, loser, characters=["Dominick", "Thomas"], credited_as="Marc", billing=7)
    rows.credit(series, loser, "executive producer")
    merge(loser, into=survivor, by=ada)
    found = Credit.objects.values_list("role", "billing", "characters", "credited_as")
    assert list(found) == [
        ("actor", 1, ["Dominick", "Thomas"], "Mark Ruffalo"),
        ("executive producer", None, [], ""),
    ]


def test_characters_of_both_credits_are_kept(loser, survivor, series, ada):
    rows.credit(series, survivor, characters=["Dominick", "Himself"])
    rows.credit(series, loser, characters=["Thomas", "Dominick"])
    merge(loser, into=survivor, by=ada)
    assert Credit.objects.get().characters == ["Dominick", "Himself", "Thomas"]


def test_a_name_shown_in_credits_only_stays_on_its_credits_and_nominations(
    loser, survivor, series, contest, ada
):
    rows.credit(series, loser)
    rows.nomination(contest, loser)
    merge(loser, into=survivor, by=ada, shown=EntityName.Shown.CREDITS_ONLY)
    assert series.credits.get().printed_name == "Marc Ruffalo"
    assert str(Nominee.objects.get().name_as_given) == "Marc Ruffalo"


def test_a_survivor_that_takes_the_name_keeps_its_own_where_it_was_printed(
    loser, survivor, series, ada
):
    novel = rows.production("The Novel")
    rows.credit(series, loser)
    rows.credit(novel, survivor)
    merge(loser, into=survivor, by=ada, take_fields=["name"], shown=EntityName.Shown.CREDITS_ONLY)
    assert novel.credits.get().printed_name == "Mark Ruffalo"
    assert series.credits.get().printed_name == survivor.name == "Marc Ruffalo"


def test_where_both_were_credited_the_survivor_s_own_name_was_printed(
    loser, survivor, series, contest, ada
):
    for person in (survivor, loser):
        rows.credit(series, person)
    rows.nomination(contest, survivor, loser)
    merge(loser, into=survivor, by=ada, shown=EntityName.Shown.CREDITS_ONLY)
    assert series.credits.get().printed_name == "Mark Ruffalo"
    assert Nominee.objects.get().name == "Mark Ruffalo"


@pytest.mark.parametrize("credited", ["loser", "survivor"])
def test_somebody_credited_in_either_row_is_credited(loser, survivor, series, ada, credited):
    for name, party in (("loser", loser), ("survivor", survivor)):
        rows.credit(series, party, uncredited=name != credited)
    merge(loser, into=survivor, by=ada)
    assert not series.credits.get().uncredited


def test_a_nominee_counts_if_either_did(loser, survivor, contest, ada):
    shared = rows.nomination(contest, survivor, loser)
    shared.nominees.filter(party=survivor).update(counts=False)
    merge(loser, into=survivor, by=ada)
    assert shared.nominees.get().counts


def test_a_premiere_that_both_have_is_one_and_another_one_stays(series, ada):
    double = rows.production("I Know This Much Is True (2020)")
    for title in (series, double):
        title.releases.create(kind="premiere", date="2020-05-10")
    double.releases.create(kind="premiere", date="2020-05-11")
    merge(double, into=series, by=ada)
    assert [str(each.date) for each in series.releases.all()] == ["May 10, 2020", "May 11, 2020"]


def test_a_production_that_stood_on_its_double_stands_on_itself_no_more(series, ada):
    double = rows.production("I Know This Much")
    novel = rows.production("The Novel", type="novel")
    for target in (series, novel):
        double.sources.create(to_production=target, type="based on")
    merge(double, into=series, by=ada)
    assert [str(relation.to_production) for relation in series.sources.all()] == ["The Novel"]
    assert series.led_to.count() == 0


def test_who_hosted_twice_hosts_once(loser, survivor, contest, ada):
    night = Ceremony.objects.get()
    night.hosts.set([loser, survivor])
    merge(loser, into=survivor, by=ada)
    assert list(night.hosts.all()) == [survivor]


def test_no_chain_forms(loser, survivor, ada):
    first = rows.person("M. Ruffalo")
    merge(first, into=loser, by=ada)
    merge(loser, into=survivor, by=ada)
    first.refresh_from_db()
    assert first.merged_into.pk == loser.merged_into.pk == survivor.pk


def test_the_log_has_what_moved_and_what_went(loser, survivor, series, ada):
    kept = rows.credit(series, loser, "writer")
    rows.credit(series, survivor)
    dropped = rows.credit(series, loser)
    merge(loser, into=survivor, by=ada, why="One and the same.")
    change = Change.objects.get()
    assert (change.verb, change.by, change.subject_id, change.note) == (
        "merged",
        ada,
        survivor.public_id,
        "One and the same.",
    )
    assert change.before["loser"]["public_id"] == loser.public_id
    assert change.before["loser"]["published_at"] is not None
    assert change.before["dropped"][f"people.credit.party {dropped.pk}"]["role"] == "actor"
    assert change.after["moved"] == {
        "people.credit.party": [kept.pk],
        "people.address.entity": [Address.objects.get().pk],
    }


def test_its_own_log_stays_as_it_was_and_is_read_with_the_survivor_s(loser, survivor, ada, sign_in):
    first, other = rows.person("M. Ruffalo"), rows.person("Laura Dern")
    for row in (first, loser, survivor, other):
        editing.change(row, summary=f"The summary of {row.name}.", by=ada)
    before = list(Change.objects.order_by("pk").values())
    merge(first, into=loser, by=ada)
    merge(loser, into=survivor, by=ada)
    assert list(Change.objects.order_by("pk").values())[: len(before)] == before
    page = sign_in(ada).get(reverse("admin:people_person_history", args=[survivor.pk]), follow=True)
    assert [(line.verb, line.subject_name) for line, _ in page.context["lines"]] == [
        ("merged", "Mark Ruffalo"),
        ("merged", "Marc Ruffalo"),
        ("changed", "Mark Ruffalo"),
        ("changed", "Marc Ruffalo"),
        ("changed", "M. Ruffalo"),
    ]


def test_what_is_not_one_stays_two(loser, survivor, series, ada):
    refused("You can’t merge “Marc Ruffalo” into itself", loser, into=loser)
    refused("of different types .person and production.", loser, into=series)
    rows.hide(survivor)
    refused("Readers can see “Marc Ruffalo” but not “Mark Ruffalo”", loser, into=survivor)
    rows.hide(loser)
    merge(loser, into=survivor, by=ada)
    refused("“Marc Ruffalo” was already merged into “Mark Ruffalo”", loser, into=survivor)
    refused("was already merged into “Mark Ruffalo”", rows.person("Another"), into=loser)


def test_a_merged_row_can_not_be_changed_or_published(loser, survivor, ada):
    merge(loser, into=survivor, by=ada)
    for verb in (editing.publish, lambda row, by: editing.change(row, summary="Him.", by=by)):
        with pytest.raises(Refused, match="was merged into “Mark Ruffalo”"):
            verb(loser, by=ada)


def test_categories_of_different_awards_stay_two(ada):
    one, other = (rows.award(name, slug=name.lower()) for name in ("Emmys", "Oscars"))
    refused(
        "belong to different awards",
        rows.category(one, "Lead Actor"),
        into=rows.category(other, "Lead Actor"),
    )


def test_two_nights_with_the_same_contest_stay_two_until_that_is_one(contest, ada):
    double = rows.ceremony(contest.ceremony.award, 2021)
    rows.nomination(rows.contest(double, contest.category), rows.person("Jeremy Irons"))
    refused("Both have “Outstanding Lead Actor", double, into=contest.ceremony)
    double.contests.get().nominations.all().delete()
    merge(double, into=contest.ceremony, by=ada)
    assert contest.ceremony.contests.count() == 1


def test_two_awards_with_pages_of_one_name_stay_two(ada):
    one, other = (rows.award(name, slug=name.lower()) for name in ("Emmys", "Emmies"))
    rows.ceremony(one, 2020)
    moved = rows.ceremony(other, 2020)
    refused(
        "each have, or had, a ceremony or category with the same name or address", other, into=one
    )
    editing.change(moved, name="The same night", slug="2020-b", by=ada)
    merge(other, into=one, by=ada)
    moved.refresh_from_db()
    assert moved.get_absolute_url() == "/awards/emmys/2020-b/"
