"""Nonsense in the environment is refused with a sentence."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import env

RANDOM = "k5J0vHn3p8uXqY2mWc7RtB9zLdE4sGfA6iTjUoV1yNhQxKbMwPrZeDaCgS-lI_F0O3v"


@pytest.fixture
def variables(monkeypatch):
    variables = {}
    monkeypatch.setattr(env, "_variables", variables)
    return variables


def test_a_flag_is_true_or_false_and_nothing_else(variables):
    assert env.flag("DEBUG") is False
    variables["DEBUG"] = "True"
    assert env.flag("DEBUG") is True
    variables["DEBUG"] = "yes"
    with pytest.raises(ImproperlyConfigured, match="^DEBUG='yes': write True or False.$"):
        env.flag("DEBUG")


@pytest.mark.parametrize("nonsense", ["-1", "0", "two", "1.5", "²"])
def test_a_number_of_workers_that_is_none_is_refused(variables, nonsense):
    variables["WORKERS"] = nonsense
    with pytest.raises(ImproperlyConfigured, match="write a whole number, 1 or more"):
        env.integer("WORKERS", default=2, minimum=1)


@pytest.mark.parametrize(
    "nonsense",
    [
        "example.com",
        "ftp://example.com",
        "https://",
        "https://a/b",
        "https://a:b",
        "https://u@a",
        "http://[:",
    ],
)
def test_an_address_of_the_site_that_is_none_is_refused(variables, nonsense):
    variables["SITE_URL"] = nonsense
    with pytest.raises(ImproperlyConfigured, match="write the site's address without a path"):
        env.site_url("SITE_URL", default=None)


@pytest.mark.parametrize(
    "weak",
    [
        "changeme",
        "x" * 60,
        "0123456789" * 6,
        RANDOM[:30],
        f"django-insecure-{RANDOM}",
        f"Change-Me-{RANDOM}",
    ],
)
def test_a_secret_that_can_be_guessed_is_refused_and_not_repeated(variables, weak):
    variables["SECRET_KEY"] = weak
    with pytest.raises(ImproperlyConfigured, match="^SECRET_KEY is too easy to guess") as refused:
        env.secret("SECRET_KEY", made_in=None)
    assert weak not in str(refused.value)


@pytest.mark.parametrize(
    "made",
    [RANDOM, RANDOM[:43], "b1946ac92492d2347c6235b4d2611184a7e60dd05cf1a2c9e7b7c8ff4e1b3f9d"],
)
def test_a_random_secret_is_taken(variables, made):
    variables["SECRET_KEY"] = made
    assert env.secret("SECRET_KEY", made_in=None) == made


def test_a_postgresql_address_is_taken_apart(variables):
    variables["DATABASE_URL"] = "postgresql://ada:p%40ss@db.example.com:5433/news?sslmode=require"
    assert env.database_url("DATABASE_URL") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "news",
        "USER": "ada",
        "PASSWORD": "p@ss",
        "HOST": "db.example.com",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_postgresql_address_may_name_a_socket(variables):
    variables["DATABASE_URL"] = "postgresql://ada@/news?host=/run/postgresql"
    database = env.database_url("DATABASE_URL")
    assert (database["HOST"], database["NAME"], database["OPTIONS"]) == (
        "/run/postgresql",
        "news",
        {},
    )


@pytest.mark.parametrize(
    "nonsense", ["news", "mysql://a/b", "postgresql://a:s3cret@b", "postgresql://a:x/b"]
)
def test_a_database_address_that_is_none_is_refused_without_repeating_its_password(
    variables, nonsense
):
    variables["DATABASE_URL"] = nonsense
    with pytest.raises(ImproperlyConfigured, match="write postgresql://user:password") as refused:
        env.database_url("DATABASE_URL")
    assert "s3cret" not in str(refused.value)


def test_a_mail_server_is_taken_apart(variables):
    assert env.mail_url("EMAIL_URL") == {}
    variables["EMAIL_URL"] = "smtp+starttls://desk:a%40b@mail.example.com"
    assert env.mail_url("EMAIL_URL") == {
        "host": "mail.example.com", "port": 587, "user": "desk", "password": "a@b",
        "starttls": True, "tls": False,
    }  # fmt: skip
    variables["EMAIL_URL"] = "smtps://mail.example.com:2465"
    server = env.mail_url("EMAIL_URL")
    assert (server["port"], server["tls"], server["starttls"]) == (2465, True, False)


@pytest.mark.parametrize(
    "nonsense", ["mail.example.com", "http://a:s3cret@b", "smtp://b:x", "smtp://b/c"]
)
def test_a_mail_server_that_is_none_is_refused_without_repeating_its_password(variables, nonsense):
    variables["EMAIL_URL"] = nonsense
    with pytest.raises(ImproperlyConfigured, match="write smtp") as refused:
        env.mail_url("EMAIL_URL")
    assert "s3cret" not in str(refused.value)


def test_names_are_written_with_commas_between(variables):
    variables["SECOND_FACTOR_ROLES"] = "Editor, Managing editor,"
    assert env.names("SECOND_FACTOR_ROLES") == ("Editor", "Managing editor")
