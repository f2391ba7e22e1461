"""Kept pages, which are off in all other tests."""

import pytest
from django.db import connection

from newsroom import shell
from press.triggers import make_triggers

if connection.vendor == "postgresql":

    @pytest.fixture
    def db(transactional_db):
        """A position is a snapshot of what was committed: in one transaction nothing would be newer."""


@pytest.fixture
def keeping(db, settings):
    """The triggers are there while the test runs."""
    settings.KEPT_PAGES = True
    make_triggers(using="default")
    shell.forget()
    yield
    shell.forget()
    settings.KEPT_PAGES = False
    make_triggers(using="default")
