"""Keeps errors and slow requests in a file, for the desk's site health page.

A file needs no database, so it also has what happened while the database was down. No line has what
anyone typed: only an error's type and place, a query without its values, an address's path.
"""

from __future__ import annotations

import json
import logging
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from photos.atomic_writes import write_whole

KEPT = timedelta(days=30)
LARGEST = 8 * 1024 * 1024  # bytes; a larger file gets no more lines until old ones are removed
LONGEST = 600  # characters of a text in a line

SLOW_REQUEST = 1.0  # seconds
SLOW_QUERY = 0.25

slow = logging.getLogger("newsroom.slow")


@dataclass(frozen=True)
class Incident:
    """An error or a slow request. Those with the same `what` are counted together."""

    at: datetime
    kind: Literal["error", "slow"]
    what: str
    detail: str = ""
    path: str = ""
    request: str = "-"  # the request number in the log
    seconds: float = 0.0


class IncidentHandler(logging.Handler):
    """Appends errors, and slow requests from `SlowRequestMiddleware`, to the file."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            _append(_incident(record))
        except Exception:  # noqa: BLE001 -- logging must not break the request
            self.handleError(record)


class SlowRequestMiddleware:
    """Logs requests that took longer than SLOW_REQUEST or had a query longer than SLOW_QUERY."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        queries = QueryTimes()
        began = time.perf_counter()
        # Not Django's `execute_wrapper()`: at its end it removes the last wrapper, even someone else's.
        wrappers = connection.execute_wrappers
        wrappers.append(queries)
        try:
            response = self.get_response(request)
        finally:
            wrappers.remove(queries)
        seconds = time.perf_counter() - began
        if seconds > SLOW_REQUEST or queries.slowest > SLOW_QUERY:
            match = request.resolver_match
            slow.warning(
                "%s took %.1f s, with %d queries; the slowest took %.2f s: %s",
                request.path,
                seconds,
                queries.count,
                queries.slowest,
                queries.text,
                extra={
                    "incident": {
                        "what": f"{request.method} /{match.route if match else '…'}",
                        "detail": f"{queries.count} queries, slowest {queries.slowest:.2f} s: {queries.text}",
                        "path": request.path,
                        "seconds": round(seconds, 2),
                    }
                },
            )
        return response


class QueryTimes:
    """Counts a request's queries, and keeps the slowest one without its values."""

    def __init__(self) -> None:
        self.count = 0
        self.slowest = 0.0
        self.sql = ""

    @property
    def text(self) -> str:
        """The slowest query, without its list of columns."""
        return re.sub(r"(?s)^SELECT .*? FROM ", "SELECT … FROM ", self.sql)[:LONGEST]

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001 -- Django calls it
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            seconds = time.perf_counter() - began
            self.count += 1
            if seconds > self.slowest:
                self.slowest, self.sql = seconds, sql


def since(moment: datetime) -> Iterator[Incident]:
    """Yield the incidents from `moment` on, oldest first. Unreadable lines are skipped."""
    try:
        with _file().open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                incident = _parse(line)
                if incident and incident.at >= moment:
                    yield incident
    except FileNotFoundError:
        return


def remove_old() -> int:
    """Remove lines older than KEPT, and the older half of a full file; return how many."""
    try:
        lines = _file().read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
    except FileNotFoundError:
        return 0
    oldest = timezone.now() - KEPT
    kept = [line for line in lines if (found := _parse(line)) and found.at >= oldest]
    while sum(map(len, kept)) > LARGEST / 2:
        kept = kept[len(kept) // 2 :]
    if len(kept) == len(lines):
        return 0
    write_whole(_file(), "".join(kept).encode())
    return len(lines) - len(kept)


def _file() -> Path:
    return settings.VAR / "incidents.jsonl"


def _incident(record: logging.LogRecord) -> Incident:
    request = getattr(record, "request", None)
    fields: dict[str, Any] = getattr(record, "incident", None) or {
        "what": _what(record),
        "detail": re.sub(r"%\w", "…", str(record.msg)),
        "path": getattr(request, "path", ""),
    }
    texts: dict[str, Any] = {
        name: each[:LONGEST] if isinstance(each, str) else each for name, each in fields.items()
    }
    return Incident(
        at=timezone.now(),
        kind="slow" if record.name == slow.name else "error",
        request=getattr(record, "request_number", "-"),
        **texts,
    )


def _what(record: logging.LogRecord) -> str:
    """Return the error's type and the last line of our code in its traceback, or the logger and its line."""
    error, _, trace = record.exc_info or (None, None, None)
    if error is None:
        return f"{record.name}, {Path(record.pathname).name}:{record.lineno}"
    return f"{error.__name__}, {_place(trace)}"


def _place(trace: TracebackType | None) -> str:
    place = ""
    ours = str(settings.BASE_DIR)
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if not place or (file.startswith(ours) and "site-packages" not in file):
            place = f"{file.removeprefix(f'{ours}/')}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _append(incident: Incident) -> None:
    line = json.dumps(asdict(incident), default=str, ensure_ascii=False) + "\n"
    # A single write in append mode, so that the lines of several processes don't mix.
    handle = os.open(_file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.fstat(handle).st_size < LARGEST:
            os.write(handle, line.encode())
    finally:
        os.close(handle)


def _parse(line: str) -> Incident | None:
    try:
        fields = json.loads(line)
        return Incident(**fields | {"at": datetime.fromisoformat(fields["at"])})
    except (ValueError, TypeError, KeyError):
        return None
