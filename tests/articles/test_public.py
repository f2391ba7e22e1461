"""What is public is one rule, asked of many rows or of one."""

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Article

pytestmark = pytest.mark.both_databases

NINE = datetime(2020, 9, 20, 21, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("published_at", "withdrawn_at", "embargoed_until", "public"),
    [
        (None, None, None, False),
        (NINE, None, None, True),
        (NINE - HOUR, None, None, True),
        (NINE + SECOND, None, None, False),
        (NINE - HOUR, NINE, None, False),
        (NINE - HOUR, NINE - SECOND, None, False),
        (NINE - HOUR, NINE + SECOND, None, True),
        (NINE - HOUR, None, NINE, True),
        (NINE - HOUR, None, NINE + SECOND, False),
        (NINE - HOUR, NINE - SECOND, NINE - SECOND, False),
    ],
)
def test_the_queryset_and_the_story_agree_on_what_is_public(
    db, published_at, withdrawn_at, embargoed_until, public
):
    article = Article.objects.create(
        headline="A story",
        slug="a-story",
        published_at=published_at,
        withdrawn_at=withdrawn_at if published_at else None,
        embargoed_until=embargoed_until,
    )
    assert article.is_public(NINE) is public
    assert Article.objects.public(NINE).exists() is public


def test_a_scheduled_story_is_public_when_the_clock_says_so(db, clock):
    clock.set("2020-09-20 20:00:00")
    Article.objects.create(
        headline="At nine", slug="at-nine", published_at=datetime(2020, 9, 21, 4, tzinfo=UTC)
    )
    clock.set("2020-09-20 20:59:59")
    assert not Article.objects.public().exists()
    clock.set("2020-09-20 21:00:00")
    assert Article.objects.public().exists()
