"""The file that keeps finished pages: each is there until something that it was made from changes."""

import gzip

import pytest

from articles.models import Tag
from press import changes
from press.store import Page, Store

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("keeping")]

ADDRESS = "https://example.org/tags/hbo/"


@pytest.fixture
def tag(db):
    return Tag.objects.create(name="HBO", slug="hbo")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "pages.sqlite3")


def page(*identities, address=ADDRESS):
    return Page(
        address, (("etag", 'W/"1"'),), gzip.compress(b"<p>"), frozenset(identities), "1", ()
    )


def rename(tag, name):
    Tag.objects.filter(pk=tag.pk).update(name=name)


def test_a_page_is_there_until_what_it_was_made_from_changes(store, tag):
    other = page("tag:0", address="https://example.org/tags/other/")
    for each in (page(f"tag:{tag.pk}", "stories:all"), other):
        assert store.keep(each, made_at=changes.here())
    assert store.find(ADDRESS)[0].identities == {f"tag:{tag.pk}", "stories:all"}
    rename(tag, "HBO Max")
    store.catch_up()
    assert store.find(ADDRESS) is None
    assert store.find(other.address) is not None
    assert store.find_to_make(10) == [ADDRESS]


def test_a_page_that_changed_while_it_was_made_is_not_kept(store, tag):
    begun_at = changes.here()
    rename(tag, "HBO Max")
    assert not store.keep(page(f"tag:{tag.pk}"), made_at=begun_at)
    assert store.find(ADDRESS) is None
    assert store.keep(page(f"tag:{tag.pk}"), made_at=changes.here())


def test_a_page_made_again_from_less_is_dropped_by_less(store, tag):
    store.keep(page(f"tag:{tag.pk}"), made_at=changes.here())
    store.keep(page("tag:0"), made_at=changes.here())
    rename(tag, "HBO Max")
    store.catch_up()
    assert store.find(ADDRESS) is not None


def test_another_release_begins_without_the_pages_of_the_last(store, tag):
    store.begin("first")
    store.keep(page(f"tag:{tag.pk}"), made_at=changes.here())
    store.begin("first")
    assert store.find(ADDRESS) is not None
    store.begin("second")
    assert store.find(ADDRESS) is None


def test_wanted_pages_are_made_most_read_first(store):
    store.want([ADDRESS, f"{ADDRESS}2"])
    store.count({f"{ADDRESS}2": 3})
    assert store.find_to_make(10) == [f"{ADDRESS}2", ADDRESS]
    store.forget(f"{ADDRESS}2")
    assert store.find_to_make(10) == [ADDRESS]
