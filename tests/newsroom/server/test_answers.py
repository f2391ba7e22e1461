"""What WSGI promised the site and its readers stays so under the event loop."""

import json
import os
import threading
import time

import pytest

from newsroom.server.answers import Answer
from newsroom.server.environ import environ_of
from newsroom.server.files import KeptAnswers
from tests.newsroom.server.conftest import PLAIN, STATIC, Served, answer

LONG = b"".join(b"%07d\n" % number for number in range(400_000))  # 3.2 MB


def told(server, line, *headers):
    status, _, body = server.ask(line, *headers)
    assert status == 200
    return json.loads(body)


def test_the_site_is_told_what_was_asked(server):
    environ = told(
        server,
        "GET /told/caf%C3%A9/%E9/a%2Fb?q=%E9&p=\xc3\xa9",
        "X-Many: 1",
        "X-Many: 2",
        "X-Name: \xc3\xa9",
        "Cookie: a=1",
        "Cookie: b=2",
        "Content-Type: text/plain",
        "X_Many: forged",
    )
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/told/caf\xc3\xa9/\xe9/a/b",
        "QUERY_STRING": "q=%E9&p=\xc3\xa9",
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": str(server.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SCRIPT_NAME": "",
        "wsgi.url_scheme": "http",
        "HTTP_HOST": f"localhost:{server.port}",
        "HTTP_X_MANY": "1,2",
        "HTTP_X_NAME": "\xc3\xa9",
        "HTTP_COOKIE": "a=1; b=2",
        "CONTENT_TYPE": "text/plain",
    }
    assert {key: environ[key] for key in asked} == asked
    # Nothing of the machine: its variables hold the secret key.
    assert not {*os.environ} & {*environ}


def test_a_client_of_old_that_names_no_host_has_none():
    scope = {
        "method": "GET",
        "raw_path": b"/",
        "query_string": b"",
        "server": ("127.0.0.1", "80"),
        "client": ("127.0.0.1", "81"),
        "http_version": "1",
        "scheme": "http",
        "headers": [(b"host", b"")],
    }
    assert "HTTP_HOST" not in environ_of(scope)


def test_a_static_file_comes_whole_in_part_or_not_at_all(server):
    file = "/static/large.txt"
    status, headers, body = server.ask(f"GET {file}")
    assert (status, body) == (200, STATIC)
    etag = dict(headers)["etag"]
    assert server.ask(f"GET {file}", f"If-None-Match: {etag}")[0] == 304
    status, headers, body = server.ask(f"GET {file}", "Range: bytes=100000-1400000")
    assert (status, body) == (206, STATIC[100_000:1_400_001])
    assert dict(headers)["content-range"] == f"bytes 100000-1400000/{len(STATIC)}"
    status, headers, _ = server.ask(f"HEAD {file}")
    assert (status, dict(headers)["content-length"]) == (200, str(len(STATIC)))
    assert server.ask(f"POST {file}", "Content-Length: 3", body=b"abc")[0] == 405


def test_a_small_file_comes_from_memory_for_each_who_wants_it_otherwise(server):
    file, packed = "GET /static/small.txt", "Accept-Encoding: gzip"
    assert server.ask(file)[2] == PLAIN
    assert server.ask(file, packed)[2] == b"packed"
    for path in (server.static / "small.txt", server.static / "small.txt.gz"):
        path.unlink()
    status, headers, body = server.ask(file, packed)
    assert (status, body, dict(headers)["content-encoding"]) == (200, b"packed", "gzip")
    status, headers, body = server.ask(file)
    assert (status, body, dict(headers).get("content-encoding")) == (200, PLAIN, None)
    etag = dict(headers)["etag"]
    assert server.ask(file, f"If-None-Match: {etag}")[0] == 304
    assert server.ask(file.replace("GET", "HEAD"))[0] == 200
    assert server.ask(file.replace("GET", "POST"))[0] == 405
    assert server.ask(file, "Range: bytes=0-1")[0] == 500  # the file itself, which has gone


def test_no_number_of_different_requests_fills_the_memory(monkeypatch):
    monkeypatch.setattr("newsroom.server.files.ROOM", 10_000)
    kept, answer = KeptAnswers(), Answer(200, [], bytes(500))
    for number in range(1000):
        scope = {"path": "/a", "method": "GET", "headers": [(b"accept-encoding", b"%d" % number)]}
        kept.keep(scope, answer)
        assert kept.get(scope) is answer
        assert len(kept.kept) < 8
    kept.keep(scope | {"path": "/b"}, Answer(200, [], bytes(10_000)))
    assert kept.get(scope | {"path": "/b"}) is None
    assert kept.get(scope | {"method": "HEAD"}) is None


def test_one_connection_carries_several_requests(server):
    with server.connect() as connection:
        for line in ("GET /told/", "HEAD /told/", "GET /static/large.txt", "GET /told/"):
            connection.sendall(server.head(line))
            status, headers, _ = answer(connection, head_only=line.startswith("HEAD"))
            assert status == 200
            if "/told/" in line:
                assert [each for each in headers if each[0] == "set-cookie"] == [
                    ("set-cookie", "a=1"),
                    ("set-cookie", "b=2"),
                ]


def test_a_long_answer_comes_whole_and_is_closed_even_if_its_client_goes(server):
    assert server.ask("GET /told/long/")[2] == LONG
    before = int(server.ask("GET /told/closed/")[2])
    with server.connect() as connection:
        connection.sendall(server.head("GET /told/long/"))
        connection.recv(1)
    until = time.monotonic() + 10
    while int(server.ask("GET /told/closed/")[2]) <= before:
        assert time.monotonic() < until
        time.sleep(0.02)
    assert server.closes_its_files()


def test_an_error_around_the_site_is_a_sentence_and_a_line_of_the_log(server):
    status, _, body = server.ask("GET /told/error/")
    assert (status, body.decode()) == (
        500,
        "The site can’t answer this right now. Try again in a minute.\n",
    )
    assert "RuntimeError: as something around Django may" in server.logged()
    assert server.ask("GET /health/alive/")[0] == 200


@pytest.mark.parametrize("headers", [["X: y"] * 10_000, [f"X: {'y' * 300_000}"]])
def test_too_many_or_too_long_headers_are_refused(server, headers):
    assert server.ask("GET /told/", *headers)[0] == 431


def test_a_server_that_is_told_to_stop_answers_first(tmp_path):
    server = Served(tmp_path)
    answers = []
    asking = threading.Thread(target=lambda: answers.append(server.ask("GET /told/slowly/")[0]))
    asking.start()
    time.sleep(0.3)
    server.stop()
    asking.join()
    assert (answers, server.process.returncode) == ([200], 0)
