"""A verb says what it will do and what it did, about the row that it is for."""

from desk.verb_pages import Verb, WhyForm
from people.models import Person

MARK = Person(name="Mark Ruffalo")


def verb(**given):
    return Verb("win", "It won", "“{}” wins.", run=lambda row, *, by: None, **given)


def test_a_verb_speaks_of_its_row():
    assert verb().consequence_for(MARK) == "“Mark Ruffalo” wins."
    assert verb(done="“{}” won.").message_after(MARK, MARK) == "“Mark Ruffalo” won."
    assert verb().message_after(MARK, MARK) == "“Mark Ruffalo”: it won, done."


def test_a_label_may_depend_on_the_row():
    named = Verb("hail", lambda row: f"Hail {row}", "", run=lambda row, *, by: None)
    assert named.for_row(MARK).label == "Hail Mark Ruffalo"
    assert named.for_row(MARK).form is WhyForm


def test_a_verb_needs_its_permission_and_the_row_s_leave(django_user_model):
    nobody = django_user_model()
    assert verb().may_be_used(nobody, MARK)
    assert not verb(is_allowed=lambda user, row: False).may_be_used(nobody, MARK)
