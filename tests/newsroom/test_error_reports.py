"""Errors are reported where the operator wants it, without a word of what anybody wrote."""

import json
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from newsroom import error_reports
from tests.machines import manage

DSN = "https://key@sentry.example.com/1"
SECRET = "Tarantula"
# In a process of its own: the SDK changes Django's functions for good.
FAILS = f"""
import json, logging, sentry_sdk
from django.test import Client, override_settings
from sentry_sdk.transport import Transport

class Kept(Transport):
    reports = []
    def capture_envelope(self, envelope):
        self.reports += [item.payload.json for item in envelope.items]

sentry_sdk.get_client().transport = Kept()
with override_settings(ROOT_URLCONF="tests.newsroom.urls", ALLOWED_HOSTS=["*"]):
    unlucky = Client(raise_request_exception=False, headers={{"cookie": "session={SECRET}"}})
    form = {{"headline": "{SECRET}", "body": "{SECRET} in it"}}
    answer = unlucky.post("/broken/?q={SECRET}", form)
logging.getLogger("newsroom").error("Story %s is odd.", "{SECRET}")
print(json.dumps([answer["X-Request-ID"], *Kept.reports]))
"""


def test_an_error_is_reported_with_its_place_and_without_content(tmp_path):
    machine = {"LOCAL": "True", "DATA_DIR": str(tmp_path), "SENTRY_DSN": DSN}
    ran = manage("shell", "--no-imports", "-c", FAILS, **machine)
    assert ran.returncode == 0, ran.stderr
    number, *reports = json.loads(ran.stdout)
    error, *_, line = reports  # between them that the page for errors needs a database
    (value,) = error["exception"]["values"]
    assert (value["type"], error["tags"]["request"]) == ("RuntimeError", number)
    assert error["transaction"] == "/broken/"
    assert value["stacktrace"]["frames"][-1]["context_line"].strip() == "raise error"
    assert line["logentry"]["message"] == "Story %s is odd."
    for written in (SECRET, "A secret of the machine.", "Cookie", "cookie"):
        assert written not in json.dumps(reports)


def test_an_address_that_no_pattern_fits_is_not_reported():
    for source, reported in (("url", None), ("route", f"/{SECRET}/")):
        event = {"transaction": f"/{SECRET}/", "transaction_info": {"source": source}}
        report = error_reports.without_content(event, {})
        assert report.get("transaction") == reported


def test_nothing_is_reported_unless_somebody_says_where(settings, monkeypatch):
    settings.SENTRY_DSN = ""
    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    assert error_reports.begin() is None
    settings.SENTRY_DSN = DSN
    with pytest.raises(ImproperlyConfigured, match="sentry-sdk is not installed"):
        error_reports.begin()
