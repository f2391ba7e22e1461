"""The board of a ceremony: all its contests on one screen, entered by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from awards import board, running_order
from awards.admin import board_actions, candidates
from awards.admin.ranking import Place
from awards.models import Ceremony, Contest, Nomination
from desk.sent_keys import parse_number
from verbs.refusals import Refused

NAME = "awards_ceremony_board"
UNDO = "board_undo"
KEPT = 12  # changes that can be taken back, of each ceremony
REFUSED = 409
LINED_UP = {"line_up", "order", "remove"}  # the buttons that change the contests themselves


@dataclass(frozen=True)
class Outcome:
    """What came of a button that was pressed: it was done, or it was refused in a sentence.

    `found` has who may be meant where a name was typed that doesn't say it.
    """

    contest: Contest | None
    done: board_actions.Done | None = None
    refused: str = ""
    found: candidates.Found | None = None


class BoardPages(admin.ModelAdmin):
    """A ceremony with its board. A button there is answered by the page, or to the script by a fold."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.board_view)
        return [path("<path:pk>/board/", view, name=NAME), *super().get_urls()]

    def board_view(self, request: HttpRequest, pk: str) -> HttpResponse:
        ceremony = self.get_object(request, pk)
        if ceremony is None:
            raise Http404
        if not self.has_view_permission(request, ceremony):
            raise PermissionDenied
        if request.method == "POST":
            return self._press(request, ceremony)
        if "q" in request.GET:
            return self._find(request, ceremony)
        return self._board(request, ceremony, opened=request.GET.get("open", ""))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kw: Any) -> Any:
        """Its form has a button to the board."""
        row = kw.get("obj")
        answer = super().render_change_form(request, context, *args, **kw)
        if row and not context["is_popup"]:
            address = reverse(f"admin:{NAME}", args=[row.pk])
            context["verbs"] = [("Board", address), *context["verbs"]]
        return answer

    @admin.display(description="board")
    def board(self, ceremony: Ceremony) -> str:
        """A link to the board, in the list."""
        address, label = reverse(f"admin:{NAME}", args=[ceremony.pk]), f"Board: {ceremony}"
        return format_html('<a class="mini" href="{}" aria-label="{}">Board</a>', address, label)

    def _rights(self, request: HttpRequest, ceremony: Ceremony) -> board_actions.Rights:
        """Nobody does anything to a ceremony that was merged away."""
        return board_actions.Rights.of(request.user, frozen=ceremony.merged_into_id is not None)

    def _find(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        """Who may be meant by what is being typed."""
        if not self._rights(request, ceremony).enter:
            raise PermissionDenied
        found = candidates.find(request.GET["q"], _place(request, ceremony))
        return JsonResponse(_offered(found, request))

    def _press(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        rights = self._rights(request, ceremony)
        if not (rights.enter or rights.decide):
            raise PermissionDenied
        if LINED_UP & {*request.POST}:
            return self._line_up(request, ceremony, rights)
        outcome = self._outcome(request, ceremony, rights)
        if request.headers.get("Accept") == "application/json":
            return self._answer(request, ceremony, outcome)
        if outcome.done:
            messages.success(request, outcome.done.said)
            return redirect(_address(ceremony, outcome.done))
        if outcome.refused:
            messages.error(request, outcome.refused)
        return self._board(request, ceremony, outcome=outcome)

    def _line_up(
        self, request: HttpRequest, ceremony: Ceremony, rights: board_actions.Rights
    ) -> HttpResponse:
        """Contests are added, moved or gone, and the board begins anew, at the one that moved."""
        try:
            messages.success(request, board_actions.line_up(ceremony, request.POST, rights))
        except board_actions.Forbidden as forbidden:
            raise PermissionDenied from forbidden
        except Refused as refused:
            messages.error(request, str(refused))
        moved = request.POST.get("order", "").partition(":")[0]
        at = f"?at={parse_number(moved)}" if moved else ""
        return redirect(reverse(f"admin:{NAME}", args=[ceremony.pk]) + at)

    def _outcome(
        self, request: HttpRequest, ceremony: Ceremony, rights: board_actions.Rights
    ) -> Outcome:
        """Does it, and keeps how to take it back."""
        contest = None
        stack = _stack(request, ceremony)
        try:
            if "undo" in request.POST:
                done = board_actions.take_back(stack[-1] if stack else None, rights)
                stack = stack[:-1]
            else:
                contest = board_actions.contest_of(ceremony, request.POST.get("contest", ""))
                done = board_actions.do(contest, request.POST, rights)
                stack = [*stack, done.change][-KEPT:]
        except board_actions.Forbidden as forbidden:
            raise PermissionDenied from forbidden
        except board_actions.Unclear as unclear:
            return Outcome(contest, refused=_unclear(unclear.found), found=unclear.found)
        except Refused as refused:
            return Outcome(contest, refused=str(refused))
        request.session[UNDO] = request.session.get(UNDO, {}) | {str(ceremony.pk): stack}
        return Outcome(done.contest, done)

    def _answer(self, request: HttpRequest, ceremony: Ceremony, outcome: Outcome) -> JsonResponse:
        """The fold as it is now, for the script, and what to say."""
        done, contest = outcome.done, outcome.contest
        told: dict[str, Any] = {"said": done.said if done else outcome.refused}
        if outcome.found:
            told |= _offered(outcome.found, request)
        elif contest:
            on = done.on if done else request.POST.get("nomination")
            context = {
                "ceremony": ceremony,
                "fold": board.fold_of(contest),
                "rights": self._rights(request, ceremony),
                "on": f"{on or ''}",
            }
            told["contest"] = contest.pk
            told["fold"] = render_to_string("admin/awards/board/fold.html", context, request)
        last = _stack(request, ceremony)[-1:]
        told["undo"] = last[0]["said"] if last else ""
        return JsonResponse(told, status=200 if done else REFUSED)

    def _board(
        self,
        request: HttpRequest,
        ceremony: Ceremony,
        *,
        opened: str = "",
        outcome: Outcome | None = None,
    ) -> HttpResponse:
        pressed = outcome.contest if outcome else None
        found = outcome.found if outcome else None
        stack = _stack(request, ceremony)
        rights, like = self._rights(request, ceremony), parse_number(request.GET.get("like", ""))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Board: {ceremony}",
            "ceremony": ceremony,
            "board": board.read(ceremony),
            "rights": rights,
            "could_be": running_order.offers(ceremony, like=like) if rights.line_up else None,
            "opened": str(pressed.pk) if pressed else opened,
            "at": request.GET.get("at", ""),
            "on": request.POST.get("nomination") or request.GET.get("on", ""),
            "typed": request.POST if outcome else {},
            "offered": _offered(found, request) if found else None,
            "undo": stack[-1]["said"] if stack else "",
            "may_change": self.has_change_permission(request, ceremony),
        }
        return TemplateResponse(request, "admin/awards/board/board.html", context)


def _stack(request: HttpRequest, ceremony: Ceremony) -> list[dict[str, Any]]:
    """What was done on this board and can be taken back, the last at the end."""
    return list(request.session.get(UNDO, {}).get(str(ceremony.pk), []))


def _place(request: HttpRequest, ceremony: Ceremony) -> Place:
    """Where it is being typed, as far as the script says so. Two queries at most."""
    contests = ceremony.contests.select_related("category")
    contest = contests.filter(pk=parse_number(request.GET.get("contest", ""))).first()
    nominations = contest.nominations.all() if contest else Nomination.objects.none()
    on = nominations.filter(pk=parse_number(request.GET.get("nomination", ""))).first()
    return Place(ceremony, contest, on)


def _offered(found: candidates.Found, request: HttpRequest) -> dict[str, Any]:
    return {
        "rows": [candidates.offer(row) for row in found.rows],
        "add": candidates.addable(request.user) if found.typed.name else [],
        "name": found.typed.name,
        "role": found.typed.role,
        "detail": found.typed.detail,
    }


def _unclear(found: candidates.Found) -> str:
    if found.rows:
        return f"Several are called “{found.typed.name}”. Choose one."
    return (
        f"Nobody in the record is called “{found.typed.name}”. Add them, or look at the spelling."
    )


def _address(ceremony: Ceremony, done: board_actions.Done) -> str:
    """The board, with the fold open, and the next name on the same nomination."""
    board_address = reverse(f"admin:{NAME}", args=[ceremony.pk])
    on = f"&on={done.on}" if done.on else ""
    return f"{board_address}?open={done.contest.pk}{on}#contest-{done.contest.pk}"
