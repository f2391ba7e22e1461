"""The house keeps its own rules."""

import re
import secrets

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.http import HttpResponse

from newsroom import checks
from newsroom.compression import TextCompressionMiddleware
from tests.machines import manage, settings_of

ROOT = settings.BASE_DIR
PYTHON_FILES = [
    file
    for package in (
        "newsroom",
        "articles",
        "awards",
        "people",
        "photos",
        "search",
        "desk",
        "history",
        "verbs",
        "press",
        "words",
        "tests",
    )
    for file in (ROOT / package).rglob("*.py")
]
MOST_LINES = 450  # far more than one thing needs; a file that has them holds two
KEY = secrets.token_urlsafe(50)
PRODUCTION = {"SECRET_KEY": KEY, "SITE_URL": "https://www.example.com"}


# Settings ----------------------------------------------------------------------------------------


def test_every_variable_that_is_read_is_in_the_example_file():
    read = {
        name
        for file in PYTHON_FILES
        for name in re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', file.read_text())
    }
    documented = set(
        re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    )
    assert documented == read


def test_only_one_module_reads_the_environment():
    readers = {
        str(file.relative_to(ROOT))
        for file in PYTHON_FILES
        if file.is_relative_to(ROOT / "tests") is False
        and re.search(r"os\.(environ\b(?!\.setdefault)|getenv)", file.read_text())
    }
    assert readers == {"newsroom/env.py"}


def test_a_production_start_without_a_secret_key_is_refused_and_says_what_to_set():
    refused = manage("check", SITE_URL="https://www.example.com")
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1].startswith(
        "django.core.exceptions.ImproperlyConfigured: SECRET_KEY is not set. Set it to a long random"
    )


def test_a_production_start_without_an_address_is_refused_and_says_what_to_set():
    refused = manage("check", SECRET_KEY=KEY)
    assert refused.returncode == 1
    assert refused.stderr.splitlines()[-1] == (
        "django.core.exceptions.ImproperlyConfigured: SITE_URL is not set. Set it to the site's"
        " address, as https://www.example.com."
    )


def test_one_s_own_machine_makes_a_secret_key_and_keeps_it(tmp_path):
    first = settings_of(LOCAL="True", DATA_DIR=str(tmp_path), PORT="8123")
    second = settings_of(LOCAL="True", DATA_DIR=str(tmp_path), PORT="8123")
    assert len(first["SECRET_KEY"]) > 50
    assert second == first
    assert first["SITE_URL"] == "http://localhost:8123"
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_debug_is_off_unless_asked():
    assert settings_of(**PRODUCTION)["DEBUG"] is False
    at_home = PRODUCTION | {"SITE_URL": "http://localhost:8000", "DEBUG": "True"}
    assert settings_of(**at_home)["DEBUG"] is True


def test_debug_never_starts_on_an_https_site():
    refused = manage("check", **PRODUCTION, DEBUG="True")
    assert refused.returncode == 1
    assert "DEBUG=True would show readers of an https site" in refused.stderr.splitlines()[-1]


def test_an_address_with_https_brings_secure_cookies_and_strict_transport():
    safe = settings_of(**PRODUCTION, BEHIND_PROXY="True")
    assert safe["ALLOWED_HOSTS"] == ["www.example.com"]
    assert safe["SECURE_SSL_REDIRECT"] is True
    assert safe["SECURE_HSTS_SECONDS"] == 31_536_000
    assert (safe["SESSION_COOKIE_NAME"], safe["SESSION_COOKIE_SECURE"]) == ("__Host-session", True)

    plain = settings_of(SECRET_KEY=KEY, SITE_URL="http://newsroom.lan:8000")
    assert plain["ALLOWED_HOSTS"] == ["newsroom.lan"]
    assert plain["SECURE_SSL_REDIRECT"] is False
    assert plain["SECURE_HSTS_SECONDS"] == 0
    assert (plain["SESSION_COOKIE_NAME"], plain["SESSION_COOKIE_SECURE"]) == ("session", False)


def test_the_env_file_is_read_and_the_real_environment_wins(tmp_path):
    file = tmp_path / "env"
    file.write_text(f"# ours\nSECRET_KEY='{KEY}'\nSITE_URL=https://www.example.com\n")
    from_file = settings_of(ENV_FILE=str(file), SITE_URL="https://other.example.com")
    assert from_file["SECRET_KEY"] == KEY
    assert from_file["SITE_URL"] == "https://other.example.com"


# Files -------------------------------------------------------------------------------------------


