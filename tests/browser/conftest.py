"""A real Chromium, and the site as it is served: static files collected, on a database file."""

import fcntl
import hashlib
import os
import shutil
import threading
import time

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from newsroom import static_files
from tests import needs

FLAGS = [
    "--no-sandbox",  # root may not have one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]

# Two windows, two servers and a database share two processors: what comes late is not what is wrong.
PATIENCE = 60_000  # milliseconds
expect.set_options(timeout=PATIENCE)

SLOW_LINE = "HTTP_SLOW_LINE"
PIECE = 2000  # bytes at least
PAUSE = 0.01  # seconds

FIND_BARRIERS = """options => axe.run(document, options).then(({violations}) => violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.target[0]}: ${rule.help}`)))"""

# A page that is gone or refused is what some tests look for; a failure of ours never is.
MISSING = "Failed to load resource: the server responded with a status of 4"


def _collect_static_files():
    """Collect the static files, and return their directory, which is kept until a file changes.

    Collecting takes seconds, and each process of each run needs the same files.
    """
    files = [
        (path, stat.st_size, stat.st_mtime_ns)
        for finder in get_finders()
        for path, storage in finder.list([])
        for stat in [os.stat(storage.path(path))]
    ]
    directory = settings.BASE_DIR / "var" / "cache" / "static-of-tests"
    directory.mkdir(parents=True, exist_ok=True)
    collected = directory / hashlib.sha256(repr(sorted(files)).encode()).hexdigest()[:16]
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not collected.exists():
            for old in directory.glob("*/"):
                shutil.rmtree(old)
            unfinished = directory / "unfinished"
            with override_settings(STATIC_ROOT=unfinished):
                call_command("collectstatic", interactive=False, verbosity=0)
            unfinished.rename(collected)
    return collected


@pytest.fixture(scope="session")
def live_server(django_db_setup, django_db_blocker):
    """The site at `live_server.url`, behind its collected static files."""
    storages = {"staticfiles": {"BACKEND": "newsroom.static_files.Storage"}}
    served = {
        "STORAGES": settings.STORAGES | storages,
        "ALLOWED_HOSTS": [*settings.ALLOWED_HOSTS, "localhost"],
    }
    with override_settings(**served), override_settings(STATIC_ROOT=_collect_static_files()):
        server = LiveServer("localhost", start=False)

        def behind_static_files(site):
            server.answers = Answers(site)
            return static_files.in_front_of(server.answers)

        server.thread.static_handler = behind_static_files
        server.start()
        yield server
        server.stop()
        if connection.vendor == "postgresql":
            with django_db_blocker.unblock():
                _end_other_sessions()


def _end_other_sessions():
    """End what the server's threads left open, since a database in use can't be dropped.

    A browser that closes leaves requests behind that the server has accepted and not yet read.
    """
    connection.close_pool()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    connection.close()


class Answers:
    """The site, which knows how many of its answers are under way.

    Its pages come in pieces to a browser that sends SLOW_LINE, as they do over the air.
    """

    def __init__(self, site):
        self.site = site
        self.under_way = 0
        self.changed = threading.Condition()

    def __call__(self, environ, start_response):
        self._count(1)
        if SLOW_LINE in environ:
            environ["HTTP_ACCEPT_ENCODING"] = "identity"  # pieces of a packed page end anywhere
        body = ()
        try:
            body = self.site(environ, start_response)
            for part in body:
                yield from _pieces(part) if SLOW_LINE in environ else (part,)
        finally:
            getattr(body, "close", lambda: None)()
            self._count(-1)

    def _count(self, by):
        with self.changed:
            self.under_way += by
            self.changed.notify_all()

    def wait_for_the_last(self):
        """Return when none is under way: it would ask for rows that the test takes away."""
        with self.changed:
            assert self.changed.wait_for(lambda: not self.under_way, PATIENCE / 1000)


def _pieces(part):
    """Yield whole lines: a headline painted half balances its lines anew when the rest has come."""
    piece = b""
    for line in part.splitlines(keepends=True):
        piece += line
        if len(piece) >= PIECE:
            yield piece
            time.sleep(PAUSE)
            piece = b""
    yield piece


@pytest.fixture
def slow_line(page):
    """The window of `page` gets each page in pieces, and has the site's fonts already."""
    page.goto("/corrections/")
    page.evaluate("Promise.all([...document.fonts].map(face => face.load().catch(() => null)))")
    page.set_extra_http_headers({"Slow-Line": "1"})


@pytest.fixture(scope="session")
def chromium():
    # Playwright runs an event loop in the test's thread, where Django would refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=needs.chromium(), args=FLAGS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def profile(chromium, live_server):
    """What the windows of `page` share: a cache, so that scripts and styles are fetched only once."""
    context = _new_profile(chromium, live_server)
    yield context
    context.close()


def _new_profile(chromium, live_server, timezone_id="America/Los_Angeles", **options):
    context = chromium.new_context(base_url=live_server.url, timezone_id=timezone_id, **options)
    context.set_default_timeout(PATIENCE)
    context.on("page", _wait_before_keys)
    return context


def _wait_before_keys(page):
    """Wait for the page to load before pressing keys, as a person would: scripts run last."""

    def when_loaded(press):
        def wait_and_press(*args, **options):
            page.wait_for_load_state()
            return press(*args, **options)

        return wait_and_press

    for name in ("press", "type", "insert_text"):
        setattr(page.keyboard, name, when_loaded(getattr(page.keyboard, name)))


@pytest.fixture
def another(chromium, live_server):
    """`another(java_script_enabled=False)` is one more window, which knows nothing of the others.

    What its console complains of fails nothing.
    """
    contexts = []

    def another(**options):
        contexts.append(_new_profile(chromium, live_server, **options))
        return contexts[-1].new_page()

    yield another
    for context in contexts:
        context.close()


@pytest.fixture
def page(profile, live_server):
    """A fresh window on the site; at the end, what its console complained of fails the test."""
    page = profile.new_page()
    complaints = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    # A window that has unsaved text keeps it while it is left: cleared away once all are closed.
    last = profile.new_page()
    for window in profile.pages:
        if window != last:
            window.close()
    profile.new_cdp_session(last).send(
        "Storage.clearDataForOrigin", {"origin": live_server.url, "storageTypes": "local_storage"}
    )
    last.close()
    profile.clear_cookies()
    profile.clear_permissions()
    assert [it for it in complaints if not it.startswith(MISSING)] == []


class Held:
    """Answers that are kept from a window until they are released."""

    def __init__(self, page, pattern):
        self.page = page
        self.pattern = pattern
        self.asked = []
        page.route(pattern, lambda route: self.asked.append(route))

    def release(self):
        """What was asked last has its answer, and the page has had its turn to show it."""
        # A page gives up its question when somebody types on: one that it still waits for is needed.
        while not (waiting := [route for route in self.asked if not route.request.failure]):
            self.page.wait_for_timeout(20)
        with self.page.expect_response(self.pattern) as answer:
            for route in waiting:
                route.continue_()
        answer.value.finished()
        self.page.evaluate("() => new Promise((done) => setTimeout(done, 50))")


@pytest.fixture
def held():
    """`held(page, "**/search/*")`: what that window asks from now on is answered at `release()`."""
    return Held


@pytest.fixture(autouse=True)
def _live_server_helper(request):
    """In place of pytest-django's, which would empty the tables after each test: the sample stays.

    Loading it takes longer than most of its tests.
    """
    request.getfixturevalue("sample" if "sample" in request.fixturenames else "transactional_db")
    yield
    if "live_server" in request.fixturenames:
        request.getfixturevalue("live_server").answers.wait_for_the_last()


@pytest.fixture
def sample(_loaded, django_db_blocker):
    """The sample, committed so that the server has it. Tests of it come last, and only read."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def sign_in_to(live_server):
    """`sign_in_to(page, ada)`: ada is signed in in that window, without the form."""

    def sign_in_to(page, user):
        client = Client()
        client.force_login(user)
        page.context.add_cookies(
            [
                {"name": name, "value": cookie.value, "url": live_server.url}
                for name, cookie in client.cookies.items()
            ]
        )

    return sign_in_to


@pytest.fixture(scope="session")
def barriers(everything):
    """`barriers(page)`: what axe-core finds on the page as it is now, as `rule: where`.

    In the light by every rule, and in the dark by that of the contrast: nothing else is another.
    Colors don't follow the width, so one change looks at each address in the dark at one width.
    """
    widths = {}  # of a window and an address: the first at which it was looked at

    def run(page, scheme, **options):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        return page.evaluate(FIND_BARRIERS, {"resultTypes": ["violations"], **options})

    def barriers(page):
        width = page.viewport_size["width"]
        in_the_dark = []
        if everything or widths.setdefault((page, page.url.partition("?")[0]), width) == width:
            in_the_dark = run(page, "dark", runOnly=["color-contrast"])
        return run(page, "light") + [f"in the dark: {barrier}" for barrier in in_the_dark]

    return barriers
