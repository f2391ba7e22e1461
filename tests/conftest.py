"""What every test has: a blocked network, a clock to set, and the cast."""

import datetime
import io
import socket

import hypothesis
import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from newsroom.models import User

hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser):
    parser.addoption(
        "--on",
        choices=("sqlite", "postgresql"),
        help="fail unless the tests run on this database",
    )


def pytest_configure(config):
    wanted = config.getoption("--on")
    if wanted and wanted != connection.vendor:
        raise pytest.UsageError(
            f"These tests would run on {connection.vendor}, not on {wanted}: set DATABASE_URL."
        )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Tests of the sample come last: what is loaded for the first of them stays."""
    items.sort(key=lambda item: "sample" in getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True, scope="session")
def blocked_network():
    """No test reaches further than this machine."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address[0]}.")
        return connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


class Clock:
    """What `timezone.now()` says: the real time until somebody sets it."""

    def __init__(self):
        self._set_to = None
        self._real_now = timezone.now

    def now(self):
        return self._set_to or self._real_now()

    def set(self, text):
        """Stops the clock at a moment of the newsroom's time zone, as "2020-09-20 17:59:59"."""
        moment = datetime.datetime.fromisoformat(text)
        self._set_to = moment if moment.tzinfo else timezone.make_aware(moment)
        return self._set_to


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", clock.now)
    return clock


@pytest.fixture(scope="session")
def _loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_sample", stdout=io.StringIO())


@pytest.fixture
def sample(_loaded, db):
    """The sample publication, as `make run` loads it; what a test changes in it is taken back."""


# The cast ----------------------------------------------------------------------------------------


@pytest.fixture
def enters(db):
    """`enters("cy", "Cy Ames", "Editor")` is somebody new at the desk, with that role."""

    def enters(username, name, *roles):
        first, _, last = name.partition(" ")
        somebody = User.objects.create_user(
            username, f"{username}@example.com", first_name=first, last_name=last, is_staff=True
        )
        somebody.groups.set(Group.objects.filter(name__in=roles))
        assert somebody.groups.count() == len(roles)
        return somebody

    return enters


@pytest.fixture
def ada(enters):
    """The managing editor."""
    return enters("ada", "Ada Quill", "Managing editor")


@pytest.fixture
def bo(enters):
    """A writer."""
    return enters("bo", "Bo Reyes", "Writer")


@pytest.fixture
def reader(db):
    """Somebody who is not signed in: a client to ask for pages with."""
    return Client()


@pytest.fixture
def sign_in():
    """`sign_in(ada)` is a client that ada has signed in with."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in
