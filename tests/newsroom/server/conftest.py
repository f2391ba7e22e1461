"""The server that `manage.py serve` becomes, in a process of its own and with short deadlines."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings

from newsroom import env
from newsroom.accounts import presence
from newsroom.management.commands import serve
from tests.machines import variables_of

SECONDS = 2  # that a client may stand still
PLAIN = b"plain" * 10
STATIC = b"".join(b"%07d\n" % number for number in range(200_000))  # 1.6 MB


class Served:
    """A server, its worker, and how to talk to it."""

    def __init__(self, directory):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            self.port = listener.getsockname()[1]
        self.incoming = directory / "incoming"
        self.static = directory / "static"
        self.static.mkdir()
        (self.static / "large.txt").write_bytes(STATIC)
        (self.static / "small.txt").write_bytes(PLAIN)
        (self.static / "small.txt.gz").write_bytes(b"packed")
        machine = {
            "LOCAL": "True",
            "DATA_DIR": str(directory),
            "PORT": str(self.port),
            "CLIENT_SECONDS": str(SECONDS),
            "SECRET_KEY": settings.SECRET_KEY,
        }
        with override_settings(PORT=self.port, CLIENT_SECONDS=SECONDS):
            arguments = [*serve.server(workers=1)[:-1], "tests.newsroom.server.sites:application"]
        self.log = open(directory / "log", "w+")  # noqa: SIM115 - for as long as the server runs
        self.process = subprocess.Popen(
            [sys.executable, "-m", "granian", *arguments],
            cwd=env.HERE,
            env=variables_of(machine),
            stdout=self.log,
            stderr=self.log,
        )
        self.cookie = f"{presence.COOKIE}={presence._signer.sign(1)}"
        until = time.monotonic() + 60
        while not self.is_up():
            assert self.process.poll() is None, self.logged()
            assert time.monotonic() < until
            time.sleep(0.05)

    def is_up(self):
        with contextlib.suppress(OSError):
            return self.ask("GET /health/alive/")[0] == 200
        return False

    def logged(self):
        return Path(self.log.name).read_text()

    def open_files(self):
        """What of its folder for bodies and answers the server has open."""
        (worker,) = self._workers()
        found = []
        for file in Path(f"/proc/{worker}/fd").iterdir():
            with contextlib.suppress(OSError):
                if (name := os.readlink(file)).startswith(str(self.incoming)):
                    found.append(name)
        return found

    def closes_its_files(self):
        """Whether that comes to nothing within some seconds."""
        until = time.monotonic() + 5
        while self.open_files() and time.monotonic() < until:
            time.sleep(0.02)
        return not self.open_files()

    def _workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return children.read_text().split()

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=30)

    def head(self, line, *headers):
        lines = [f"{line} HTTP/1.1", f"Host: localhost:{self.port}", *headers, "", ""]
        return "\r\n".join(lines).encode("latin-1")

    def ask(self, line, *headers, body=b""):
        """Send one request and return the answer's status, its headers and its body."""
        with self.connect() as connection:
            connection.sendall(self.head(line, *headers) + body)
            return answer(connection, head_only=line.startswith("HEAD "))

    def stop(self):
        self.process.terminate()
        self.process.wait(30)
        self.log.close()


def answer(connection, *, head_only=False):
    """Read one answer from a connection: its status, its headers and its body."""
    received = connection.makefile("rb")
    status = int(received.readline().split()[1])
    headers = []
    while (line := received.readline()) != b"\r\n":
        name, _, value = line.decode("latin-1").strip().partition(": ")
        headers.append((name, value))
    length = dict(headers).get("content-length")
    if head_only or status == 304:
        return status, headers, b""
    if length is not None:
        return status, headers, received.read(int(length))
    body = b""
    while size := int(received.readline(), 16):
        body += received.read(size)
        received.readline()
    return status, headers, body


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    served = Served(tmp_path_factory.mktemp("served"))
    yield served
    served.stop()
