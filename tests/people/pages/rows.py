"""Rows of the record for tests: public, and no more of them than a test says."""

from django.utils.text import slugify

from awards.models import Award, Category, Ceremony, Contest, Nomination, Nominee
from people.models import Company, Credit, Person, Production, Release
from words.partial_dates import PartialDate

LONG_AGO = PartialDate("2001-01-01").start()


def _row(model, name, **fields):
    return model.objects.create(
        **({"name": name, "slug": slugify(name), "published_at": LONG_AGO} | fields)
    )


def person(name, **fields):
    return _row(Person, name, **fields)


def company(name, **fields):
    return _row(Company, name, **fields)


def production(name, *, year="", house=None, **fields):
    """A production, first shown in the year, on the house as its network."""
    made = _row(Production, name, **({"type": "limited series"} | fields))
    if year:
        Release.objects.create(production=made, date=str(year))
    if house:
        Credit.objects.create(production=made, party=house, role="network")
    return made


def credit(production, party, role="actor", **fields):
    return Credit.objects.create(production=production, party=party, role=role, **fields)


def award(name="Primetime Emmy Awards", **fields):
    return _row(
        Award, name, **({"short_name": "Emmys", "family": "Emmy", "slug": "emmys"} | fields)
    )


def ceremony(award, year, **fields):
    dates = {"held_on": f"{year}-09-20", "nominations_announced_on": f"{year}-07-28"}
    fields = {"year_label": str(year), "slug": str(year)} | dates | fields
    return _row(Ceremony, fields.pop("name", f"{award.label} {year}"), award=award, **fields)


def category(award, name="Lead Actor in a Limited Series or Movie", **fields):
    return _row(Category, name, award=award, **fields)


def contest(ceremony, category, name="", **fields):
    return Contest.objects.create(
        ceremony=ceremony, category=category, name=name or f"Outstanding {category.name}", **fields
    )


def nomination(contest, *people, production=None, won=False, **fields):
    """A nomination of people, for the production. A win settles the contest."""
    if won:
        fields = {"result": "won"} | fields
        Contest.objects.filter(pk=contest.pk).update(outcome="awarded")
    made = Nomination.objects.create(contest=contest, production=production, **fields)
    for place, party in enumerate(people):
        Nominee.objects.create(nomination=made, party=party, position=place)
    return made


def hide(entity):
    """As the desk unpublishes: nothing else about it changes."""
    type(entity).objects.filter(pk=entity.pk).update(published_at=None)
