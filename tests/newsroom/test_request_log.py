"""Each line of the log can be led back to the request that caused it."""

import json
import logging
import re

import pytest
from django.test import Client, override_settings

from newsroom.request_log import AddNumber, JsonFormatter

pytestmark = pytest.mark.urls("tests.newsroom.urls")
OWN = re.compile(r"[0-9a-f]{16}")


class Lines(logging.Handler):
    """Keeps the lines that the site's own handler would write as JSON."""

    def __init__(self):
        super().__init__()
        self.written = []
        self.addFilter(AddNumber())
        self.setFormatter(JsonFormatter())

    def emit(self, record):
        self.written.append(json.loads(self.format(record)))


@pytest.fixture
def lines():
    handler, root = Lines(), logging.getLogger()
    root.addHandler(handler)
    yield handler.written
    root.removeHandler(handler)


def test_an_error_has_the_number_that_its_answer_has(db, lines):
    unlucky = Client(raise_request_exception=False)
    numbers = [unlucky.get("/broken/")["X-Request-ID"] for _ in range(2)]
    assert len({*numbers}) == 2
    assert all(OWN.fullmatch(number) for number in numbers)
    errors = [line for line in lines if line["level"] == "ERROR"]
    assert [line["request"] for line in errors] == numbers
    assert "Traceback" in errors[0]["exception"]
    logging.getLogger("newsroom").warning("Nobody asked.")
    assert (lines[-1]["request"], lines[-1]["message"]) == ("-", "Nobody asked.")


def number_of_an_error(given):
    unlucky = Client(raise_request_exception=False)
    return unlucky.get("/broken/", headers={"X-Request-ID": given})["X-Request-ID"]


@override_settings(BEHIND_PROXY=True)
@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a number", "né" * 9, 'a"b{c}d,e' * 2])
def test_a_proxy_s_number_is_kept_and_what_is_none_is_replaced(db, given):
    assert number_of_an_error("0123456789abcdef-proxy") == "0123456789abcdef-proxy"
    assert OWN.fullmatch(number_of_an_error(given))


def test_a_stranger_s_number_counts_for_nothing(db):
    assert OWN.fullmatch(number_of_an_error("0123456789abcdef-proxy"))


def test_a_page_says_nothing_of_it(db):
    assert "X-Request-ID" not in Client().get("/").headers


def test_a_line_break_in_an_address_makes_no_second_line(db, lines):
    stranger = Client(enforce_csrf_checks=True)
    stranger.post("/news/x%0D%0A2026-12-01 ERROR forged%1B[31m/")
    [line] = lines
    assert line["message"].startswith("Forbidden (CSRF cookie not set.): /news/x")
    assert line["message"].isprintable()
