"""Characters that no text of the site holds: nobody can see them, or XML can't write them.

Rows of the record, tags, authors and stories lose them before they are stored. Where words are kept
exactly as they were said, such as the reason for a correction, they are refused.
"""

from __future__ import annotations

import re

from django.db import models

from words.characters import one_line, without_unseen

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SENTENCE = (
    "This holds a character that can’t be seen or printed, such as comes along when text is copied. "
    "Type the words anew around it."
)


def take_out(row: models.Model) -> None:
    """Rid the row's texts of what nobody can see, in memory; names and labels become one line."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(field, models.CharField) and isinstance(value, str):
            setattr(row, field.attname, one_line(value))
        elif isinstance(field, models.TextField) and isinstance(value, str):
            setattr(row, field.attname, without_unseen(value))
        elif isinstance(field, models.JSONField) and isinstance(value, list):
            cleaned = [one_line(each) if isinstance(each, str) else each for each in value]
            setattr(row, field.attname, cleaned)


def fault(text: str) -> str:
    """A sentence if the text holds such a character; empty if all is well."""
    return SENTENCE if UNWRITABLE.search(text) else ""


def faults(row: models.Model) -> dict[str, str]:
    """The columns of a row that hold such a character, by field of a form. No query."""
    texts = (
        (field.name, getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
    )
    said = {name: _joined(value) for name, value in texts}
    return {name: SENTENCE for name, text in said.items() if fault(text)}


def _joined(value: object) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value or "")
