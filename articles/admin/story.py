"""A story at the desk. Its form saves revisions; its buttons are the verbs of publishing."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from articles import checks, publishing
from articles.admin import verbs
from articles.admin.bylines import BylinesWidget
from articles.admin.form import StoryForm
from articles.admin.lookups import lookup
from articles.body.field import WithNonce
from articles.content import Content
from articles.models import Article, RelatedStory, TaggedStory


# Not the attribute: the stock check takes these names for the model's own fields.
FIELDSETS = (
    (None, {"fields": ("headline", "dek", "body", "based_on")}),
    ("Where it stands", {"fields": ("section", "kind", "bylines", "dateline", "tags")}),
    ("Picture", {"fields": ("lead_picture", "lead_caption")}),
    ("Related stories", {"fields": ("related",)}),
    (
        "Search and social",
        {
            "fields": (
                "slug",
                "search_title",
                "search_description",
                "social_title",
                "social_description",
            ),
            "classes": ("collapse",),
        },
    ),
)


@admin.register(Article)
class StoryAdmin(WithNonce, admin.ModelAdmin):
    form = StoryForm
    change_form_template = "admin/articles/article/change_form.html"
    list_display = ("title", "desk_section", "stage", "standing", "saved_at")
    list_filter = ("stage", "section")
    list_select_related = ("newest__section",)
    list_per_page = 50
    search_fields = ("newest__headline", "headline", "public_id")
    ordering = ("-newest__saved_at", "-pk")
    show_full_result_count = False
    @admin.display(description="headline", ordering="newest__headline")
    def title(self, story: Article) -> str:
        return story.newest.headline if story.newest else str(story)

    @admin.display(description="section", ordering="newest__section")
    def desk_section(self, story: Article) -> str:
        return str(story.newest.section or "") if story.newest else ""

    @admin.display(description="saved", ordering="newest__saved_at")
    def saved_at(self, story: Article) -> Any:
        return story.newest.saved_at if story.newest else None

    @admin.display(description="readers")
    def standing(self, story: Article) -> str:
        """What readers have of it, in a word."""
        now = timezone.now()
        if story.withdrawn_at:
            return "withdrawn"
        if story.published_at is None:
            return "not published"
        if not story.is_public(now):
            return "embargoed" if story.published_at <= now else "scheduled"
        return "published" if story.newest_id == story.live_id else "published, with changes"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A story is withdrawn, not deleted: its address and its log stay."""
        return False

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        # Its fields are the form's own, not the model's.
        form = super().get_form(request, obj, **(kwargs | {"fields": ()}))
        form.request = request
        fields = form.base_fields
        site = self.admin_site
        for name, relation, widget in (
            ("section", Article.section.field, AutocompleteSelect),
            ("lead_picture", Article.lead_picture.field, AutocompleteSelect),
            ("tags", TaggedStory.tag.field, AutocompleteSelectMultiple),
            ("related", RelatedStory.related.field, AutocompleteSelectMultiple),
        ):
            fields[name].widget = widget(relation, site)
            fields[name].widget.choices = fields[name].choices
        can_add = site._registry[TaggedStory.tag.field.related_model].has_add_permission(request)
        fields["tags"].widget = RelatedFieldWidgetWrapper(
            fields["tags"].widget, TaggedStory.tag.field.remote_field, site, can_add
        )
        fields["bylines"].widget = BylinesWidget(site)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return FIELDSETS

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except publishing.Refused as refused:
            # Somebody was faster, or a rule spoke late: the form says so over what was typed.
            request.refused = refused  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        story = kw.get("obj")
        context["verbs"] = verbs.offered(story, request.user) if story else []
        return super().render_change_form(request, context, *args, **kw)

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        return form.instance

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: Any) -> None:
        content = form.content()
        if change:
            based_on = form.cleaned_data["based_on"]
            publishing.save(obj, content, by=request.user, based_on=based_on)
        else:
            new = publishing.start(by=request.user, content=content)
            obj.__dict__.update(new.__dict__)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Relations are content: `publishing.save` has them."""

    def view_on_site(self, obj: Article) -> str | None:  # type: ignore[override]
        return obj.get_absolute_url() if obj.is_public() else None

    def get_urls(self) -> list[Any]:
        verb = self.admin_site.admin_view(self.verb_view)
        ask = self.admin_site.admin_view(lookup)
        mine = [
            path("<int:pk>/do/<slug:name>/", verb, name="articles_article_verb"),
            path("look/<slug:what>/", ask, name="articles_article_lookup"),
        ]
        return mine + super().get_urls()

    def verb_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        story = get_object_or_404(Article.objects.select_related("newest"), pk=pk)
        verb = verbs.BY_NAME.get(name)
        if not verb or verb not in verbs.offered(story, request.user):
            raise PermissionDenied
        form = verb.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._done(request, story, verb, form):
            return redirect(reverse("admin:articles_article_change", args=[pk]))
        return TemplateResponse(
            request,
            "admin/articles/article/verb.html",
            {
                **self.admin_site.each_context(request),
                "title": verb.label,
                "story": story,
                "verb": verb,
                "form": form,
                "media": self.media + form.media,
                "opts": self.opts,
                **_checks(story, verb),
            },
        )

    def _done(self, request: HttpRequest, story: Article, verb: verbs.Verb, form: Any) -> bool:
        try:
            verb.run(story, by=request.user, **form.cleaned_data)
        except publishing.Refused as refused:
            for sentence in refused.sentences:
                form.add_error(None, sentence)
            return False
        messages.success(request, f"“{story}”: {verb.label.lower()}, done.")
        return True


def _checks(story: Article, verb: verbs.Verb) -> dict[str, list[str]]:
    if not verb.puts_out or story.newest is None:
        return {}
    content = Content.from_json(story.newest.content)
    return {"blocks": checks.blocks(content), "warnings": checks.warnings(content)}
