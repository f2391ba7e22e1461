"""A story's screen at the desk. Its form saves revisions; its buttons are verbs of `publishing`."""

from __future__ import annotations

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator

from articles import bin as bins
from articles import publishing, rights, working_copies
from articles.admin import bin_page, copies, preview, revisions, story_screen, verb_messages
from articles.admin.bulk_actions import BulkActions, undo
from articles.admin.form import StoryForm
from articles.admin.lookups import lookup
from articles.admin.naming import names
from articles.admin.story_list import StoryList
from articles.admin.verb_page import StoryVerbPages
from articles.admin.verbs import verb_beside_save
from articles.body.widget import WithNonce
from articles.comparing import compare
from articles.content import Content
from articles.models import Article
from articles.refusals import Clash, Unfounded
from desk.pages import verb_address
from desk.sent_keys import find_row, parse_number
from history.admin import HistoryAdmin


@admin.register(Article)
class StoryAdmin(WithNonce, HistoryAdmin, StoryVerbPages, BulkActions, StoryList):
    form = StoryForm
    change_form_template = "admin/articles/article/change_form.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        if request.GET.get("field_name") == "related":  # the picker of related stories
            return Article.objects.public().order_by("-published_at")
        mine = rights.stories_for(request.user)
        return mine.select_related("newest__section", "newest__saved_by").order_by(*self.ordering)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        found = super().get_object(request, object_id, from_field)
        if found is None and request.method == "POST":
            # Somebody moved the story to the bin while another wrote: what was typed stays on the
            # screen, and the verb says why it isn't saved.
            binned = bins.in_bin_for(request.user, at=timezone.now())
            found = find_row(
                binned.select_related("newest__section", "newest__saved_by"), object_id
            )
        return found

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is not None and obj.pk:
            return rights.may_see(request.user, obj)
        return rights.sees_some(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is not None and obj.pk:
            return rights.may_change(request.user, obj)
        return rights.may_change_some(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return False. A story is withdrawn instead, so that its address and its log stay."""
        return False

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, pk: str) -> Any:
        """Say that there is no such story only if there is none; refuse one that is out of reach."""
        if found := find_row(Article.objects.defer("body"), pk):
            rights.check_may_see(request.user, found)
        return super()._get_obj_does_not_exist_redirect(request, opts, pk)

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        # StoryForm declares its fields itself; none is made from the model.
        form = super().get_form(request, obj, **(kwargs | {"fields": ()}))
        form.copy = copies.requested_copy(request, obj)
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the form's fields. The templates of the story's screen say where each is."""
        return ((None, {"fields": tuple(StoryForm.base_fields)}),)

    # The preview beside the text is an iframe of this site.
    @method_decorator(csp_update({"frame-src": [SELF]}))
    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return super().changeform_view(request, *args, **kwargs)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        story, form = kw.get("obj"), context["adminform"].form
        context["form"], context["media"] = form, form.media
        context["at"] = timezone.now()
        context["first_verb"] = verb_beside_save(story or Article(), request.user)
        if story:
            # What was sent stays on the screen, and began from the revision that it names.
            seen = parse_number(form.data.get("based_on", "")) if form.is_bound else None
            context["screen"] = story_screen.load_screen(
                story, user=request.user, at=context["at"], seen=seen
            )
        if not story or rights.may_change(request.user, story):
            context |= copies.for_screen(request, story, form.copy)
        refused = getattr(request, "refused", None)
        if isinstance(refused, Clash):
            theirs, mine = Content.from_json(refused.newest.content), form.content()
            context["clash"] = {
                "newest": refused.newest,
                "title": refused.title,
                "saved": refused.saved,
                "changes": compare(theirs, mine, name_of=names(theirs, mine, user=request.user)),
            }
        return super().render_change_form(request, context, *args, **kw)

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        return form.instance

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: Any) -> None:
        content, by = form.content(), request.user
        saved = working_copies.states(request.POST.getlist("copies"))
        based_on = form.cleaned_data["based_on"]
        if not change and (copy := working_copies.story_of(by=by, saved=saved)):
            # This window saved the new story before, and the answer got lost: don't begin it twice.
            if not rights.may_change(by, copy.article):
                raise PermissionDenied
            obj.__dict__.update(copy.article.__dict__)
            change, based_on = True, copy.based_on
        if change:
            # "Save mine on top" names the revision that the editor has looked at.
            if (seen := request.POST.get("_on_top")) is not None:
                based_on = parse_number(seen) or None
            if based_on is None and obj.newest:
                raise Unfounded(obj.newest)
            publishing.save(obj, content, by=by, based_on=based_on)
            # `save` has read the row again under its lock: it may have been submitted in the meantime.
            if not rights.may_change(by, obj):
                raise PermissionDenied
        else:
            obj.__dict__.update(publishing.start(by=by, content=content).__dict__)
        if obj.newest:
            working_copies.close(by=by, saved=saved, revision=obj.newest)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Do nothing: relations are part of the content that `publishing.save` stored."""

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go on to the page of the verb that was pressed, or show the story as it was saved."""
        verb = verb_beside_save(obj, request.user)
        if verb and verb.name == request.POST.get("_then"):
            page = verb_address(obj, verb.name)
            return redirect(f"{page}?seen={obj.newest.number}" if verb.publishes_newest else page)
        if warning := verb_messages.after_saving(obj):
            messages.warning(request, warning)
        return redirect(reverse("admin:articles_article_change", args=[obj.pk]))

    def view_on_site(self, obj: Article) -> str | None:  # type: ignore[override]
        return obj.get_absolute_url() if obj.is_public() else None

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> Any:
        """Return the story's whole log."""
        if not (pk := parse_number(object_id)):
            raise PermissionDenied
        return revisions.log(request, pk)

    def readable_changes(self, request: HttpRequest) -> Q:
        """Match changes of every story, binned ones too, or only of the user's own stories."""
        if rights.sees_all(request.user):
            return Q()
        return Q(subject_id__in=rights.stories_for(request.user).values("public_id"))

    def get_urls(self) -> list[Any]:
        views = (
            ("bin/", bin_page.listed, "bin"),
            ("undo/", undo, "undo"),
            ("<int:pk>/unbin/", bin_page.restore, "unbin"),
            ("look/<slug:what>/", lookup, "lookup"),
            ("preview/", preview.new, "preview_new"),
            ("<int:pk>/preview/", preview.show, "preview"),
            ("copies/<slug:key>/", copies.one, "copy"),
            ("copies/<slug:key>/discard/", copies.discard, "discard_copy"),
            ("<int:pk>/revisions/", revisions.several, "revisions"),
            ("<int:pk>/revisions/compare/", revisions.compared, "compare"),
            ("<int:pk>/revisions/<int:number>/restore/", revisions.restore, "restore"),
        )
        mine = [
            path(route, self.admin_site.admin_view(view), name=f"articles_article_{name}")
            for route, view, name in views
        ]
        return mine + super().get_urls()
