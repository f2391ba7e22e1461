"""What can be done to an entity besides filling in its form."""

from __future__ import annotations

from typing import Any

from django import forms

from people import editing
from people.admin.merging import MERGE
from people.admin.verbs import Verb, WhyForm
from people.models import Entity, EntityName


class RenameForm(WhyForm):
    name = forms.CharField(
        max_length=300, widget=forms.TextInput(attrs={"class": "vTextField"}), label="New name"
    )
    slug = forms.SlugField(
        max_length=140, required=False, label="Address", help_text="Empty: made from the name."
    )
    disambiguation = forms.CharField(
        max_length=120,
        required=False,
        help_text="What tells it from others of the same name: “director”, “film, 2019”.",
    )
    keep_as = forms.ChoiceField(
        label="Keep the old name as",
        required=False,
        choices=[("", "nothing: it was a mistake"), *EntityName.NameKind.choices],
    )
    shown = forms.ChoiceField(
        label="The old name is shown",
        choices=EntityName.Shown,
        help_text="“In credits only”: on the credits and nominations there are now. “Never” for a name "
        "that a person has left behind.",
    )

    field_order = ("name", "slug", "disambiguation", "keep_as", "shown", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        row = kwargs["row"]
        kwargs["initial"] = {"name": row.name, "disambiguation": row.disambiguation}
        super().__init__(*args, **kwargs)


def _address_after(entity: Entity) -> str:
    if entity.is_public():
        return f"Its page is {entity.get_absolute_url()}; that address goes on answering."
    return "It has no page yet; a link to its address goes on answering once it has."


def _unpublish_says(entity: Entity) -> str:
    return (
        f"Readers no longer find {entity.get_absolute_url()}. Stories go on naming it, as plain "
        "text; credits, releases and nominations that need it are not shown and not counted."
    )


VERBS = (
    Verb(
        "publish",
        "Publish",
        "Readers see its page at once, and every credit, release and nomination of which "
        "everything else is public. Stories that link to it lead there.",
        editing.publish,
        permission="people.publish_entity",
        offered=lambda entity: not entity.is_public(),
    ),
    Verb(
        "rename",
        "Rename",
        _address_after,
        editing.rename,
        form=RenameForm,
    ),
    MERGE,
    Verb(
        "unpublish",
        "Unpublish",
        _unpublish_says,
        editing.unpublish,
        permission="people.publish_entity",
        offered=lambda entity: entity.published_at is not None,
        says_links=True,
    ),
)
