"""The form of a story: over its content, never over the rows that readers see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin import widgets
from django.core.exceptions import ValidationError
from django.db import models

from articles import content as contents
from articles.admin.bylines import BylinesField
from articles.body.cleaning import complaints
from articles.body.field import StoryBodyWidget
from articles.content import Content
from articles.models import Article, Author, Section, Tag
from photos.models import Picture

BY_PUBLIC_ID = {"section": Section, "lead_picture": Picture}
SEVERAL_BY_PUBLIC_ID = {"tags": Tag, "related": Article}


def _text(name: str, *, rows: int = 0, help_text: str = "", required: bool = False) -> Any:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else widgets.AdminTextInputWidget()
    return forms.CharField(
        required=required,
        max_length=Article._meta.get_field(name).max_length,
        widget=widget,
        help_text=help_text,
    )


class StoryForm(forms.ModelForm):
    """Reads the newest revision, gives a Content. Saving is `publishing.save`'s business.

    `request.refused` is a refusal that came too late for validation; it is said over what was
    typed, so that nothing is lost.
    """

    request: Any = None

    headline = _text("headline", required=True, help_text="*Titles* in stars print italic.")
    dek = _text("dek", rows=3)
    body = forms.CharField(required=False, widget=StoryBodyWidget())
    kind = forms.ChoiceField(choices=Article.Kind)
    section = forms.ModelChoiceField(Section.objects.all(), required=False)
    bylines = BylinesField(required=False)
    dateline = _text("dateline", help_text="Where it was written: “Los Angeles”.")
    lead_picture = forms.ModelChoiceField(Picture.objects.all(), required=False)
    lead_caption = _text("lead_caption", rows=2, help_text="Empty: the picture’s own.")
    tags = forms.ModelMultipleChoiceField(Tag.objects.all(), required=False)
    related = forms.ModelMultipleChoiceField(
        Article.objects.exclude(published_at=None), required=False, label="Related stories"
    )
    slug = _text("slug", help_text="The words of its address. Empty: made from the headline.")
    search_title = _text("search_title")
    search_description = _text("search_description", rows=2)
    social_title = _text("social_title")
    social_description = _text("social_description", rows=2)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Article
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if instance and instance.newest:
            content = Content.from_json(instance.newest.content)
            began = {"based_on": instance.newest.number, **initial(content)}
            kwargs["initial"] = began | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if said := complaints(body):
            raise ValidationError([ValidationError(sentence) for sentence in said])
        return body

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refused = getattr(self.request, "refused", None)
        if refused:
            for sentence in refused.sentences:
                self.add_error(None, sentence)
        elif not self.errors:
            for name, sentence in contents.faults(self.content()).items():
                self.add_error(name, sentence)
        return cleaned

    def content(self) -> Content:
        """What was typed, as a Content. Only after validation."""
        typed = self.cleaned_data
        values = {name: typed[name] for name in contents.PLAIN}
        for name in BY_PUBLIC_ID:
            values[name] = typed[name].public_id if typed[name] else ""
        for name in SEVERAL_BY_PUBLIC_ID:
            values[name] = tuple(row.public_id for row in self._in_order(name))
        return Content(**values, bylines=typed["bylines"])

    def _in_order(self, name: str) -> list[models.Model]:
        """The rows in the order in which they were chosen, which a queryset forgets."""
        chosen = self.data.getlist(self.add_prefix(name)) if hasattr(self.data, "getlist") else []
        place = {value: number for number, value in enumerate(chosen)}
        return sorted(self.cleaned_data[name], key=lambda row: place.get(str(row.pk), 0))


def initial(content: Content) -> dict[str, Any]:
    """A content as the form's fields take it. Ids that no row has any more are left out."""
    values: dict[str, Any] = {name: getattr(content, name) for name in contents.PLAIN}
    for name, model in BY_PUBLIC_ID.items():
        values[name] = model.objects.filter(public_id=getattr(content, name)).first()
    for name, several in SEVERAL_BY_PUBLIC_ID.items():
        rows = several.objects.in_bulk(getattr(content, name), field_name="public_id")
        values[name] = [rows[one] for one in getattr(content, name) if one in rows]
    authors = Author.objects.in_bulk([a for a, _ in content.bylines], field_name="public_id")
    values["bylines"] = [(authors[a].pk, role) for a, role in content.bylines if a in authors]
    return values
