"""Reads the environment; nothing else does.

Each function reads one variable, and raises ImproperlyConfigured with what to write instead if its
value makes no sense. The file named by ENV_FILE (default: `.env` beside manage.py) may have
`NAME=value` lines; the real environment overrides them.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

HERE = Path(__file__).resolve().parent.parent


def _lines(file: Path) -> dict[str, str]:
    """Return the variables in a file of `NAME=value` lines; {} without such a file."""
    found = {}
    for number, line in enumerate(file.read_text().splitlines() if file.is_file() else [], start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ImproperlyConfigured(f"{file}, line {number}: write NAME=value.")
        found[name.strip()] = value.strip().strip("\"'")
    return found


_variables = _lines(Path(os.environ.get("ENV_FILE", HERE / ".env"))) | os.environ


def for_a_child(**variables: str) -> dict[str, str]:
    """Return the real environment plus these variables, for a child process."""
    return os.environ | variables


def text(name: str, *, default: str = "") -> str:
    """Return the value as it is, or the default if it is unset or empty."""
    return _variables.get(name) or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, default=str(default))
    if value not in ("True", "False"):
        raise ImproperlyConfigured(f"{name}={value!r}: write True or False.")
    return value == "True"


def integer(name: str, *, default: int, minimum: int = 0) -> int:
    value = text(name, default=str(default))
    if not (value.isascii() and value.isdigit()) or int(value) < minimum:
        raise ImproperlyConfigured(f"{name}={value!r}: write a whole number, {minimum} or more.")
    return int(value)


def choice(name: str, *, default: str, among: tuple[str, ...]) -> str:
    value = text(name, default=default)
    if value not in among:
        raise ImproperlyConfigured(f"{name}={value!r}: write one of {', '.join(among)}.")
    return value


def names(name: str) -> tuple[str, ...]:
    """Return a list written with commas, such as `Editor, Managing editor`; () if it is unset."""
    return tuple(each.strip() for each in text(name).split(",") if each.strip())


def path(name: str, *, default: Path) -> Path:
    """Return an absolute path. A relative one is relative to the folder of manage.py."""
    return HERE / text(name, default=str(default))


def site_url(name: str, *, default: str | None) -> str:
    """Return an address such as `https://www.example.com`, without a path or a slash at the end.

    Required if there is no default.
    """
    value = text(name, default=default or "").rstrip("/")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. Set it to the site's address, as https://www.example.com."
        )
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or value != f"{parts.scheme}://{parts.netloc}" or "@" in parts.netloc:
        raise ImproperlyConfigured(
            f"{name}={value!r}: write the site's address without a path,"
            " as https://www.example.com."
        )
    return value


HOW_TO_MAKE_A_SECRET = (
    "Set it to a long random value that stays the same, such as what"
    ' `python3 -c "import secrets; print(secrets.token_urlsafe(50))"` prints.'
)
# Words in examples that people copy. A random value practically never has one of them.
COPIED = ("insecure", "secret", "password", "example", "change", "replace", "your-", "your_")


def secret(name: str, *, made_in: Path | None) -> str:
    """Return a long random value; refuse one that can be guessed or looks copied from an example.

    If it is unset, make one and keep it in the file `made_in`; without `made_in`, it is required.
    """
    value = text(name)
    if value:
        # 40 characters of base64 hold 240 bits; a repeated pattern holds few.
        is_random = len(value) >= 40 and len(set(value)) >= 10 and value not in (value * 2)[1:-1]
        if not is_random or any(word in value.casefold() for word in COPIED):
            # Without the value: it may be half of a real one.
            raise ImproperlyConfigured(f"{name} is too easy to guess. {HOW_TO_MAKE_A_SECRET}")
        return value
    if made_in is None:
        raise ImproperlyConfigured(f"{name} is not set. {HOW_TO_MAKE_A_SECRET}")
    made_in.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(made_in, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return made_in.read_text().strip()


def database_url(name: str) -> dict[str, Any] | None:
    """Return Django's settings for `postgresql://user:password@host:port/name?option=value`.

    None if it is unset. An empty host means the local socket, `?host=/directory` a socket elsewhere;
    other options are passed to the driver.
    """
    value = text(name)
    if not value:
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
    except ValueError:
        parts, port, options = urlsplit(""), None, {}
    database = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in ("postgresql", "postgres") or not database or "/" in database:
        # Without the value: it may hold a password.
        raise ImproperlyConfigured(
            f"{name}: write postgresql://user:password@host:port/name, or leave it out to use"
            " SQLite."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "") or options.pop("host", ""),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }


MAIL_SERVERS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail_url(name: str) -> dict[str, Any]:
    """Return the parts of `smtp+starttls://user:password@host:port`; {} if it is unset.

    `smtps` is encrypted from the first byte, `smtp+starttls` after a greeting, `smtp` not at all.
    """
    value = text(name)
    if not value:
        return {}
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in MAIL_SERVERS or not parts.hostname or parts.path not in ("", "/"):
        # Without the value: it may hold a password.
        raise ImproperlyConfigured(
            f"{name}: write smtp+starttls://user:password@host:587, smtps://... or smtp://..., or"
            " leave it out to have mail printed."
        )
    return {
        "host": parts.hostname,
        "port": port or MAIL_SERVERS[parts.scheme],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "starttls": parts.scheme == "smtp+starttls",
        "tls": parts.scheme == "smtps",
    }
