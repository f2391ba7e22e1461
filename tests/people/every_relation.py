"""Rows made by reflection, so that a model that comes tomorrow is met by the tests of today."""

from itertools import count

from django.apps import apps
from django.db import models
from django.utils import timezone

from people.models import KINDS, Entity

_numbers = count(1)


def pointing_at_entities():
    """Every foreign key of any model, tables between included, that may hold an entity."""
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.is_relation
        and issubclass(field.related_model, Entity)
        and not field.remote_field.parent_link
    ]


def may_hold(field, kind):
    """Whether the key may hold an entity of that kind: it is to all kinds, or to this one."""
    return field.related_model in (Entity, KINDS[kind])


def make(model, **given):
    """A row of any model: what it must have is made up, and made for it where it is a row."""
    model = KINDS["person"] if model is Entity else model
    for field in model._meta.concrete_fields:
        if field.name not in given and _is_needed(field):
            given[field.name] = _made_up(field)
    return model._base_manager.create(**given)


def _is_needed(field):
    automatic = field.primary_key or getattr(field.remote_field, "parent_link", False)
    return not (automatic or field.null or field.has_default() or field.blank) or (
        field.name in ("slug", "name") and not field.primary_key
    )


def _made_up(field):
    if field.is_relation:
        return make(field.related_model)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.CharField | models.TextField):
        return f"{field.name}-{next(_numbers)}"
    if isinstance(field, models.IntegerField):
        return next(_numbers)
    if isinstance(field, models.DateTimeField):
        return timezone.now()
    raise AssertionError(f"Say here how to make up a {type(field).__name__} for {field}.")
