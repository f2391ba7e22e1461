"""Old addresses of tags, authors, sections and lists go on answering, and are given once."""

import pytest

from articles import addresses
from articles.addresses import Found, Moved, Taken
from articles.models import Address, Tag
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases


@pytest.fixture
def hbo(db):
    tag = Tag(name="HBO", slug="hbo")
    addresses.save(tag, by=None)
    return tag


def test_a_renamed_tag_is_found_at_both_addresses(hbo):
    hbo.slug = "home-box-office"
    addresses.save(hbo, by=None)
    assert addresses.find("tag", "home-box-office") == Found(hbo)
    assert addresses.find("tag", "hbo") == Moved(hbo)
    assert addresses.find("tag", "cinemax") is None


def test_an_address_that_another_tag_once_had_is_refused(hbo):
    hbo.slug = "home-box-office"
    addresses.save(hbo, by=None)
    with pytest.raises(Taken, match="The address “hbo” belongs to another tag, or once did"):
        addresses.save(Tag(name="HBO again", slug="hbo"), by=None)
    assert Tag.objects.count() == 1


def test_a_row_that_came_with_a_fixture_keeps_its_first_address_too(db):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    assert not Address.objects.exists()
    tag.slug = "home-box-office"
    addresses.save(tag, by=None)
    assert addresses.find("tag", "hbo") == Moved(tag)
    assert addresses.find("tag", "home-box-office") == Found(tag)


def test_a_tag_can_take_its_own_old_address_again(hbo):
    hbo.slug = "home-box-office"
    addresses.save(hbo, by=None)
    hbo.slug = "hbo"
    addresses.save(hbo, by=None)
    assert addresses.find("tag", "hbo") == Found(hbo)
    assert addresses.find("tag", "home-box-office") == Moved(hbo)


def test_an_address_that_somebody_else_has_just_got_is_refused(hbo):
    other = Tag.objects.create(name="Max", slug="max")
    with pytest.raises(Refused, match="The address “hbo” belongs to another tag, or once did"):
        Address.claim(other, kind="tag", slug="hbo")
    assert Address.claim(hbo, kind="tag", slug="hbo").public_id == hbo.public_id
