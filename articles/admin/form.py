"""The form of a story. It edits the newest revision's content, never the columns that readers see."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.urls import reverse

from articles import content as contents
from articles import merged_tags, rights, working_copies
from articles.admin.bylines import BylinesField
from articles.admin.row_selects import PictureSelect, RowsSelect, load_rows
from articles.body.cleaning import complaints
from articles.body.widget import StoryBodyWidget
from articles.content import Content
from articles.models import Article, Author, Section, Tag, WorkingCopy
from desk.refusable_forms import show_refusal
from photos.models import Picture

BY_PUBLIC_ID = {"section": Section, "lead_picture": Picture}
SEVERAL_BY_PUBLIC_ID = {"tags": Tag, "related": Article}


NO_NEW_TAG = {"data-not-new": "There is no tag “{}” yet. Ask an editor to add it."}
TAG = ("articles", "taggedstory", "tag")
RELATED = ("articles", "relatedstory", "related")


def _text(name: str, *, rows: int = 0, help_text: str = "", best: int = 0) -> Any:
    """Return the field of a text. The desk counts its characters and warns above `best`."""
    counted = {"data-count": best} if best else {}
    widget = forms.Textarea({"rows": rows, **counted}) if rows else forms.TextInput(counted)
    return forms.CharField(
        required=False,
        max_length=contents.longest(name),
        widget=widget,
        help_text=help_text,
    )


class StoryForm(forms.ModelForm):
    """Reads the newest revision and gives a Content; `publishing.save` saves it.

    `request.refused` is what the verb refused after the form was valid: it is shown above what was
    typed, so that nothing is lost. With a working copy the form shows that copy, without errors.
    """

    request: Any = None
    copy: WorkingCopy | None = None

    headline = _text("headline", rows=1, best=90)
    dek = _text("dek", rows=2, best=220)
    body = forms.CharField(required=False, widget=StoryBodyWidget())
    kind = forms.ChoiceField(choices=Article.Kind)
    section = forms.ModelChoiceField(Section.objects.all(), required=False, empty_label="None yet")
    bylines = BylinesField(required=False)
    dateline = _text("dateline", help_text="Where it was written: “Los Angeles”.")
    lead_picture = forms.ModelChoiceField(
        Picture.objects.all(), required=False, to_field_name="public_id", widget=PictureSelect
    )
    lead_caption = _text("lead_caption", rows=1)
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.all(),
        required=False,
        widget=RowsSelect(Tag, TAG),
        error_messages={
            "invalid_choice": "Somebody merged or deleted a tag that you chose. It was removed here. "
            "Choose another, or save without it."
        },
    )
    related = forms.ModelMultipleChoiceField(
        Article.objects.none(),
        required=False,
        label="Related stories",
        widget=RowsSelect(Article, RELATED),
    )
    slug = _text(
        "slug",
        help_text="The words in its address. Leave it empty to make them from the headline.",
    )
    search_title = _text("search_title", best=60)
    search_description = _text("search_description", rows=2, best=160)
    social_title = _text("social_title", best=70)
    social_description = _text("social_description", rows=2, best=200)
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Article
        fields = ()

    def __init__(self, *args: Any, request: Any = None, **kwargs: Any) -> None:
        self.request = request or self.request
        instance = kwargs.get("instance")
        # A form that was sent needs no initial values.
        is_sent = bool(args and args[0] is not None) or kwargs.get("data") is not None
        is_restored = self.copy is not None and not is_sent
        if self.copy and is_restored:
            kwargs["data"], is_sent = working_copies.as_sent(self.copy), True
        content = None
        if instance and instance.newest and not is_sent:
            content = Content.from_json(instance.newest.content)
            kwargs["initial"] = (kwargs.get("initial") or {}) | {
                **{name: getattr(content, name) for name in (*contents.PLAIN, "lead_picture")},
                "based_on": instance.newest.number,
            }
        elif not (instance or is_sent) and self.request:
            # Values in the address take precedence.
            given = kwargs.get("initial") or {}
            kwargs["initial"] = initial_for(self.request.user) | given
        super().__init__(*args, **kwargs)
        if is_restored:
            self._errors = ErrorDict()
        self._limit_choices(instance)
        if self.request:
            may_add = self.request.user.has_perm("articles.add_tag")
            self.fields["tags"].widget.attrs |= {
                # The picker offers to add a tag, after those that exist.
                **({"data-new": reverse("admin:articles_tag_add")} if may_add else NO_NEW_TAG),
                "data-new-called": "tag",
            }
        if content:
            self._show_relations(content)

    def _limit_choices(self, instance: Article | None) -> None:
        """Limit the choices to what this user may read. No query.

        A related story that the writer may not read stays a choice, without its name, once an editor
        has chosen it. Otherwise the writer's save would remove it.
        """
        user = self.request.user if self.request else AnonymousUser()
        kept = instance.newest.content.get("related", ()) if instance and instance.newest else ()
        offered = Q(published_at__isnull=False, pk__in=rights.nameable_by(user).values("pk"))
        if related := self.fields.get("related"):
            related.queryset = Article.objects.filter(offered | Q(public_id__in=kept))
            related.widget.label = partial(rights.name_for, user)
        for name in self.fields.keys() & SEVERAL_BY_PUBLIC_ID:
            self.fields[name].widget.rows = self.fields[name].queryset

    def _show_relations(self, content: Content) -> None:
        """Fill the fields of relations, without deleted rows. Five queries."""
        sections = list(Section.objects.all())
        self.fields["section"].choices = [("", "None yet"), *((s.pk, s.name) for s in sections)]
        self.initial["section"] = next(
            (each.pk for each in sections if each.public_id == content.section), None
        )
        for name, model in SEVERAL_BY_PUBLIC_ID.items():
            ids = getattr(content, name)
            found = merged_tags.find_by_id(ids) if name == "tags" else _by_id(model, ids)
            rows = list(dict.fromkeys(found[each] for each in ids if each in found))
            self.fields[name].widget.known = rows
            self.initial[name] = [row.pk for row in rows]
        found = Author.objects.filter(public_id__in=[who for who, _ in content.bylines])
        authors = {author.public_id: author for author in found}
        self.fields["bylines"].widget.known = self._authors(authors)
        self.initial["bylines"] = [
            (authors[who].pk, role) for who, role in content.bylines if who in authors
        ]

    def _authors(self, chosen: dict[str, Author]) -> list[Author]:
        """Return the authors that a byline can be chosen from without typing."""
        few = load_rows(Author.objects.all(), [], with_few=True)
        return few or list(chosen.values())

    def _post_clean(self) -> None:
        """Leave the instance alone: Django would copy the fields into columns that readers see."""

    def clean_body(self) -> str:
        body = self.cleaned_data["body"]
        if sentences := complaints(body):
            raise ValidationError([ValidationError(sentence) for sentence in sentences])
        return body

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        refused = getattr(self.request, "refused", None)
        if refused:
            show_refusal(self, refused)
        elif not self.errors:
            for name, sentence in contents.faults(self.content()).items():
                self.add_error(name, sentence)
        return cleaned

    def content(self) -> Content:
        """Return the newest revision's content with what was typed. Call it after validation.

        A field that isn't in the form, or that is invalid, keeps what was saved last.
        """
        typed = self.cleaned_data
        plain = (*contents.PLAIN, "bylines")
        values = {name: typed[name] for name in plain if name in typed}
        for name in typed.keys() & BY_PUBLIC_ID:
            values[name] = typed[name].public_id if typed[name] else ""
        for name in typed.keys() & SEVERAL_BY_PUBLIC_ID:
            values[name] = tuple(row.public_id for row in self._in_order(name))
        newest = self.instance.newest
        saved = Content.from_json(newest.content) if newest else Content()
        return contents.without_unseen(saved.with_changes(**values))

    def _in_order(self, name: str) -> list[models.Model]:
        """Return the rows in the order in which they were chosen, which a queryset doesn't keep."""
        chosen = self.data.getlist(self.add_prefix(name)) if hasattr(self.data, "getlist") else []
        place = {value: number for number, value in enumerate(chosen)}
        return sorted(self.cleaned_data.get(name, ()), key=lambda row: place.get(str(row.pk), 0))


def _by_id(model: Any, public_ids: tuple[str, ...]) -> dict[str, Any]:
    return model.objects.in_bulk(public_ids, field_name="public_id") if public_ids else {}


def initial_for(user: Any) -> dict[str, Any]:
    """Return what a new story's form begins with: the user's byline, and their last section.

    The byline is that of the one author with the user's name: with none or several of that name, the
    form begins without one. Two queries.
    """
    if not user.is_authenticated:
        return {}
    name = user.get_full_name().strip()
    authors = list(Author.objects.filter(name__iexact=name)[:2]) if name else []
    last = Article.objects.filter(created_by=user).order_by("-pk")
    return {
        "section": last.values_list("newest__section", flat=True).first(),
        "bylines": [(authors[0].pk, "")] if len(authors) == 1 else [],
    }
