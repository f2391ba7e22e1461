"""What a row is called outside the database."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from photos.models import Picture
from verbs.public_ids import (
    ALPHABET,
    PublicIdField,
    looks_right,
    natural_keys_cached,
    new_public_id,
)


@given(length=st.integers(min_value=8, max_value=12))
def test_a_new_identity_spells_no_word_and_cannot_be_misread(length):
    made = new_public_id(length)
    assert (len(made), set(made) - set(ALPHABET)) == (length, set())
    assert not set(ALPHABET) & set("aeiou01l")


def test_ten_thousand_identities_are_ten_thousand():
    assert len({new_public_id() for _ in range(10_000)}) == 10_000


@pytest.mark.parametrize("text", ["mark-ruffalo", "7", "a" * 64, "d7rmkm2fxf"])
def test_an_identity_may_be_readable(text):
    looks_right(text)


@pytest.mark.parametrize("text", ["", "-a", "A", "a b", "a/b", "é", "a\n", "a" * 65, "a_b"])
def test_what_could_not_stand_in_an_address_is_no_identity(text):
    with pytest.raises(ValidationError):
        looks_right(text)


def test_two_rows_never_have_one_identity(db):
    Picture.objects.create(public_id="twins", title="One", original="a", width=1, height=1)
    with pytest.raises(IntegrityError):
        Picture.objects.create(public_id="twins", title="Two", original="b", width=1, height=1)


def test_a_row_is_found_by_the_identity_that_a_fixture_names(db):
    picture = Picture.objects.create(title="One", original="a", width=1, height=1)
    assert Picture.objects.get_by_natural_key(*picture.natural_key()) == picture


def test_a_row_that_many_fixtures_name_is_looked_up_once(db, django_assert_num_queries):
    key = Picture.objects.create(title="One", original="a", width=1, height=1).natural_key()
    with natural_keys_cached():
        with pytest.raises(Picture.DoesNotExist):
            Picture.objects.get_by_natural_key("not-there-yet")
        with django_assert_num_queries(1):
            pictures = [Picture.objects.get_by_natural_key(*key) for _ in range(3)]
        Picture.objects.create(
            public_id="not-there-yet", title="Two", original="b", width=1, height=1
        )
        assert Picture.objects.get_by_natural_key("not-there-yet").title == "Two"
    assert {picture.title for picture in pictures} == {"One"}
    with django_assert_num_queries(2):
        Picture.objects.get_by_natural_key(*key)
        Picture.objects.get_by_natural_key(*key)


@pytest.mark.parametrize(
    ("field", "written"),
    [
        (PublicIdField(), {}),
        (PublicIdField(length=8), {"length": 8}),
        (PublicIdField(max_length=80), {"max_length": 80}),
    ],
)
def test_a_migration_writes_only_what_is_special_about_an_identity(field, written):
    _, path, args, kwargs = field.deconstruct()
    assert (path, args, kwargs) == ("verbs.public_ids.PublicIdField", [], written)
    again = PublicIdField(**kwargs)
    assert (again.max_length, again.default) == (field.max_length, field.default)


def test_what_no_database_can_hold_is_the_id_of_nothing(db):
    assert not Picture.objects.filter(public_id="a\x00b").exists()
    assert not Picture.objects.filter(public_id__in=["a\x00b"]).exists()