def test_every_file_of_the_product_is_short_enough_to_read_at_once():
    files = [file for file in PYTHON_FILES if not {"tests", "migrations"} & {*file.parts}]
    files += (ROOT / "static" / "js").rglob("*.js")
    files += (ROOT / "templates").rglob("*.html")
    lines = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in files}
    assert len(lines) > 500
    assert {name: number for name, number in lines.items() if number > MOST_LINES} == {}


# Packages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked", ["requirements", "newsroom/requirements-large", "tests/requirements"]
)
def test_every_package_that_is_asked_for_is_in_the_lock_with_its_hashes(asked):
    pins = re.findall(
        r"^([\w-]+)(?:\[[\w,]+\])?==([\w.]+)", (ROOT / f"{asked}.txt").read_text(), re.MULTILINE
    )
    locked = re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+).*((?:\\\n +--hash=sha256:[0-9a-f]{64}.*)+)",
        (ROOT / f"{asked}.lock").read_text(),
        re.MULTILINE,
    )
    assert pins
    assert {(name.lower(), version) for name, version in pins} <= {
        (name.lower(), version) for name, version, _ in locked
    }, "run make lock"


def test_nothing_starts_on_a_package_with_a_known_hole(monkeypatch):
    monkeypatch.setattr(checks, "installed_version", {"Django": "5.2.18"}.get)
    monkeypatch.setattr(checks, "SAFE_FROM", {"Django": "5.2.19"})
    with pytest.raises(SystemCheckError, match="Django 5.2.18 has known vulnerabilities"):
        call_command("serve", skip_checks=False)
    monkeypatch.setattr(checks, "installed_version", {"Django": "5.2.19"}.get)
    call_command("check")


# Pages -------------------------------------------------------------------------------------------


def test_templates_hold_no_style_and_no_script_of_their_own():
    inline = re.compile(
        r"<style\b|\bstyle\s*=|\bon[a-z]+\s*=\s*[\"']|javascript:"
        r"|<script\b(?![^>]*\b(?:src=|type=\"application/(?:ld\+)?json\"))",
        re.IGNORECASE,
    )
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in (ROOT / "templates").rglob("*.*")
        for line in file.read_text().splitlines()
        if inline.search(line)
    ]
    assert found == []


@pytest.mark.django_db
def test_the_door_of_the_desk_allows_nothing_inline_and_nothing_from_elsewhere(reader):
    policy = reader.get("/admin/login/")["Content-Security-Policy"]
    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.django_db
def test_a_visit_to_the_desk_s_door_leaves_no_session(reader, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = reader.get("/admin/login/")
    assert "session" not in answer.cookies


@pytest.mark.django_db
def test_somebody_signed_in_costs_a_few_reads_and_no_write(sign_in, ada, django_assert_num_queries):
    desk = sign_in(ada)
    # The session, its user, what the user's roles may do, and the numbers in the navigation.
    with django_assert_num_queries(4) as asked:
        desk.get("/admin/keys/")
    assert {query["sql"].lstrip("(").split()[0] for query in asked.captured_queries} == {"SELECT"}


@pytest.mark.parametrize(("content_type", "coding"), [("text/html", "gzip"), ("image/webp", None)])
def test_pages_travel_compressed_and_pictures_as_they_are(rf, content_type, coding):
    answer = HttpResponse("a" * 9000, content_type=content_type)
    compress = TextCompressionMiddleware(lambda request: answer)
    sent = compress(rf.get("/", headers={"accept-encoding": "gzip"}))
    assert sent.get("Content-Encoding") == coding


# What is promised ----------------------------------------------------------------------------------

CLIENTS = re.compile(
    r"^\s*(?:import|from) (?:urllib\.request|urllib3|http\.client|requests|httpx|aiohttp|ftplib)\b",
    re.MULTILINE,
)


def test_the_site_has_no_client_to_fetch_addresses_with():
    """So nobody can make the server fetch an address of their choice. Only tests import a client."""
    fetching = {
        str(file.relative_to(ROOT)) for file in PYTHON_FILES if CLIENTS.search(file.read_text())
    }
    assert {file for file in fetching if not file.startswith("tests/")} == set()
    assert fetching


def test_every_test_that_a_promise_names_exists():
    promised = (ROOT / "docs" / "promises.md").read_text()
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", promised)
    assert len(named) > 100
    missing = {
        f"{file}::{name}"
        for file, name in named
        if not (path := ROOT / "tests" / file).exists()
        or not re.search(rf"^\s*def {name}\(", path.read_text(), re.MULTILINE)
    }
    assert missing == set()
