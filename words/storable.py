"""Characters that the site doesn't store, because they are invisible or XML can't represent them.

They are removed from rows of the record, tags, authors and stories. A text that has to be stored exactly as
typed, such as the reason for a correction, is refused if it has one.
"""

from __future__ import annotations

import re

from django.db import models

from words.characters import one_line, without_unseen

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
SENTENCE = "This text has an invisible character, as copied text often does. Retype that part."


def strip_unseen(row: models.Model) -> None:
    """Remove invisible characters from the row's texts in memory; CharFields become one line."""
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
    """Return a message if the text has such a character, else ""."""
    return SENTENCE if UNWRITABLE.search(text) else ""


def faults(row: models.Model) -> dict[str, str]:
    """Return messages for the fields of a row that have such a character, by field. No query."""
    texts = (
        (field.name, getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
    )
    return {name: SENTENCE for name, value in texts if fault(_joined(value))}


def _joined(value: object) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value or "")
