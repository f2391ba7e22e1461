"""Nothing points at a merged row: every relation of every app is tried, hidden ones too."""

import pytest
from django.db import IntegrityError, transaction

from people.merging import merge
from people.models import KINDS, Address, Entity, EntityName
from tests.people.every_relation import make, may_hold, pointing_at_entities

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

RELATIONS = [
    (kind, field) for kind in KINDS for field in pointing_at_entities() if may_hold(field, kind)
]


@pytest.fixture
def pair(db):
    """`pair(kind)` is two of one kind, of one award where it belongs to one."""

    def pair(kind):
        same = {"award": make(KINDS["award"])} if kind in ("ceremony", "category") else {}
        return make(KINDS[kind], **same), make(KINDS[kind], **same)

    return pair


def still_pointing_at(loser):
    return [
        (str(field), row.pk)
        for field in pointing_at_entities()
        for row in field.model._base_manager.filter(**{field.attname: loser.pk})
    ]


def named(value):
    return str(value) if not isinstance(value, str) else value


@pytest.mark.parametrize(("kind", "field"), RELATIONS, ids=named)
def test_it_points_at_the_survivor(pair, kind, field):
    loser, survivor = pair(kind)
    row = make(field.model, **{field.name: field.related_model._base_manager.get(pk=loser.pk)})
    assert (str(field), row.pk) in still_pointing_at(loser)
    merge(loser, into=survivor, by=None)
    row = type(row)._base_manager.get(pk=row.pk)
    assert getattr(row, field.attname) == survivor.pk
    assert still_pointing_at(loser) == []


def twin_of(row, field, survivor):
    """A second row that says the same of the survivor; None where the database has no such row."""
    twin = type(row)._base_manager.get(pk=row.pk)
    twin.pk = None
    for other in twin._meta.concrete_fields:
        if other.unique and not other.primary_key and not other.is_relation:
            setattr(twin, other.attname, other.get_default())
    setattr(twin, field.attname, survivor.pk)
    try:
        with transaction.atomic():
            twin.save(force_insert=True)
    except IntegrityError:
        return None
    return twin


IN_ONE_PLACE = [(kind, field) for kind, field in RELATIONS if not issubclass(field.model, Entity)]


@pytest.mark.parametrize(("kind", "field"), IN_ONE_PLACE, ids=named)
def test_where_both_stand_in_one_place_nothing_is_in_the_way(pair, kind, field):
    loser, survivor = pair(kind)
    row = make(field.model, **{field.name: field.related_model._base_manager.get(pk=loser.pk)})
    twin = twin_of(row, field, survivor)
    merge(loser, into=survivor, by=None)
    assert still_pointing_at(loser) == []
    if twin is not None:
        kept = type(row)._base_manager.filter(**{field.attname: survivor.pk})
        assert twin.pk in kept.values_list("pk", flat=True)


def test_the_relations_tried_are_those_that_exist():
    """Known ones of each sort are among them: own, of a child, hidden, of another app, to many."""
    tried = {(kind, str(field)) for kind, field in RELATIONS}
    assert {
        ("person", "people.Credit.party"),
        ("company", "awards.Award.body"),
        ("production", "people.Relation.to_production"),
        ("person", "people.Entity.merged_into"),
        ("person", "articles.Mention.entity"),
        ("person", "awards.Ceremony_hosts.person"),
        ("ceremony", "awards.Ceremony_hosts.ceremony"),
        ("award", "awards.Category.award"),
        ("category", "awards.Contest.category"),
    } <= tried
    assert ("company", "awards.Ceremony_hosts.person") not in tried


def test_pages_below_a_merged_award_move_with_it(pair):
    loser, survivor = pair("award")
    night = make(KINDS["ceremony"], award=loser)
    Address.objects.create(entity=night, kind="ceremony", scope=loser.public_id, slug=night.slug)
    merge(loser, into=survivor, by=None)
    night.refresh_from_db()
    assert (night.award_id, night.scope) == (survivor.pk, survivor.public_id)
    assert night.addresses.get().scope == survivor.public_id
    assert Entity.objects.filter(scope=loser.public_id).count() == 0
    assert EntityName.objects.get().name == loser.name
