"""The front page in the admin: one screen, where Django's list would stand, and what its buttons do."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.rights import name_for
from history.admin import HistoryAdmin
from history.models import Change
from history.recording import kind_of
from history.wording import Difference
from newsroom import arranging, front, front_desk
from newsroom.models import FrontPage, FrontSlot, User
from people.admin.boxes import key
from people.admin.verbs import RefusableAdmin
from verbs.refusals import Refused
from words.times import dated

LIST = "admin:newsroom_frontslot_changelist"
UNDO = "front_undo"
# With any other look-up it is Django's list of every place there ever was.
OF_THE_SCREEN = {"at", "at_0", "at_1", "at_2", "q", "e"}


class FrontSlotAdmin(HistoryAdmin, RefusableAdmin):
    """Its History page is that of the whole front page."""

    history_kind = kind_of(FrontPage)
    form = front_desk.SlotForm
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
        arranging.plan(obj, by=cast(User, request.user))

    def delete_model(self, request: HttpRequest, obj: FrontSlot) -> None:
        arranging.remove(obj, by=cast(User, request.user))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        with transaction.atomic():
            for slot in queryset:
                self.delete_model(request, slot)

    def changes_of(self, row: FrontSlot) -> Any:
        return Change.objects.touching(self.history_kind, FrontPage.public_id)

    def lines(self, changes: Any, request: HttpRequest) -> Any:
        """The places that each change touched, with the headlines that they have now."""
        sides = [side.get("places", []) for each in changes for side in (each.before, each.after)]
        ids = {slot["story"] for places in sides for slot in places}
        rows = Article.objects.select_related("newest").defer("body", "newest__content")
        stories = rows.in_bulk(ids, field_name="public_id")

        def words(places: list[dict[str, Any]]) -> str:
            return "; ".join(_in_words(slot, stories, request.user) for slot in places)

        told = [words(places) for places in sides]
        return [
            (change, [Difference("Places", before, after, has_both=True)])
            for change, before, after in zip(changes, told[::2], told[1::2], strict=True)
        ]

    @method_decorator(csp_update({"frame-src": [SELF]}))
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not set(request.GET) <= OF_THE_SCREEN:
            return super().changelist_view(request, extra_context)
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._screen(request)

    def arrange(self, request: HttpRequest) -> HttpResponse:
        """What a button of the screen says: put, off, move or undo. The screen says what was done."""
        if request.method != "POST" and self.has_view_permission(request):
            return redirect(reverse(LIST))
        if not (self.has_change_permission(request) and self.has_add_permission(request)):
            raise PermissionDenied
        times = front_desk.TimesForm(request.POST)
        if not times.is_valid():
            return self._screen(request, times)
        try:
            place = self._did(request, **times.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
            return self._screen(request, times)
        asked = {name: request.GET[name] for name in ("at", "q") if request.GET.get(name)}
        query = f"?{urlencode(asked)}" if asked else ""
        return redirect(f"{reverse(LIST)}{query}#place-{place or 1}")

    def _did(self, request: HttpRequest, *, from_at: Any, until_at: Any) -> int:
        """Does it, says it, keeps how to take it back, and returns the place to look at."""
        now = timezone.now()
        at = front_desk.moment_of(request, front_desk.MomentForm(), now=now)
        said, by = request.POST, cast(User, request.user)
        if "undo" in said:
            kept = request.session.pop(UNDO, None)
            if kept is None:
                raise Refused("There is nothing to take back.")
            messages.success(request, arranging.undo(kept, by=by))
            return kept["place"]
        if "off" in said:
            change = arranging.take_off(_slot(said["off"]), by=by, at=at)
        elif "move" in said:
            place, _, way = said["move"].partition(":")
            change = arranging.move(place=_number(place), by=by, at=at, down=way == "down")
        else:
            story, _, place = said.get("put", "").partition(":")
            change = arranging.put(
                _story(story),
                place=_number(place),
                by=by,
                at=now,
                from_at=from_at or at,
                until_at=until_at,
            )
        request.session[UNDO] = change.as_json()
        messages.success(request, change.said)
        return change.place

    def _screen(
        self, request: HttpRequest, times: front_desk.TimesForm | None = None
    ) -> HttpResponse:
        now = timezone.now()
        form = front_desk.MomentForm(request.GET if "at_0" in request.GET else None)
        at = front_desk.moment_of(request, form, now=now)
        may = self.has_change_permission(request) and self.has_add_permission(request)
        chosen = None if at == now else at
        if not form.is_bound:
            form.initial = {"at": chosen}
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Front page",
            "screen": front_desk.read(at=at, now=now, asked=request.GET.get("q", "")),
            "moment_form": form,
            "times": times or front_desk.TimesForm(initial={"from_at": chosen}),
            "may_arrange": may,
            "undo": request.session.get(UNDO) if may else None,
            "at": chosen.isoformat() if chosen else "",
        }
        return TemplateResponse(request, "admin/newsroom/frontslot/arrange.html", context)

    @method_decorator(
        (
            require_safe,
            never_cache,
            xframe_options_sameorigin,
            csp_replace({"frame-ancestors": [SELF]}),
        )
    )
    def preview(self, request: HttpRequest) -> HttpResponse:
        """The front page as readers will have it at a moment, by what is arranged now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        at = front_desk.moment_of(request, front_desk.MomentForm(request.GET), now=timezone.now())
        page = front.read(at=at)
        context = {"page": page, "sections": page.sections, "foot_list": page.foot_list}
        response = render(request, "newsroom/front.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response


def _story(public_id: str) -> Article:
    story = Article.objects.out_of_bin().filter(public_id=public_id).first()
    if story is None:
        raise Refused("That story isn’t there any more. Choose another.")
    return story


def _number(text: str) -> int:
    if text not in {f"{place}" for place in FrontSlot.Place.values}:
        raise Refused("The front page has the places 1 to 5. Choose one of them.")
    return int(text)


def _in_words(slot: dict[str, Any], stories: dict[str, Article], user: Any) -> str:
    story = stories.get(slot["story"])
    name = f"“{name_for(user, story)}”" if story else f"a story no longer there ({slot['story']})"
    until = f" until {dated(parse_datetime(slot['until']))}" if slot["until"] else ""
    return f"{slot['place']}: {name} from {dated(parse_datetime(slot['from']))}{until}"


def _slot(pk: str) -> FrontSlot:
    asked = FrontSlot.objects.filter(pk=key(pk))
    slot = asked.select_related("article").first()
    if slot is None:
        raise Refused("Somebody took that off already.")
    return slot
