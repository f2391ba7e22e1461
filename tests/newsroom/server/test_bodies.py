"""What is sent to the site: taken whole, or refused before it costs anything."""

import asyncio
import contextlib
import hashlib
import json
import random
import socket
import time

import pytest
from django.conf import settings

from newsroom.accounts import presence
from newsroom.server import bodies
from photos.decoding import MAX_BYTES

MB = 1024 * 1024
SIGN_IN = "You are signed out. Sign in, then send this again.\n"
TOO_LARGE = (
    "This is more than 50 MB, the most that can be sent at once."
    " Go back, and send fewer or smaller files.\n"
)


def some(length):
    return random.Random(length).randbytes(length)


def in_chunks(body, size):
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(each), each) for each in pieces) + b"0\r\n\r\n"


def arrived(answer):
    status, _, body = answer
    assert status == 200, answer
    told = json.loads(body)
    return told["length"], told["digest"], told["CONTENT_LENGTH"]


def as_sent(body):
    return len(body), hashlib.sha256(body).hexdigest(), str(len(body))


@pytest.mark.parametrize("length", [1, 16 * 1024])
def test_a_small_form_of_anybody_arrives(server, length):
    body = some(length)
    answer = server.ask("POST /told/", f"Content-Length: {length}", body=body)
    assert arrived(answer) == as_sent(body)


@pytest.mark.parametrize("length", [64 * 1024, 100_000, 30 * MB])
def test_what_the_desk_sends_arrives_byte_for_byte(server, length):
    body, cookie = some(length), f"Cookie: x=y; {server.cookie}"
    answer = server.ask("POST /told/", cookie, f"Content-Length: {length}", body=body)
    assert arrived(answer) == as_sent(body)
    assert server.closes_its_files()


def test_a_body_without_a_length_arrives_within_the_same_limits(server):
    small, large = some(5000), some(17_000)
    chunked = "Transfer-Encoding: chunked"
    answer = server.ask("POST /told/", chunked, body=in_chunks(small, 700))
    assert arrived(answer) == as_sent(small)
    answer = server.ask(
        "POST /told/", chunked, f"Cookie: {server.cookie}", body=in_chunks(large, 700)
    )
    assert arrived(answer) == as_sent(large)
    status, _, body = server.ask("POST /told/", chunked, body=in_chunks(large, 700))
    assert (status, body.decode()) == (413, SIGN_IN)


def test_a_length_that_is_too_small_cuts_the_body_there(server):
    with server.connect() as connection:
        connection.sendall(server.head("POST /told/", "Content-Length: 3") + b"abcdef\r\n\r\n")
        received = b""
        while piece := connection.recv(65536):
            received += piece
    first, second = received.split(b"HTTP/1.1 ")[1:]
    assert json.loads(first.split(b"\r\n\r\n")[1])["length"] == 3
    assert second.startswith(b"400 ")


@pytest.mark.parametrize(
    ("cookie", "promised", "sentence"),
    [
        ("", 300 * MB, SIGN_IN),
        ("", 16 * 1024 + 1, SIGN_IN),
        (f"{presence.COOKIE}=1:forged:forged", 300 * MB, SIGN_IN),
        (None, 51 * MB, TOO_LARGE),
    ],
)
def test_what_is_not_taken_is_refused_unread(server, cookie, promised, sentence):
    cookie = server.cookie if cookie is None else cookie
    headers = [f"Content-Length: {promised}", f"Cookie: {cookie}"]
    began = time.monotonic()
    status, headers, body = server.ask("POST /told/", *headers, body=some(1000))
    assert time.monotonic() - began < 1.5
    assert (status, body.decode(), dict(headers)["connection"]) == (413, sentence, "close")
    assert dict(headers)["content-type"] == "text/plain; charset=utf-8"


def test_a_client_that_goes_on_sending_is_cut_off(server):
    sent = 0
    with server.connect() as connection, contextlib.suppress(OSError):
        connection.sendall(server.head("POST /told/", f"Content-Length: {300 * MB}"))
        while sent < 300 * MB:
            sent += connection.send(bytes(MB))
    assert sent < 50 * MB


def test_who_asks_before_sending_is_told_to_go_on_only_if_the_body_is_taken(server):
    expects = "Expect: 100-continue"
    with server.connect() as connection:
        connection.sendall(server.head("POST /told/", f"Content-Length: {MB}", expects))
        connection.settimeout(1)  # and it is closed at once, since nothing is on its way
        assert connection.makefile("rb").read().startswith(b"HTTP/1.1 413 ")
    with server.connect() as connection:
        connection.sendall(server.head("POST /told/", "Content-Length: 3", expects))
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"abc")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_client_that_goes_in_the_middle_leaves_nothing(server):
    with server.connect() as connection:
        head = server.head("POST /told/", f"Content-Length: {9 * MB}", f"Cookie: {server.cookie}")
        connection.sendall(head + bytes(MB))
        until = time.monotonic() + 10
        while not server.open_files():
            assert time.monotonic() < until
            time.sleep(0.01)
        assert [*server.incoming.iterdir()] == []  # it has no name, so a killed server leaves none
        connection.shutdown(socket.SHUT_RDWR)
    assert server.closes_its_files()


def test_what_is_sent_with_a_get_is_nobodys(server):
    told = json.loads(server.ask("GET /told/", "Content-Length: 3", body=b"abc")[2])
    assert (told["length"], told.get("CONTENT_LENGTH")) == (0, None)


def test_the_largest_picture_fits_with_its_form():
    form = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert MAX_BYTES + form + MB <= settings.LARGEST_BODY


def read(reader, body, *, is_signed_in=True):
    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    async def whole():
        async with reader.read(receive, promised=len(body), is_signed_in=lambda: is_signed_in) as (
            file,
            length,
        ):
            return file.read(), length

    return asyncio.run(whole())


def test_a_full_disk_and_too_many_files_are_a_sentence(tmp_path, caplog):
    body = bytes(bodies.IN_MEMORY + 1)
    reader = bodies.Reader(largest=MB, seconds=1, folder=tmp_path / "new" / "folder")
    assert read(reader, body) == (body, len(body))
    (tmp_path / "file").write_bytes(b"")
    full = bodies.Reader(largest=MB, seconds=1, folder=tmp_path / "file" / "folder")
    with pytest.raises(bodies.Refused, match="can’t store this right now") as refused:
        read(full, body)
    assert refused.value.status == 507
    reader.files = bodies.FILES
    with pytest.raises(bodies.Refused, match="Too many files") as refused:
        read(reader, body)
    assert (refused.value.status, reader.files) == (503, bodies.FILES)
    assert read(reader, body[:-1])[1] == bodies.IN_MEMORY
