"""The pages of a ceremony's board: the screen, the answers to its script, and undo.

What the buttons do is in `awards.board`. Every button works without script: the page comes back, with
a message. The script asks for JSON and gets the one fold that changed.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html

from awards import board, candidates, running_order
from awards.board import Fold, Rights
from awards.models import Ceremony, Nomination
from awards.ranking import Place
from desk.sent_keys import parse_number
from verbs.refusals import Refused

NAME = "awards_ceremony_board"
UNDO = "board_undo"  # in the session: a list of `Done.undo` for each ceremony
UNDOABLE = 12  # presses that can be undone, for each ceremony
REFUSED = 409
LINE_UP = {"line_up", "order", "remove"}  # the buttons that add, move and remove contests


class BoardPages(admin.ModelAdmin):
    """The part of the ceremony's admin that has its board."""

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
        """Add a button to the board to the ceremony's form."""
        row = kw.get("obj")
        answer = super().render_change_form(request, context, *args, **kw)
        if row and not context["is_popup"]:
            address = reverse(f"admin:{NAME}", args=[row.pk])
            context["verbs"] = [("Board", address), *context["verbs"]]
        return answer

    @admin.display(description="board")
    def board(self, ceremony: Ceremony) -> str:
        """A link to the board, in the list of ceremonies."""
        address, label = reverse(f"admin:{NAME}", args=[ceremony.pk]), f"Board: {ceremony}"
        return format_html('<a class="mini" href="{}" aria-label="{}">Board</a>', address, label)

    def _find(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        """Return, as JSON, the entities that the name being typed may mean."""
        if not Rights.of(request.user, ceremony).enter:
            raise PermissionDenied
        found = candidates.find(request.GET["q"], _place(request, ceremony))
        return JsonResponse(candidates.choices(found, request.user))

    def _press(self, request: HttpRequest, ceremony: Ceremony) -> HttpResponse:
        """Do what the pressed button says, remember how to undo it, and answer."""
        rights = Rights.of(request.user, ceremony)
        if not (rights.enter or rights.decide):
            raise PermissionDenied
        if LINE_UP & {*request.POST}:
            return self._line_up(request, ceremony, rights)
        stack, contest = (
            _undo_stack(request, ceremony),
            parse_number(request.POST.get("contest", "")),
        )
        try:
            if "undo" in request.POST:
                done = board.take_back(ceremony, stack[-1] if stack else None, rights)
                stack = stack[:-1]
            else:
                done = board.press(ceremony, contest, request.POST, rights)
                stack = [*stack, done.undo][-UNDOABLE:]
        except Refused as refused:
            return self._refuse(request, ceremony, contest, refused, rights)
        request.session[UNDO] = request.session.get(UNDO, {}) | {str(ceremony.pk): stack}
        if _is_script(request):
            return _json(request, done.message, rights, stack, fold=done.fold, on=done.on)
        messages.success(request, done.message)
        address, pk = reverse(f"admin:{NAME}", args=[ceremony.pk]), done.fold.contest.pk
        on = f"&on={done.on}" if done.on else ""  # the next name joins the same nomination
        return redirect(f"{address}?open={pk}{on}#contest-{pk}")

    def _refuse(
        self,
        request: HttpRequest,
        ceremony: Ceremony,
        contest: int,
        refused: Refused,
        rights: Rights,
    ) -> HttpResponse:
        """Show why nothing was done, with the entities to choose from or the contest as it is now."""
        if not _is_script(request):
            messages.error(request, str(refused))
            return self._board(request, ceremony, opened=str(contest or ""), refused=refused)
        stack = _undo_stack(request, ceremony)
        if isinstance(refused, candidates.Unclear):
            choices = candidates.choices(refused.found, request.user)
            return _json(request, str(refused), rights, stack, status=REFUSED, **choices)
        fold, on = board.fold_of(ceremony, contest), request.POST.get("nomination")
        return _json(request, str(refused), rights, stack, fold=fold, on=on, status=REFUSED)

    def _line_up(self, request: HttpRequest, ceremony: Ceremony, rights: Rights) -> HttpResponse:
        """Add, move or remove contests, then reload the board at the contest that moved."""
        if not rights.line_up:
            raise PermissionDenied
        address, sent = reverse(f"admin:{NAME}", args=[ceremony.pk]), request.POST
        try:
            if "order" in sent:
                pk, _, way = sent["order"].partition(":")  # "17:down"
                address += f"?at={parse_number(pk)}"
                contest = running_order.contest_of(ceremony, parse_number(pk))
                running_order.move(contest, by=rights.user, down=way == "down")
                message = board.moved(contest.name, down=way == "down")
            elif "remove" in sent:
                contest = running_order.contest_of(ceremony, parse_number(sent["remove"]))
                running_order.remove(contest, by=rights.user)
                message = f"Removed “{contest.name}” from this ceremony."
            else:
                chosen = map(parse_number, sent.getlist("category"))
                count = running_order.add(ceremony, chosen, by=rights.user)
                message = f"Added {count} categor{'y' if count == 1 else 'ies'}."
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, message)
        return redirect(address)

    def _board(
        self,
        request: HttpRequest,
        ceremony: Ceremony,
        *,
        opened: str,
        refused: Refused | None = None,
    ) -> HttpResponse:
        """Return the screen; after a refusal, with what was typed in its field again."""
        stack, rights = _undo_stack(request, ceremony), Rights.of(request.user, ceremony)
        found = refused.found if isinstance(refused, candidates.Unclear) else None
        like = parse_number(request.GET.get("like", ""))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Board: {ceremony}",
            "ceremony": ceremony,
            "board": board.read_board(ceremony),
            "rights": rights,
            "could_be": running_order.addable_categories(ceremony, like=like)
            if rights.line_up
            else None,
            "opened": opened,
            "at": request.GET.get("at", ""),
            "on": request.POST.get("nomination") or request.GET.get("on", ""),
            "typed": request.POST if refused else {},
            "choices": candidates.choices(found, request.user) if found else None,
            "undo": stack[-1]["message"] if stack else "",
            "may_change": self.has_change_permission(request, ceremony),
        }
        return TemplateResponse(request, "admin/awards/board/board.html", context)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _json(
    request: HttpRequest,
    message: str,
    rights: Rights,
    stack: list[dict[str, Any]],
    *,
    fold: Fold | None = None,
    on: Any = None,
    status: int = 200,
    **choices: Any,
) -> JsonResponse:
    """Return the answer to the script: the message, what undo takes back, and the fold's HTML."""
    answer = {"message": message, "undo": stack[-1]["message"] if stack else "", **choices}
    if fold:
        contest = fold.contest
        context = {
            "ceremony": contest.ceremony,
            "fold": fold,
            "rights": rights,
            "on": f"{on or ''}",
        }
        answer["contest"] = contest.pk
        answer["fold"] = render_to_string("admin/awards/board/fold.html", context, request)
    return JsonResponse(answer, status=status)


def _undo_stack(request: HttpRequest, ceremony: Ceremony) -> list[dict[str, Any]]:
    """Return what was done on this board and can be undone, the last at the end."""
    return list(request.session.get(UNDO, {}).get(str(ceremony.pk), []))


def _place(request: HttpRequest, ceremony: Ceremony) -> Place:
    """Return the contest and nomination that a name is being typed for. Two queries at most."""
    contests = ceremony.contests.select_related("category")
    contest = contests.filter(pk=parse_number(request.GET.get("contest", ""))).first()
    nominations = contest.nominations.all() if contest else Nomination.objects.none()
    on = nominations.filter(pk=parse_number(request.GET.get("nomination", ""))).first()
    return Place(ceremony, contest, on)
