"""Kept pages as a server gives them: exact in the moment that anything changes."""

import contextlib
import gzip
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time

import pytest

from newsroom import env
from tests.machines import manage, variables_of

ADDRESS = "/news/film/"
BEGINS = """
from articles.models import Section
Section.objects.create(name="Film", slug="film")
"""
RENAMES = """
from articles.models import Section
Section.objects.update(description="{}")
"""


class Served:
    """A site that keeps its pages, with an empty record and one section."""

    def __init__(self, directory):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        self.directory = directory
        self.machine = {
            "LOCAL": "True",
            "KEPT_PAGES": "True",
            "WORKERS": "2",
            "PORT": str(self.port),
            "DATA_DIR": str(directory),
        }
        for command in (("migrate", "-v0"), ("collectstatic", "-v0", "--no-input")):
            ran = manage(*command, **self.machine)
            assert ran.returncode == 0, ran.stderr
        self.runs(BEGINS)
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=env.HERE,
            env=variables_of(self.machine),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def runs(self, code):
        ran = manage("shell", "--no-imports", "-c", code, **self.machine)
        assert ran.returncode == 0, ran.stderr

    def get(self, address=ADDRESS, **headers):
        """The answer's status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", address, headers={"Host": f"localhost:{self.port}"} | headers)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def is_made_again(self, address):
        """Whether the page comes back to the file by itself after a change, before anybody asks for it."""
        self.runs(RENAMES.format("Films."))
        file = f"file:{self.directory / 'pages.sqlite3'}?mode=ro"
        for _ in range(300):
            with contextlib.closing(sqlite3.connect(file, uri=True)) as pages:
                [(page,)] = pages.execute(
                    "SELECT gzip FROM page WHERE address LIKE ?", [f"%{address}"]
                )
            if page and b"Films." in gzip.decompress(page):
                return True
            time.sleep(0.1)
        return False

    def answers(self):
        for _ in range(600):
            try:
                return self.get()
            except OSError:
                time.sleep(0.1)
        raise AssertionError("The server didn't start.")


@pytest.fixture
def served(tmp_path):
    site = Served(tmp_path)
    try:
        site.answers()
        yield site
    finally:
        os.killpg(site.process.pid, signal.SIGKILL)
        site.process.wait()


def test_a_page_is_kept_compressed_and_exact_in_both_processes(served):
    status, headers, body = served.get()
    tag = headers["etag"]
    assert (status, b"Film" in body, headers["vary"]) == (200, True, "Accept-Encoding")
    assert {served.get()[1].get("etag") for _ in range(8)} == {tag}  # both processes
    assert served.get(**{"If-None-Match": tag})[0] == 304
    assert served.get(**{"Accept-Encoding": "gzip"})[1]["content-encoding"] == "gzip"
    assert served.get(Cookie="session=x")[1].get("etag") is None  # somebody at the desk

    served.runs(RENAMES.format("Films, and who makes them."))
    assert {b"Films, and who makes them." in served.get()[2] for _ in range(8)} == {True}
    assert served.is_made_again(ADDRESS)
    assert served.get(f"{ADDRESS}?utm=1")[1].get("etag") is None  # not one of the page's addresses
