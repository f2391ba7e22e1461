"""What an uploaded file said of itself, as the desk offers it: cleaned, and a fact only once saved.

A picture keeps it in `Picture.from_file` until somebody has written the same field.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from words.characters import one_line

if TYPE_CHECKING:
    from photos.models import Picture

OFFERED = ("title", "caption", "alt", "credit", "source", "copyright", "taken_on")
"""The fields that a file may fill in. Rights are none of them: a file can't clear itself."""

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
"""As long as the fields of `Picture`; a test compares them."""


def cleaned(said: Mapping[str, Any]) -> dict[str, str]:
    """Return what the decoder's process read, fit for the fields of a picture; no query.

    Its answer is not trusted: unknown names are dropped, characters nobody can see are taken out,
    and what is longer than its field ends at a word, with an ellipsis. IPTC's credit line is the
    credit; where a file has none, its creator is.
    """
    found = {}
    for name, most in LONGEST.items():
        value = said.get(name)
        text = _within(one_line(value), most) if isinstance(value, str) else ""
        if text and (name != "taken_on" or _is_day(text)):
            found[name] = text
    creator = found.pop("creator", "")
    if creator and "credit" not in found:
        found["credit"] = creator
    return found


def offers(picture: Picture) -> dict[str, str]:
    """Return what its file says that the picture doesn't: field and text. No query."""
    return {
        name: text
        for name in OFFERED
        if (text := picture.from_file.get(name, "")) and text != str(getattr(picture, name) or "")
    }


def _within(text: str, most: int) -> str:
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
