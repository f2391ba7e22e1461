"""The verbs of people, companies, productions and awards: publish, rename, merge, unpublish."""

from __future__ import annotations

from django import forms

from desk.verb_pages import Verb, WhyForm
from people import editing
from people.admin.merging import MERGE
from people.models import Entity, EntityName


class RenameForm(WhyForm):
    name = forms.CharField(
        max_length=300, widget=forms.TextInput(attrs={"class": "vTextField"}), label="New name"
    )
    slug = forms.SlugField(
        max_length=140,
        required=False,
        label="Address",
        help_text="Leave it empty to make it from the name.",
    )
    disambiguation = forms.CharField(
        max_length=120,
        required=False,
        help_text="What tells it apart from others with the same name: “director”, “film, 2019”.",
    )
    keep_as = forms.ChoiceField(
        label="Keep the old name as",
        required=False,
        choices=[("", "nothing (it was a mistake)"), *EntityName.NameKind.choices],
    )
    shown = forms.ChoiceField(
        label="Show the old name",
        choices=EntityName.Shown,
        help_text="“In credits only”: on the credits and nominations it has now. “Never”: for a name "
        "that a person no longer uses.",
    )

    field_order = ("name", "slug", "disambiguation", "keep_as", "shown", "why")


def _consequence_of_renaming(entity: Entity) -> str:
    if entity.is_public():
        return (
            f"Its page is {entity.get_absolute_url()}. That address will redirect to the new one."
        )
    return "It has no page yet. Once it has one, its old address will redirect there."


def _consequence_of_unpublishing(entity: Entity) -> str:
    return (
        f"Readers will no longer find {entity.get_absolute_url()}. Stories still name it, as plain "
        "text. Credits, releases and nominations that need it are no longer shown or counted."
    )


VERBS = (
    Verb(
        "publish",
        "Publish",
        "Readers see its page right away, and each credit, release and nomination that names nothing "
        "else hidden. Links to it in stories lead to the page.",
        editing.publish,
        permission="people.publish_entity",
        is_possible=lambda entity: not entity.is_public(),
        done="Published “{}”.",
    ),
    Verb(
        "rename",
        "Rename",
        _consequence_of_renaming,
        editing.rename,
        form=RenameForm,
        initial=lambda entity: {
            "name": entity.name,
            "disambiguation": entity.disambiguation,
        },
        done="Its name is now “{}”.",
    ),
    MERGE,
    Verb(
        "unpublish",
        "Unpublish",
        _consequence_of_unpublishing,
        editing.unpublish,
        permission="people.publish_entity",
        is_possible=lambda entity: entity.published_at is not None,
        done="Unpublished “{}”.",
        lists_links=True,
    ),
)
