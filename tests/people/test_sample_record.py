"""The sample record as it is delivered: readable, whole, and true to its own rules."""

import json
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import Count, F, Q

from awards.ledger import record_of
from awards.models import Award, Ceremony, Contest, Nomination, Nominee
from people.addresses import find
from people.models import Credit, Entity, EntityName, Person
from people.sort_names import follows_rule, sort_key_of
from photos.models import Picture
from verbs.addresses import Found
from verbs.public_ids import looks_right
from words.folding import fold

FIXTURES = [
    fixture
    for app in ("people", "awards")
    for fixture in sorted((Path(settings.BASE_DIR) / app / "fixtures").glob("sample_*.json"))
]
WINS = Q(nominations__result__in=Nomination.WINS)


@pytest.fixture
def record(sample):
    """Every entity of the sample."""
    return Entity.objects.all()


def standing(public_id, at="2026-12-31"):
    return record_of(Entity.objects.get(public_id=public_id), at=at)


def figures(public_id, award, at="2026-12-31"):
    tally = standing(public_id, at).tally(Award.objects.get(public_id=award))
    return tally.nominations, tally.wins


# The files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_file_has_one_row_a_line(path):
    first, *lines, last = path.read_text(encoding="utf-8").splitlines()
    assert (first, last) == ("[", "]")
    for line in lines:
        row = json.loads(line.removesuffix(","))
        assert line.removesuffix(",") == json.dumps(row, ensure_ascii=False)


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in FIXTURES
        if path.stem[9:] in ("companies", "people", "productions", "awards")
    ],
    ids=lambda path: path.stem,
)
def test_the_entities_of_a_kind_stand_in_the_order_of_their_ids(path):
    rows = [row for row in json.loads(path.read_text(encoding="utf-8")) if "name" in row["fields"]]
    of_kinds = {row["fields"]["kind"]: [] for row in rows}
    for row in rows:
        of_kinds[row["fields"]["kind"]].append(row["fields"]["public_id"])
    assert of_kinds == {kind: sorted(ids) for kind, ids in of_kinds.items()}


def test_no_row_has_an_integer_key():
    rows = [row for path in FIXTURES for row in json.loads(path.read_text(encoding="utf-8"))]
    assert [row for row in rows if "pk" in row] == []


# The rows ------------------------------------------------------------------------------------------


def test_names_are_folded_as_the_record_folds_them(record):
    for model in (Entity, EntityName):
        rows = model.objects.values_list("name", "folded_name")
        assert [(name, fold(name)) for name, _ in rows] == list(rows)


def test_sort_keys_are_made_as_the_record_makes_them(record):
    rows = Entity.objects.values_list("sort_name", "sort_key")
    assert [(name, sort_key_of(name)) for name, _ in rows] == list(rows)
    written = {"Bonham Carter, Helena", "García Bernal, Gael"}
    entities = Entity.objects.exclude(sort_name__in=written)
    assert [e.name for e in entities if not follows_rule(e.sort_name, e.name, e.kind)] == []


def test_ceremonies_have_the_moments_that_follow_from_their_dates(record):
    for ceremony in Ceremony.objects.all():
        stored = ceremony.stored_nominations_counted_from, ceremony.stored_wins_counted_from
        told = ceremony.nominations_counted_from, ceremony.wins_counted_from
        assert stored == told, ceremony


def test_every_value_is_one_that_the_desk_could_have_entered(record):
    for model in apps.get_app_config("people").get_models():
        relations = [field.name for field in model._meta.fields if field.remote_field]
        for row in model.objects.all():
            row.clean_fields(exclude=relations)


def test_every_identity_looks_like_one(record):
    for model in (Entity, Contest, Nomination):
        for public_id in model.objects.values_list("public_id", flat=True):
            looks_right(public_id)


def test_every_entity_is_public_and_lives_at_its_address(record):
    lost = [
        entity.public_id
        for entity in record
        if not isinstance(find(entity.kind, entity.slug, entity.scope), Found)
    ]
    assert lost == []


def test_every_kind_of_row_has_its_own_half(record):
    halves = [entity.public_id for entity in record if not hasattr(entity, f"as_{entity.kind}")]
    assert halves == []


def test_every_nomination_and_credit_can_be_shown(record):
    for model in (Nomination, Credit):
        assert model.objects.public().count() == model.objects.count()


def test_every_drawing_of_somebody_stands_on_their_page(record):
    drawn = Picture.objects.filter(
        Q(public_id__startswith="person-") | Q(public_id__startswith="title-")
    )
    shown = record.exclude(picture=None).values_list("picture__public_id", flat=True)
    assert sorted(shown) == sorted(drawn.values_list("public_id", flat=True))


# The awards ----------------------------------------------------------------------------------------


def test_a_contest_that_was_decided_has_its_winner_and_no_other_has(record):
    contests = Contest.objects.annotate(wins=Count("nominations", filter=WINS))
    undecided = contests.filter(~Q(outcome=Contest.Outcome.AWARDED))
    assert list(contests.filter(outcome=Contest.Outcome.AWARDED, wins=0)) == []
    assert list(undecided.filter(wins__gt=0)) == []


def test_nobody_wins_alone_what_was_shared(record):
    won, shared = Nomination.Result.WON, Nomination.Result.SHARED_WIN
    contests = Contest.objects.annotate(
        alone=Count("nominations", filter=Q(nominations__result=won)),
        together=Count("nominations", filter=Q(nominations__result=shared)),
    )
    assert list(contests.filter(Q(alone__gt=1) | Q(alone=1, together__gt=0) | Q(together=1))) == []


