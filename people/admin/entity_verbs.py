"""What can be done to an entity besides filling in its form."""

from __future__ import annotations

from typing import Any

from django import forms

from people import editing
from people.admin.boxes import ChoiceField, Picker
from people.admin.verbs import Verb, WhyForm
from people.merging import merge
from people.models import KINDS, Award, Ceremony, Contest, Credit, Entity, EntityName, Kind

# A relation to each kind, by which a box asks the desk for suggestions.
POINTS_AT: dict[str, Any] = {
    Kind.PERSON: Ceremony._meta.get_field("hosts"),
    Kind.COMPANY: Award._meta.get_field("body"),
    Kind.PRODUCTION: Credit._meta.get_field("production"),
    Kind.AWARD: Ceremony._meta.get_field("award"),
    Kind.CEREMONY: Contest._meta.get_field("ceremony"),
    Kind.CATEGORY: Contest._meta.get_field("category"),
}


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
        help_text="“Never” for a name that a person has left behind.",
    )

    field_order = ("name", "slug", "disambiguation", "keep_as", "shown", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        row = kwargs["row"]
        kwargs["initial"] = {"name": row.name, "disambiguation": row.disambiguation}
        super().__init__(*args, **kwargs)


class MergeForm(WhyForm):
    into = ChoiceField(Entity.objects.none(), label="Merge into")
    shown = forms.ChoiceField(
        label="The name that goes is shown",
        choices=EntityName.Shown,
        initial=EntityName.Shown.NEVER,
        help_text="It becomes an alias of the one that stays.",
    )

    field_order = ("into", "shown", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.row
        assert isinstance(row, Entity)
        into = self.fields["into"]
        assert isinstance(into, ChoiceField)
        rows = KINDS[row.kind].objects.unmerged().filter(scope=row.scope).exclude(pk=row.pk)
        into.widget = Picker(POINTS_AT[row.kind], self.site)
        into.queryset = rows


def _address_after(entity: Entity) -> str:
    if entity.is_public():
        return f"Its page is {entity.get_absolute_url()}; that address goes on answering."
    return "It has no page yet; a link to its address goes on answering once it has."


def _unpublish_says(entity: Entity) -> str:
    return (
        f"Readers no longer find {entity.get_absolute_url()}. Stories go on naming it, as plain "
        "text; credits, releases and nominations that need it are not shown and not counted."
    )


def _merged(loser: Entity, *, into: Entity, by: Any, **said: Any) -> Entity:
    merge(loser, into=into, by=by, **said)
    return into


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
    Verb(
        "merge",
        "Merge",
        "This row goes. What points at it points at the other one; its addresses lead there; where "
        "both say the same thing, the other one’s stays. It can’t be undone.",
        _merged,
        form=MergeForm,
        permission="people.merge_entity",
        says_links=True,
    ),
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
