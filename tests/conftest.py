"""What every test has: a blocked network, a clock to set, and the cast."""

import datetime
import gc
import io
import socket

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from newsroom.models import User
from tests import databases

# Examples of each property: per change, and in `make test-all`.
EXAMPLES = {"change": 60, "everything": 300}
for profile, examples in EXAMPLES.items():
    hypothesis.settings.register_profile(
        profile, max_examples=examples, deadline=None, derandomize=True, database=None
    )


def pytest_addoption(parser):
    parser.addoption(
        "--on",
        choices=("sqlite", "postgresql"),
        help="fail unless the tests run on this database",
    )
    parser.addoption(
        "--everything",
        action="store_true",
        help="run what one change doesn't need, too: whole sweeps, every example, every test on "
        "PostgreSQL",
    )


def pytest_configure(config):
    hypothesis.settings.load_profile("everything" if config.option.everything else "change")
    wanted = config.getoption("--on")
    if wanted and wanted != connection.vendor:
        raise pytest.UsageError(
            f"These tests would run on {connection.vendor}, not on {wanted}: set DATABASE_URL."
        )
    # Named files are a part of the run, which proves nothing about the rest.
    whole = config.args_source == pytest.Config.ArgsSource.TESTPATHS
    if wanted == "postgresql" and whole and not config.option.everything:
        config.pluginmanager.register(databases.Reached(config))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Leave out what this run doesn't need, and put the tests of the sample last.

    What is loaded for the first of them stays for the others. Before those come the browser's tests:
    once they began, an event loop runs in their process, and its static files are collected.
    """
    if not config.option.everything:
        _deselect(config, items, lambda item: item.get_closest_marker("everything"))
        if config.option.on == "postgresql":
            _deselect(config, items, lambda item: not _may_differ_by_database(item))
    items.sort(
        key=lambda item: (
            "sample" in getattr(item, "fixturenames", ()),
            "/tests/browser/" in str(item.path),
        )
    )


def pytest_collection_finish():
    """Let Python look for garbage in cycles less often: a tenth of the tests' time went there.

    What has been imported and collected stays until the end, so it isn't looked through again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _may_differ_by_database(item):
    touches = item.get_closest_marker("django_db") or {"db", "live_server"} & {*item.fixturenames}
    return bool(touches and item.get_closest_marker("both_databases"))


def _deselect(config, items, unwanted):
    left_out = [item for item in items if unwanted(item)]
    if left_out:
        items[:] = [item for item in items if not unwanted(item)]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def everything(request):
    """Whether this run sweeps everything, or a sample of it as one change needs."""
    return request.config.option.everything


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
def django_db_modify_db_settings(django_db_modify_db_settings, tmp_path_factory):
    """Use a file, as the site does: in memory, threads would share one connection and never wait."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "newsroom.sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "tests.sqlite3")


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