def test_nobody_is_named_twice_on_a_nomination(record):
    named = Counter(
        (nominee.nomination_id, nominee.party_id or nominee.name_as_given)
        for nominee in Nominee.objects.all()
    )
    assert [key for key, times in named.items() if times > 1] == []


def test_a_name_without_a_page_is_nobody_that_has_one(record):
    people = record.filter(kind="person")
    unmatched = Nominee.objects.filter(party=None).values_list("name_as_given", flat=True)
    known = {fold(name) for name in unmatched} & {person.folded_name for person in people}
    assert known == set()


def test_nominations_come_before_their_night_and_prizes_around_it(record):
    for ceremony in Ceremony.objects.exclude(held_on=""):
        announced = ceremony.nominations_announced_on
        assert announced is None or announced < ceremony.held_on
        if ceremony.held_at:
            assert ceremony.held_at.astimezone(ceremony.zone).date().isoformat() == (
                ceremony.held_on.iso
            )


def test_a_prize_given_apart_was_given_within_half_a_year_of_its_night(record):
    for contest in Contest.objects.exclude(presented_at=None).select_related("ceremony"):
        night = contest.ceremony.held_on.end(contest.ceremony.zone)
        assert abs((contest.presented_at - night).days) < 183


def test_nobody_died_before_being_born(record):
    assert list(Person.objects.exclude(died="").filter(died__lt=F("born"))) == []


def test_the_record_claims_no_more_than_it_holds(record):
    # It enters some categories of each night. Of the people in it, it has every Oscar nomination
    # from the 83rd Academy Awards to the 98th; who adds a person adds those.
    whole = Ceremony.objects.filter(Q(nominees_complete=True) | Q(winners_complete=True))
    spans = Award.objects.exclude(complete_from=None)
    assert list(whole) == []
    assert list(spans.values_list("slug", "complete_from", "complete_to")) == [("oscars", 83, 98)]


def test_a_claimed_span_has_all_its_ceremonies(record):
    for award in Award.objects.exclude(complete_from=None):
        numbers = award.ceremonies.filter(
            number__gte=award.complete_from, number__lte=award.complete_to
        ).values_list("number", flat=True)
        assert sorted(numbers) == list(range(award.complete_from, award.complete_to + 1))


# What it holds -------------------------------------------------------------------------------------


def test_mark_ruffalo_stands_where_the_story_says(record):
    assert figures("mark-ruffalo", "primetime-emmys", "2020-09-20") == (3, 2)
    assert figures("mark-ruffalo", "oscars", "2020") == (3, 0)
    assert figures("mark-ruffalo", "oscars", "2024-02-01") == (4, 0)
    that_night = standing("mark-ruffalo", "2020-09-20")
    assert (that_night.nominations, that_night.wins) == (18, 4)


@pytest.mark.parametrize(
    ("person", "emmys", "oscars"),
    [
        ("archie-panjabi", (3, 1), (0, 0)),
        ("cate-blanchett", (2, 0), (8, 2)),
        ("catherine-ohara", (8, 2), (0, 0)),
        ("damon-lindelof", (12, 3), (0, 0)),
        ("dan-levy", (6, 4), (0, 0)),
        ("eugene-levy", (13, 4), (0, 0)),
        ("hugh-jackman", (5, 1), (1, 0)),
        ("jean-smart", (11, 4), (0, 0)),
        ("jeremy-irons", (5, 3), (1, 1)),
        ("mahershala-ali", (4, 1), (2, 2)),
        ("margo-martindale", (6, 3), (0, 0)),
        ("melissa-leo", (3, 1), (2, 1)),
        ("olivia-colman", (4, 1), (3, 1)),
        ("regina-king", (5, 4), (1, 1)),
        ("sterling-k-brown", (9, 3), (1, 0)),
        ("toni-collette", (4, 1), (1, 0)),
        ("uzo-aduba", (5, 3), (0, 0)),
    ],
)
def test_a_career_at_the_emmys_to_the_73rd_and_at_the_oscars(record, person, emmys, oscars):
    assert (figures(person, "primetime-emmys"), figures(person, "oscars")) == (emmys, oscars)


def test_both_winners_of_a_tie_have_an_oscar(record):
    tie = Contest.objects.get(public_id="oscars-1969-lead-actress")
    winners = tie.nominations.filter(result="shared win").values_list("production__slug", flat=True)
    assert sorted(winners) == ["funny-girl", "the-lion-in-winter"]


def test_what_was_withdrawn_or_rescinded_says_why(record):
    undone = Nomination.objects.filter(result__in=("withdrawn", "rescinded"))
    assert sorted(undone.values_list("production__slug", flat=True)) == [
        "alone-yet-not-alone",
        "high-society-1955",
        "young-americans",
    ]
    assert list(undone.filter(note="")) == []


def test_two_people_and_two_films_of_one_name_are_told_apart(record):
    told = record.filter(folded_name__in=("steve mcqueen", "bad education"))
    assert sorted(map(str, told)) == [
        "Bad Education (film, 2004)",
        "Bad Education (television movie, 2019)",
        "Steve McQueen (actor)",
        "Steve McQueen (director)",
    ]


def test_all_spellings_of_what_if_find_it(record):
    for spelling in ("What If...?", "What If…?", "What If….?"):
        assert record.get(folded_name=fold(spelling)).public_id == "what-if"


def test_no_two_dates_of_one_row_contradict_each_other(record):
    for model in (Person, Ceremony):
        for row in model.objects.all():
            row.clean()
