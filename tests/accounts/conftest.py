"""Somebody with a password, and nothing counted yet."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from newsroom.accounts.store import store

PASSWORD = "an open sesame"


@pytest.fixture(autouse=True)
def _nothing_counted():
    store.empty()


@pytest.fixture
def eve(enters):
    """An editor who signs in with PASSWORD."""
    somebody = enters("eve", "Eve Stone", "Editor")
    somebody.set_password(PASSWORD)
    somebody.save()
    return somebody


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    hashed = 0

    def encode(self, password, salt):
        type(self).hashed += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes(settings):
    """`hashes(act)` is how many passwords were hashed meanwhile."""
    settings.PASSWORD_HASHERS = ["tests.accounts.conftest.CountingHasher"]

    def hashes(act):
        before = CountingHasher.hashed
        act()
        return CountingHasher.hashed - before

    return hashes


@pytest.fixture
def tries():
    """`tries("eve", "guess")` is the answer to a new browser; `at=` another address, `by=` a browser of before."""

    def tries(username, password=PASSWORD, *, at="203.0.113.7", by=None, **headers):
        client = by or Client()
        form = {"username": username, "password": password}
        return client.post("/admin/login/", form, REMOTE_ADDR=at, headers=headers)

    return tries


def is_in(answer):
    return (answer.status_code, answer.get("Location")) == (302, "/admin/")
