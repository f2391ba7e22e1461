"""The record: people, productions, companies, awards, and what ties them together."""

from people.models.award import Award, Category, Ceremony, Contest
from people.models.credit import Credit
from people.models.entity import Address, Entity, EntityName, Kind
from people.models.event import Event
from people.models.nomination import Nomination, Nominee
from people.models.party import Company, Person
from people.models.production import Production, Relation, Release

KINDS: dict[str, type[Entity]] = {
    model.entity_kind: model for model in (Person, Company, Production, Award, Ceremony, Category)
}

__all__ = [
    "KINDS",
    "Address",
    "Award",
    "Category",
    "Ceremony",
    "Company",
    "Contest",
    "Credit",
    "Entity",
    "EntityName",
    "Event",
    "Kind",
    "Nomination",
    "Nominee",
    "Person",
    "Production",
    "Relation",
    "Release",
]
