"""The pages for what went wrong. The one for our own failures stands on nothing that can fail."""

import errno
import logging
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from articles import bin as bins
from articles.models import Article
from articles.querysets import ArticleQuerySet
from articles.rights import InBin, SomebodyElses, may_change

logger = logging.getLogger(__name__)

INSTEAD = 3  # stories

FORGED = (
    "This form didn’t come from a page of this site, or the page had been open for too long,"
    " so nothing was changed. Go back, reload the page and send it again."
)
NOT_YOURS = (
    "Your role doesn’t go that far, and nothing was changed. If it should, a managing editor can give"
    " you another role."
)
NOT_YOUR_STORY = (
    "This is somebody else’s story. Your role opens the stories that you began; of the others you see"
    " what readers see."
)
NO_SUCH_PAGE = (
    "There is nothing at this address: it was moved, merged or never here. Look for it by name."
)
BUSY = (
    "The desk was busy with another change for too long, so yours wasn’t saved. What you typed is kept"
    " on this page: send it again."
)
FULL = (
    "The server’s disk is full, so nothing was changed. What you typed is kept on this page. Tell whoever"
    " runs the site, and send it again once there is room."
)
# PostgreSQL's codes: a lock not had in time, a deadlock, a statement that took too long, no connection
# left; and no room left.
BUSY_CODES = frozenset({"55P03", "40P01", "40001", "57014", "53300"})
FULL_CODES = frozenset({"53100"})
RETRY_AFTER = 5  # seconds
PLAIN = (
    "<!doctype html><html lang=en-US><title>Technical difficulties</title>"
    "<p>Something broke on our side. Nothing that you sent has been half done."
    " Please try again in a minute."
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For what nobody but a broken or a hostile client sends: no query is spent on it."""
    context: dict[str, Any] = {"canonical": "", "sections": (), "foot_list": None}
    return render(request, "400.html", context, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The same bytes for what is hidden and what never was."""
    if _is_at_the_desk(request):
        return _refused(request, "Not here", NO_SUCH_PAGE, status=404)
    context: dict[str, Any] = {"instead": instead(), "canonical": ""}
    return render(request, "404.html", context, status=404)


def gone(request: HttpRequest, *, reason: str = "", at: datetime | None = None) -> HttpResponse:
    """For a story that the newsroom withdrew, when and why, where it said so."""
    context = {"reason": reason, "withdrawn_at": at, "instead": instead(), "canonical": ""}
    return render(request, "410.html", context, status=410)


def instead() -> ArticleQuerySet:
    """A few stories for a reader who found nothing."""
    return Article.objects.public().newest_first().for_cards()[:INSTEAD]


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_at_the_desk(request):
        if isinstance(exception, InBin):
            return _in_the_bin(request, exception)
        if isinstance(exception, SomebodyElses):
            links = [("Your stories", reverse("admin:articles_article_changelist"))]
            if exception.address:
                links.insert(0, ("Read it as readers do", exception.address))
            title = "Somebody else’s story"
            return _refused(request, title, NOT_YOUR_STORY, status=403, links=links)
        return _refused(request, "Not with your role", NOT_YOURS, status=403)
    return render(request, "403.html", {"canonical": ""}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token. The sentence is said in place of Django's own page."""
    return render(request, "403.html", {"sentence": FORGED, "canonical": ""}, status=403)


def _is_at_the_desk(request: HttpRequest) -> bool:
    at_the_desk = request.path.startswith("/admin/")
    return at_the_desk and hasattr(request, "user") and admin.site.has_permission(request)


def _in_the_bin(request: HttpRequest, exception: InBin) -> HttpResponse:
    """The story is in the bin, and can be restored; or, after thirty days, isn't there."""
    story = exception.story
    if story.binned_at is None or not bins.is_restorable(story, at=timezone.now()):
        return not_found(request, exception)
    said = {
        "title": "In the bin",
        "story": story,
        "until": story.binned_at + bins.KEPT,
        "may_restore": may_change(request.user, story),
    }
    return _desk_page(request, "admin/articles/article/in_bin.html", said, status=403)


def _refused(
    request: HttpRequest,
    title: str,
    sentence: str,
    *,
    status: int,
    links: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Within the desk's own shell, so that nobody loses the way back."""
    said = {"title": title, "sentence": sentence, "links": links}
    return _desk_page(request, "admin/refused.html", said, status=status)


def _desk_page(
    request: HttpRequest, template: str, said: dict[str, Any], *, status: int
) -> HttpResponse:
    """Render a page in the desk's frame. It shows who is signed in, so no cache may keep it."""
    context = {**admin.site.each_context(request), **said}
    answer = render(request, template, context, status=status)
    add_never_cache_headers(answer)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks no database of its own, and answers plainly where even its template can't be drawn.

    At the desk a lock that wasn't had in time and a full disk have a page that keeps what was sent.
    """
    sentence = _hindrance(sys.exc_info()[1])
    try:
        if sentence and _is_at_the_desk(request):
            return _not_now(request, sentence)
        page: str = loader.render_to_string("500.html", {"publication": settings.PUBLICATION})
    except Exception:
        logger.exception("The page for server errors could not be drawn.")
        page = PLAIN
    answer = HttpResponseServerError(page)
    if sentence:
        answer.status_code, answer["Retry-After"] = 503, str(RETRY_AFTER)
    return answer


def _hindrance(error: BaseException | None) -> str:
    """Return what kept us from it, as a sentence for an editor; "" for a fault of the code."""
    for each in _causes(error):
        code = getattr(each, "sqlstate", None)
        if code in FULL_CODES or "disk is full" in str(each):  # SQLite has no codes on every Python
            return FULL
        if isinstance(each, OSError) and each.errno in (errno.ENOSPC, errno.EDQUOT):
            return FULL
        is_locked = isinstance(each, OperationalError) and "is locked" in str(each)
        if code in BUSY_CODES or is_locked or type(each).__name__ == "PoolTimeout":
            return BUSY
    return ""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _not_now(request: HttpRequest, sentence: str) -> HttpResponse:
    """The form once more, with all that was typed in it but files, to send again."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    said = {"title": "Not saved", "sentence": sentence, "sent": sent}
    answer = _desk_page(request, "admin/not_now.html", said, status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer
