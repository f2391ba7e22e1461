"""Translates the web server's ASGI scope into a WSGI environ."""

import sys
from typing import Any
from urllib.parse import unquote_to_bytes

Scope = dict[str, Any]


def environ_of(scope: Scope) -> dict[str, Any]:
    """Return the WSGI environ of a request, as if it had no body.

    Bytes become Latin-1 characters, as WSGI requires; Django decodes them. A header with an underscore
    in its name is dropped, since the environ couldn't tell `X_Forwarded_Proto`, which a proxy may let
    through, from `X-Forwarded-Proto`.
    """
    server, port = scope["server"]
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name or name in (b"content-length", b"transfer-encoding"):
            continue
        key = name.decode("latin-1").upper().replace("-", "_")
        if key != "CONTENT_TYPE":
            key = f"HTTP_{key}"
        text = value.decode("latin-1")
        if key in environ:
            text = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{text}"
        environ[key] = text
    # The server adds an empty Host if the client, such as an HTTP/1.0 one, sent none.
    if not environ.get("HTTP_HOST"):
        environ.pop("HTTP_HOST", None)
    return environ


def promised_length(scope: Scope) -> int | None:
    """Return the length of the body as the client announces it.

    0 if there is a body of unknown length. None if there is no body, or if nobody reads the body of
    this method.
    """
    if scope["method"] in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return None
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return 0
    # The server has checked that it is a number, and that two such headers agree.
    return int(headers.get(b"content-length", 0)) or None
