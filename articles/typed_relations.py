"""Translates between primary keys, which forms send, and public ids, which working copies keep.

A merged tag's key is gone, while its public id leads on to the tag that stayed, as it does from a
revision. Text that isn't the key of a row is kept as it was typed. Nothing else of a row is kept, and
the public id is shown to nobody: a form names only rows that its user may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import CharField, Value

from articles import merged_tags
from articles.models import Article, Author, Section, Tag
from desk.sent_keys import parse_number

NAMED = "id:"  # written before a public id; no key begins so
MODELS: dict[str, Any] = {"section": Section, "bylines": Author, "tags": Tag, "related": Article}

Typed = Mapping[str, list[str]]


def by_public_id(typed: Typed) -> dict[str, list[str]]:
    """Return what a form sent, with public ids instead of keys. One query at most."""
    wanted: dict[str, set[int]] = {}
    for name, model in _relations(typed):
        keys = map(parse_number, typed[name])
        wanted.setdefault(model, set()).update(key for key in keys if key)
    found = _public_ids({model: keys for model, keys in wanted.items() if keys})
    return {**typed} | {
        name: [_named(found.get((model, parse_number(value))), value) for value in typed[name]]
        for name, model in _relations(typed)
    }


def by_key(typed: Typed) -> dict[str, list[str]]:
    """Return what the form would send, with keys again. Deleted rows are left out.

    A query for each kind of row, three for tags if one was merged.
    """
    wanted: dict[str, set[str]] = {}
    for name, model in _relations(typed):
        named = (value for value in typed[name] if value.startswith(NAMED))
        wanted.setdefault(model, set()).update(value.removeprefix(NAMED) for value in named)
    found = {model: _rows(model, ids) for model, ids in wanted.items() if ids}
    return {**typed} | {
        name: _without_gone(_keyed(found.get(model, {}), value) for value in typed[name])
        for name, model in _relations(typed)
    }


def _relations(typed: Typed) -> Iterator[tuple[str, str]]:
    """Yield the fields that name rows, with their names in MODELS.

    Bylines are pairs of fields, an author and a role: only the even ones name rows.
    """
    for name in typed:
        model, _, number = name.partition("_")
        if name in MODELS or (model == "bylines" and number.isdecimal() and int(number) % 2 == 0):
            yield name, model


def _public_ids(wanted: Mapping[str, set[int]]) -> dict[tuple[str, int], str]:
    parts = [
        MODELS[model]
        .objects.filter(pk__in=keys)
        .order_by()
        .annotate(model=Value(model, output_field=CharField()))
        .values_list("model", "pk", "public_id")
        for model, keys in wanted.items()
    ]
    rows = parts[0].union(*parts[1:], all=True) if parts else ()
    return {(model, pk): public_id for model, pk, public_id in rows}


def _rows(model: str, public_ids: set[str]) -> dict[str, int]:
    if model == "tags":
        return {wanted: row.pk for wanted, row in merged_tags.find_by_id(public_ids).items()}
    rows = MODELS[model].objects.filter(public_id__in=public_ids)
    return dict(rows.order_by().values_list("public_id", "pk"))


def _named(public_id: str | None, value: str) -> str:
    return f"{NAMED}{public_id}" if public_id else value


def _keyed(found: Mapping[str, int], value: str) -> str:
    if not value.startswith(NAMED):
        return value
    return str(found.get(value.removeprefix(NAMED), ""))


def _without_gone(values: Iterable[str]) -> list[str]:
    """Return the values, each once: two tags may have been merged. An empty field sends [""]."""
    return list(filter(None, dict.fromkeys(values))) or [""]
