"""The record: people, companies and productions, and what ties them together."""

from people.models.address import Address
from people.models.credit import Credit
from people.models.entity import KINDS, Entity, EntityName, Kind
from people.models.party import Company, Person
from people.models.production import Production, Relation, Release

__all__ = [
    "KINDS",
    "Address",
    "Company",
    "Credit",
    "Entity",
    "EntityName",
    "Kind",
    "Person",
    "Production",
    "Relation",
    "Release",
]
