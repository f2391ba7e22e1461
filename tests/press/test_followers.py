"""How a process hears that something was committed elsewhere."""

import time

import pytest
from django.db import connection

from articles.models import Tag
from press.followers import PostgresqlFollower
from press.store import Store
from press.triggers import make_triggers


@pytest.mark.both_databases
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's is asked, not told")
def test_a_commit_is_heard_of_within_a_second(db, settings, tmp_path):
    tag = Tag.objects.create(name="HBO", slug="hbo")
    settings.KEPT_PAGES = True
    make_triggers(using="default")
    follower = PostgresqlFollower(Store(tmp_path / "pages.sqlite3"))
    try:
        time.sleep(0.5)
        assert follower.news() == []
        Tag.objects.filter(pk=tag.pk).update(name="HBO Max")
        until, heard = time.monotonic() + 5, []
        while not heard and time.monotonic() < until:
            heard += follower.news()
            time.sleep(0.01)
        assert heard == [frozenset([f"tag:{tag.pk}"])]
    finally:
        follower.stop()
        settings.KEPT_PAGES = False
        make_triggers(using="default")
