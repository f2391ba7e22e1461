"""Lists and forms of the record take as many queries for many rows as for one."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.models import Award, Category, Ceremony, Contest, Nomination, Nominee
from people import editing
from people.models import Address, Company, Credit, Entity, EntityName, Person, Production, Relation
from tests.people.desk.typing import change, listed
from tests.people.pages import rows

MODELS = (
    *(Address, Award, Category, Ceremony, Company, Contest, Credit, Entity),
    *(Nomination, Nominee, Person, Production),
)


class Record:
    """As many rows of each kind as are entered, and as many on each of five full ones."""

    def __init__(self, ada):
        self.ada = ada
        self.size = 0
        award = rows.award()
        self.night, self.line = rows.ceremony(award, 2020), rows.category(award)
        self.contest = rows.contest(self.night, self.line)
        self.novel, self.star = rows.production("The Novel"), rows.person("The Star")
        self.nomination = rows.nomination(self.contest)

    def grow_to(self, size):
        for number in range(self.size, size):
            self._enter(number)
        self.size = size

    def _enter(self, number):
        person = editing.create(Person, by=self.ada, name=f"Person {number}")
        company = rows.company(f"Company {number}")
        award = rows.award(f"Award {number}", slug=f"award-{number}", body=company)
        rows.category(award, f"Category {number}")
        rows.ceremony(award, 1990, broadcaster=company).hosts.add(person)
        production = rows.production(f"Production {number}", year=2000, house=company)
        rows.credit(self.novel, person, characters=["One", "Two"])
        rows.credit(production, self.star)
        Relation.objects.create(
            from_production=production, to_production=self.novel, type="based on"
        )
        rows.nomination(self.contest, person, company, production=production)
        Nominee.objects.create(nomination=self.nomination, party=person)
        rows.contest(self.night, rows.category(self.night.award, f"Line {number}"))
        EntityName.objects.create(entity=self.novel, name=f"Title {number}")

    def pages(self):
        for model in MODELS:
            yield listed(model)
            yield f"{listed(model)}?q=o"
        for row in (self.novel, self.star, self.night, self.contest, self.nomination):
            yield change(row)


def costs(desk, record):
    return {address: cost(desk, address) for address in record.pages()}


def cost(desk, address):
    desk.get(address)  # content types are asked for once
    with CaptureQueriesContext(connection) as asked:
        assert desk.get(address).status_code == 200
    return len(asked)


def test_lists_and_forms_cost_the_same_for_one_row_and_for_many(desk, ada, everything):
    record = Record(ada)
    record.grow_to(1)
    one = costs(desk, record)
    record.grow_to(30 if everything else 8)
    assert costs(desk, record) == one


def test_no_page_costs_more_than_it_needs(desk, ada):
    record = Record(ada)
    record.grow_to(3)
    assert {page: queries for page, queries in costs(desk, record).items() if queries > 14} == {}
