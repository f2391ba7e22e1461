"""Suggestions for a picture's fields from its file's metadata. They count only once someone saves them.

A picture keeps them in `Picture.from_file` until someone has filled in the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from words.characters import one_line

if TYPE_CHECKING:
    from photos.models import Picture

SUGGESTED = ("title", "caption", "alt", "credit", "source", "copyright", "taken_on")
"""The fields that a file may suggest. Not rights: a file can't clear itself."""

LONGEST = {
    "title": 200,
    "caption": 500,
    "alt": 300,
    "credit": 200,
    "source": 200,
    "copyright": 300,
    "taken_on": 10,
    "creator": 200,
}
"""The lengths of the fields of `Picture`; a test compares them."""


def cleaned(metadata: Mapping[str, Any]) -> dict[str, str]:
    """Return the decoder's metadata in a form that fits the picture's fields. No query.

    The decoder's answer isn't trusted: unknown names and invisible characters are dropped, and a value
    that is too long is cut at a word, with an ellipsis. The credit is IPTC's credit line, or the creator
    if there is none.
    """
    found = {}
    for name, most in LONGEST.items():
        value = metadata.get(name)
        text = _shortened(one_line(value), most) if isinstance(value, str) else ""
        if text and (name != "taken_on" or _is_day(text)):
            found[name] = text
    creator = found.pop("creator", "")
    if creator and "credit" not in found:
        found["credit"] = creator
    return found


def suggestions(picture: Picture) -> dict[str, str]:
    """Return the file's values, by field, that differ from the picture's own. No query."""
    return {
        name: text
        for name in SUGGESTED
        if (text := picture.from_file.get(name, "")) and text != str(getattr(picture, name) or "")
    }


def _shortened(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0]
    return f"{words or text[: most - 1]}…"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
