"""Lists have people by family name and titles without their article, whatever the database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import editing
from people.models import Company, Person, Production
from people.sort_names import sort_key_of, sort_name_of
from tests.people.pages import rows

PEOPLE = {
    "Mark Ruffalo": "Ruffalo, Mark",
    "Frances de la Tour": "de la Tour, Frances",
    "Lars von Trier": "von Trier, Lars",
    "Gus Van Sant": "Van Sant, Gus",
    "Guillermo del Toro": "del Toro, Guillermo",
    "Ursula K. Le Guin": "Le Guin, Ursula K.",
    "Jill St. John": "St. John, Jill",
    "Eva Marie Saint": "Saint, Eva Marie",
    "Van Heflin": "Heflin, Van",
    "José Ortega y Gasset": "Ortega y Gasset, José",
    "Haifaa al-Mansour": "Mansour, Haifaa al-",
    "Robert Downey Jr.": "Downey, Robert, Jr.",
    "Robert Downey, Jr.": "Downey, Robert, Jr.",
    "Yahya Abdul-Mateen II": "Abdul-Mateen, Yahya, II",
    "Roger Deakins, CBE, ASC": "Deakins, Roger, CBE, ASC",
    "Zendaya": "Zendaya",
    "J. J. Abrams": "Abrams, J. J.",
    "Daniel Day-Lewis": "Day-Lewis, Daniel",
    "Maureen O’Hara": "O’Hara, Maureen",
    "Frances McDormand": "McDormand, Frances",
    "Sir Ian McKellen": "McKellen, Sir Ian",
    "“Weird Al” Yankovic": "Yankovic, “Weird Al”",
    "A Martinez": "Martinez, A",
    # Stage names and styles are not turned around.
    "Lady Gaga": "Lady Gaga",
    "Dr. Dre": "Dr. Dre",
    "Malcolm X": "Malcolm X",
    "50 Cent": "50 Cent",
    "André 3000": "André 3000",
    "Jennifer 8. Lee": "Lee, Jennifer 8.",
    "Cedric the Entertainer": "Cedric the Entertainer",
    "Tyler, the Creator": "Tyler, the Creator",
    "The Weeknd": "Weeknd, The",
    "Ruffalo, Mark": "Ruffalo, Mark",
    "Park Chan-wook": "Park Chan-wook",
    "!!!": "!!!",
    # What a rule can't know, and is written by hand.
    "Bong Joon Ho": "Ho, Bong Joon",
    "Helena Bonham Carter": "Carter, Helena Bonham",
}
OTHERS = {
    "The Walt Disney Company": "Walt Disney Company, The",
    "The Crown": "Crown, The",
    "A Star Is Born": "Star Is Born, A",
    "An Education": "Education, An",
    "THE OFFICE": "OFFICE, THE",
    "“The Nation” at 40": "“Nation” at 40, The",
    "Los Espookys": "Los Espookys",
    "Die Hard": "Die Hard",
    "La La Land": "La La Land",
    "A to Z": "A to Z",
    "A&E": "A&E",
    "A.I. Artificial Intelligence": "A.I. Artificial Intelligence",
    "The": "The",
    "#Alive": "#Alive",
}


@pytest.mark.parametrize(("name", "made"), PEOPLE.items())
def test_a_person_is_listed_by_family_name(name, made):
    assert sort_name_of(name, "person") == made


@pytest.mark.parametrize(("name", "made"), OTHERS.items())
def test_a_title_or_a_company_is_listed_without_its_english_article(name, made):
    assert sort_name_of(name, "production") == sort_name_of(name, "company") == made


@given(st.text(max_size=320), st.sampled_from(["person", "production"]))
def test_whatever_the_name_is_its_sort_name_and_key_fit(name, kind):
    made = sort_name_of(name, kind)
    assert len(made) <= 300
    assert bool(made) == bool(name.split())
    key = sort_key_of(made)
    assert len(key) <= 300
    assert key or not fold_leaves_something(made)


def fold_leaves_something(text):
    return any(letter.isalnum() for letter in text)


def test_readers_see_undated_titles_of_a_person_in_order(reader):
    person = rows.person("Olivia Colman")
    for name in ("The Crown", "Broadchurch", "An Education", "Éclair"):
        rows.credit(rows.production(name), person)
    body = reader.get("/people/olivia-colman/").content.decode()
    body = body[body.index("<main") :]
    places = [body.rindex(name) for name in ("Broadchurch", "The Crown", "Éclair", "An Education")]
    assert places == sorted(places)


def test_a_sort_name_that_nobody_wrote_follows_a_rename(db, ada):
    person = editing.create(Person, name="Mark Rufalo", by=ada)
    editing.rename(person, name="Mark Ruffalo", by=ada)
    assert (person.sort_name, person.sort_key) == ("Ruffalo, Mark", "ruffalo,mark")
    editing.change(person, name="Marc Ruffalo", by=ada)
    assert person.sort_name == "Ruffalo, Marc"


def test_a_sort_name_that_somebody_wrote_stays_until_it_is_emptied(db, ada):
    person = editing.create(Person, name="Bong Jun Ho", sort_name="Bong Jun Ho", by=ada)
    editing.rename(person, name="Bong Joon Ho", by=ada)
    assert person.sort_name == "Bong Jun Ho"
    editing.change(person, sort_name="", by=ada)
    assert (person.sort_name, person.sort_key) == ("Ho, Bong Joon", "ho,bong-joon")


def test_a_company_and_a_title_are_entered_without_a_thought_of_their_order(db, ada):
    company = editing.create(Company, name="The Walt Disney Company", by=ada)
    title = editing.create(Production, name="A Star Is Born", type="film", by=ada)
    assert (company.sort_name, title.sort_name) == ("Walt Disney Company, The", "Star Is Born, A")
