"""A site behind the real server that tells what reached it: `/told/` and what is below it.

Everything else is Newsroom's. The tests start it in a process of its own.
"""

import hashlib
import json
import time

from newsroom import asgi, wsgi

closed = []


class Pieces:
    """An answer that remembers that it was closed."""

    def __init__(self, pieces):
        self.pieces = pieces

    def __iter__(self):
        return iter(self.pieces)

    def close(self):
        closed.append(True)


def site(environ, start_response):
    path = environ["PATH_INFO"]
    if not path.startswith("/told/"):
        return wsgi.application(environ, start_response)
    if path == "/told/slowly/":
        time.sleep(1)
    if path == "/told/error/":
        raise RuntimeError("as something around Django may")
    cookies = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
    start_response("200 OK", [("Content-Type", "text/plain"), *cookies])
    if path == "/told/long/":
        return Pieces(b"%07d\n" % number for number in range(400_000))
    if path == "/told/closed/":
        return [str(len(closed)).encode()]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH", 0)))
    told = {key: value for key, value in environ.items() if isinstance(value, str)}
    told |= {"length": len(body), "digest": hashlib.sha256(body).hexdigest()}
    return [json.dumps(told).encode()]


application = asgi.bounded(site)
