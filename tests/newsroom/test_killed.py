"""The server is killed while people type and save: whatever it said it has is there when it is back."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

import pytest

from newsroom import env
from tests.machines import manage, variables_of

WINDOWS, EACH = 4, 50  # 200 requests
KILLS = 2
TOKEN = "t" * 32
MAKES_AN_EDITOR = """
from importlib import import_module
from django.conf import settings
from django.test import Client
from newsroom.models import User
ada = User.objects.create_superuser("ada")
client = Client()
client.force_login(ada)
print(ada.pk, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
TELLS = """
import json
from articles.models import Article, Revision, WorkingCopy
copies = WorkingCopy.objects.filter(closed_at=None)
print(json.dumps({
    "kept": {copy.key: copy.typed["headline"][0] for copy in copies},
    "saved": [*Revision.objects.values_list("headline", flat=True)],
    "stories": Article.objects.count(),
}))
"""


class Server:
    """A site with an empty database, served as `make run` does."""

    def __init__(self, directory):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        port = {"PORT": str(self.port), "WORKERS": "1"}
        self.machine = {"LOCAL": "True", "DATA_DIR": str(directory)} | port
        for command in (("migrate", "-v0"), ("collectstatic", "-v0", "--no-input")):
            assert manage(*command, **self.machine).returncode == 0
        self.user, self.session = self.runs(MAKES_AN_EDITOR).split()
        self.process = None

    def runs(self, code):
        ran = manage("shell", "--no-imports", "-c", code, **self.machine)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def starts(self):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=env.HERE,
            env=variables_of(self.machine),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def is_killed(self):
        """The server and its workers end at once, with nothing tidied up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def post(self, address, fields):
        """The status and where it leads; None if no answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": TOKEN}, doseq=True)
        headers = {
            "Host": f"localhost:{self.port}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"session={self.session}; csrf={TOKEN}",
        }
        with contextlib.closing(connection):
            try:
                connection.request("POST", address, body, headers)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException):
                return None
            return answer.status, answer.getheader("Location", "")


class Window:
    """Somebody who types, and saves each fifth text. What gets no answer is sent again."""

    def __init__(self, number, server):
        self.server, self.key = server, f"{number:032}"
        self.version = self.based_on = 0
        self.story = ""
        self.last = -1  # the number of the last text that the server said it has
        self.saved, self.unheard = [], 0

    def works(self):
        for number in range(EACH):
            sends = self.save if number % 5 == 2 else self.keep
            while not sends(f"{self.key}, text {number}"):
                self.unheard += 1
                time.sleep(0.05)
            self.last = number

    def form(self, text):
        self.version += 1
        return {"kind": "news", "headline": text, "based_on": self.based_on or ""}

    def keep(self, text):
        about = {"story": self.story, "user": self.server.user}
        sent = self.form(text) | about | {"version": self.version}
        answer = self.server.post(f"/admin/articles/article/copies/{self.key}/", sent)
        if answer:
            assert answer[0] == 200, answer
        return answer

    def save(self, text):
        place = f"{self.story}/change" if self.story else "add"
        sent = self.form(text) | {"copies": f"{self.key}:{self.version}"}
        answer = self.server.post(f"/admin/articles/article/{place}/", sent)
        if answer:
            assert answer[0] == 302, answer
            self.story = answer[1].split("/")[4]
            self.saved.append(text)
            self.based_on = len(self.saved)
        return answer


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.starts()
    yield server
    server.is_killed()


def hold_still(windows, threads):
    """Return once each window that isn't done has met with silence, and so with its last answer."""
    before = [window.unheard for window in windows]
    while any(
        thread.is_alive() and window.unheard <= was
        for window, thread, was in zip(windows, threads, before, strict=True)
    ):
        time.sleep(0.01)


def lost(windows, there):
    """What the server said that it has, and that is not there now."""
    saved = {*there["saved"]}
    for window in windows:
        mine = {text for text in {*saved, *there["kept"].values()} if text.startswith(window.key)}
        newest = max((int(text.rpartition(" ")[2]) for text in mine), default=-1)
        if newest < window.last:
            yield f"{window.key}, text {window.last}"
        yield from {*window.saved} - saved


def test_a_server_that_is_killed_loses_nothing_that_it_said_it_has(server):
    windows = [Window(number, server) for number in range(WINDOWS)]
    threads = [threading.Thread(target=window.works) for window in windows]
    for thread in threads:
        thread.start()
    for kill in range(1, KILLS + 1):
        while sum(window.last for window in windows) < kill * WINDOWS * EACH // (KILLS + 1):
            assert any(thread.is_alive() for thread in threads)
            time.sleep(0.01)
        server.is_killed()
        hold_still(windows, threads)
        assert [*lost(windows, json.loads(server.runs(TELLS)))] == []
        server.starts()
    for thread in threads:
        thread.join()
    assert [window.last for window in windows] == [EACH - 1] * WINDOWS
    there = json.loads(server.runs(TELLS))
    assert [*lost(windows, there)] == []
    assert (there["stories"], len(there["kept"])) == (WINDOWS, WINDOWS)
