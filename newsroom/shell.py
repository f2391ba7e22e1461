"""What all pages share: the sections at their head, and their foot.

They are kept apart from the pages: when an editor puts another story on the list at the foot, pages are
put together again, and none has to be made again. In a page that may be kept, marks surround each piece
until `newsroom.server.kept_pages` removes them.
"""

from __future__ import annotations

import hashlib
import re
import threading
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from articles.models import Section
from newsroom.context_processors import foot_list
from press import changes
from press.position import Position
from press.recording import recorded

FOOT = "foot"
MARKED = re.compile(rb"<!--shell ([a-z]+(?:/[-\w]*)?)-->(.*?)<!--/shell-->", re.DOTALL)


@dataclass(frozen=True)
class Shell:
    """The pieces by name, and a version that is another when any of them is."""

    pieces: dict[str, str]
    version: str


@dataclass(frozen=True)
class _Known:
    shell: Shell
    position: Position
    upcoming: datetime


_known: _Known | None = None
_lock = threading.Lock()


def sections_piece(current: Any) -> str:
    """Return the name of the piece with the sections for a page of this one, or of the record."""
    return f"sections/{getattr(current, 'slug', current or '')}"


def as_of(position: Position) -> Shell:
    """Return the shell as of a position. No query as long as nothing at all has changed."""
    global _known
    with _lock:
        known = _known
        if known and position.log == known.position.log and position.at < known.upcoming:
            return known.shell
        here = changes.here()
        changed = changes.since(known.position) if known else None
        if known and changed and changed.identities is not None:
            is_same = not any(each.startswith("shell:") for each in changed.identities)
        else:
            is_same = False
        shell = known.shell if known and is_same else _made()
        _known = _Known(shell, here, changes.upcoming(here.at))
        return shell


def forget() -> None:
    """Make the shell again when it is next needed."""
    global _known
    with _lock:
        _known = None


def marked(name: str, piece: str) -> str:
    return f"<!--shell {name}-->{piece}<!--/shell-->"


def _made() -> Shell:
    """Two queries."""
    with recorded(None):
        sections = tuple(Section.objects.all())
        pieces: dict[str, str] = {
            sections_piece(current): render_to_string(
                "parts/sections.html", {"sections": sections, "current": current}
            )
            for current in ("", "record", *sections)
        }
        pieces[FOOT] = render_to_string(
            "parts/footer.html",
            {"publication": settings.PUBLICATION, "sections": sections, "list": foot_list()},
        )
    text = "\n".join(f"{name} {piece}" for name, piece in sorted(pieces.items()))
    return Shell(pieces, hashlib.sha256(text.encode()).hexdigest()[:16])
