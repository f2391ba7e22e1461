"""The admin of the front page: one screen in place of Django's list, and what its buttons do."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.rights import name_for
from desk.pages import desk_page
from desk.refusable_forms import RefusableAdmin
from desk.sent_keys import find_row
from history.admin import HistoryAdmin
from history.models import Change
from history.recording import kind_of
from history.wording import Difference
from newsroom.front_page import editing, screen
from newsroom.front_page.page import build_front_page
from newsroom.models import FrontPage, FrontSlot, User
from verbs.refusals import Refused
from words.times import dated

LIST = "admin:newsroom_frontslot_changelist"
UNDO = "front_undo"
# The parameters of our screen. With any other one, Django lists every slot there ever was.
SCREEN_PARAMETERS = {"at", "at_0", "at_1", "at_2", "q", "e"}


class FrontSlotAdmin(HistoryAdmin, RefusableAdmin):
    """The front page's slots. The History page of each is that of the whole front page."""

    history_kind = kind_of(FrontPage)
    form = screen.SlotForm
    list_display = ("place", "article", "from_at", "until_at", "chosen_by")
    list_display_links = ("place", "article")
    list_filter = ("place",)
    list_select_related = ("article__newest", "chosen_by")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(article__binned_at=None)

    def get_urls(self) -> list[Any]:
        wrap = self.admin_site.admin_view
        mine = [
            path("arrange/", wrap(self.arrange), name="newsroom_frontslot_arrange"),
            path("preview/", wrap(self.preview), name="newsroom_frontslot_preview"),
        ]
        return mine + super().get_urls()

    def save_model(self, request: HttpRequest, obj: FrontSlot, form: Any, change: Any) -> None:
        editing.save_slot(obj, by=cast(User, request.user))

    def delete_model(self, request: HttpRequest, obj: FrontSlot) -> None:
        editing.delete_slot(obj, by=cast(User, request.user))

    def changes_of(self, row: FrontSlot) -> Any:
        return Change.objects.touching(self.history_kind, FrontPage.public_id)

    def lines(self, changes: Any, request: HttpRequest) -> Any:
        """Return each change with its places before and after, under the stories' present headlines."""
        sides = [side.get("places", []) for each in changes for side in (each.before, each.after)]
        ids = {slot["story"] for places in sides for slot in places}
        rows = Article.objects.select_related("newest").defer("body", "newest__content")
        stories = rows.in_bulk(ids, field_name="public_id")

        def words(places: list[dict[str, Any]]) -> str:
            return "; ".join(_in_words(slot, stories, request.user) for slot in places)

        texts = [words(places) for places in sides]
        return [
            (change, [Difference("Places", before, after, has_both=True)])
            for change, before, after in zip(changes, texts[::2], texts[1::2], strict=True)
        ]

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not set(request.GET) <= SCREEN_PARAMETERS:
            return super().changelist_view(request, extra_context)
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._screen(request)

    def arrange(self, request: HttpRequest) -> HttpResponse:
        """Do what a button of the screen asks for (put, off, move or undo), and go back to the screen."""
        if request.method != "POST" and self.has_view_permission(request):
            return redirect(reverse(LIST))
        if not (self.has_change_permission(request) and self.has_add_permission(request)):
            raise PermissionDenied
        times = screen.TimesForm(request.POST)
        if not times.is_valid():
            return self._screen(request, times)
        try:
            place = self._edit(request, **times.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
            return self._screen(request, times)
        kept = {name: request.GET[name] for name in ("at", "q") if request.GET.get(name)}
        query = f"?{urlencode(kept)}" if kept else ""
        return redirect(f"{reverse(LIST)}{query}#place-{place or 1}")

    def _edit(self, request: HttpRequest, *, from_at: Any, until_at: Any) -> int:
        """Run the verb, show its message, keep the undo data, and return the place to scroll to."""
        now = timezone.now()
        at = screen.moment_of(request, screen.MomentForm(), now=now)
        sent, by = request.POST, cast(User, request.user)
        if "undo" in sent:
            kept = request.session.pop(UNDO, None)
            if kept is None:
                raise Refused("There is nothing to undo.")
            messages.success(request, editing.undo(kept, by=by))
            return kept["place"]
        if "off" in sent:
            change = editing.unpin(_slot(sent["off"]), by=by, at=at)
        elif "move" in sent:
            place, _, way = sent["move"].partition(":")
            change = editing.move(place=_number(place), by=by, at=at, down=way == "down")
        else:
            story, _, place = sent.get("put", "").partition(":")
            change = editing.pin(
                _story(story),
                place=_number(place),
                by=by,
                at=now,
                from_at=from_at or at,
                until_at=until_at,
            )
        request.session[UNDO] = change.as_json()
        messages.success(request, change.message)
        return change.place

    def _screen(self, request: HttpRequest, times: screen.TimesForm | None = None) -> HttpResponse:
        now = timezone.now()
        form = screen.MomentForm(request.GET if "at_0" in request.GET else None)
        at = screen.moment_of(request, form, now=now)
        may = self.has_change_permission(request) and self.has_add_permission(request)
        chosen = None if at == now else at
        if not form.is_bound:
            form.initial = {"at": chosen}
        return desk_page(
            request,
            "admin/newsroom/frontslot/arrange.html",
            admin_site=self.admin_site,
            title="Front page",
            opts=self.opts,
            screen=screen.build_screen(at=at, now=now, typed=request.GET.get("q", "")),
            moment_form=form,
            times=times or screen.TimesForm(initial={"from_at": chosen}),
            may_arrange=may,
            undo=request.session.get(UNDO) if may else None,
            at=chosen.isoformat() if chosen else "",
        )

    @method_decorator(
        (
            require_safe,
            never_cache,
            xframe_options_sameorigin,
            csp_replace({"frame-ancestors": [SELF]}),
        )
    )
    def preview(self, request: HttpRequest) -> HttpResponse:
        """Show the front page as readers will see it at a moment if nobody changes it until then."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        at = screen.moment_of(request, screen.MomentForm(request.GET), now=timezone.now())
        page = build_front_page(at=at)
        context = {"page": page, "sections": page.sections, "foot_list": page.foot_list}
        response = render(request, "newsroom/front.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response


def _story(public_id: str) -> Article:
    story = Article.objects.out_of_bin().filter(public_id=public_id).first()
    if story is None:
        raise Refused("That story no longer exists. Choose another.")
    return story


def _number(text: str) -> int:
    if text not in {f"{place}" for place in FrontSlot.Place.values}:
        raise Refused("The front page has places 1 to 5. Choose one of them.")
    return int(text)


def _in_words(slot: dict[str, Any], stories: dict[str, Article], user: Any) -> str:
    story = stories.get(slot["story"])
    name = f"“{name_for(user, story)}”" if story else f"a deleted story ({slot['story']})"
    until = f" until {dated(parse_datetime(slot['until']))}" if slot["until"] else ""
    return f"{slot['place']}: {name} from {dated(parse_datetime(slot['from']))}{until}"


def _slot(pk: str) -> FrontSlot:
    slot = find_row(FrontSlot.objects.select_related("article"), pk)
    if slot is None:
        raise Refused("Someone has already removed that story.")
    return slot
