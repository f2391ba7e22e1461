"""The block of stories that the pages of the record show."""

import pytest
from django.utils import timezone

from articles import publishing
from articles.listings import stories_naming
from tests.articles.stories import draft, published
from tests.people.pages import rows
from tests.world import link

pytestmark = pytest.mark.django_db


def test_the_newest_public_stories_and_the_count_of_all(django_assert_num_queries, clock):
    ruffalo = rows.person("Mark Ruffalo")
    body = f"<p>{link(ruffalo)} won.</p>"
    for hour in range(10):
        clock.set(f"2020-09-20 {hour:02}:00:00")
        published(headline=f"At {hour}", body=body)
    published(headline="Of another", body="<p>Nobody.</p>")
    draft(headline="Not yet", body=body)
    publishing.withdraw(published(body=body), by=None, because="Wrong.")
    with django_assert_num_queries(2):
        block = stories_naming(ruffalo, at=timezone.now(), limit=3)
    assert [story.headline for story in block.stories] == ["At 9", "At 8", "At 7"]
    assert block.total == 10


def test_nobody_names_it():
    block = stories_naming(rows.person("Mark Ruffalo"), at=timezone.now())
    assert (block.stories, block.total) == ((), 0)
