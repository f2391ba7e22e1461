"""The column by which lists sort tags, authors, sections and curated lists."""

from __future__ import annotations

from typing import Any

from django.db import models

from people.sort_names import LENGTH, sort_key_of
from words.code_ordered import CodeOrderedField


class SortedByName(CodeOrderedField):
    """A key made of the row's sort name whenever the row is stored: no case, accents or marks.

    The sort name is what the model's `sort_label` says, or else the name.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        given = {"max_length": LENGTH, "editable": False, "blank": True, "db_index": True}
        # A row that the release before this one stores has an empty key until it is saved again.
        super().__init__(*args, **given | {"default": "", "db_default": ""} | kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001
        label = getattr(model_instance, "sort_label", "") or getattr(model_instance, "name", "")
        key = sort_key_of(str(label))
        setattr(model_instance, self.attname, key)
        return key
