"""The error pages. The one for server errors depends on nothing that can fail."""

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

STORIES = 3  # offered on a page that isn't there

FORGED = (
    "This form didn’t come from a page of this site, or the page was open for too long,"
    " so nothing was changed. Go back, reload the page and send it again."
)
NOT_YOURS = (
    "Your role doesn’t allow this, so nothing was changed. If you need it, ask a managing editor for"
    " another role."
)
NOT_YOUR_STORY = (
    "This is someone else’s story. With your role you can open the stories that you started; of others"
    " you see what readers see."
)
NO_SUCH_PAGE = (
    "There is nothing at this address. It may have been moved or merged. Search for it by name."
)
BUSY = (
    "Another change took too long, so yours wasn’t saved. What you typed is kept on this page:"
    " send it again."
)
FULL = (
    "The server’s disk is full, so nothing was changed. What you typed is kept on this page. Tell the"
    " site’s administrator, and send it again once there is room."
)
# PostgreSQL's error codes: lock timeout, deadlock, serialization failure, statement timeout, too many
# connections; and disk full.
BUSY_CODES = frozenset({"55P03", "40P01", "40001", "57014", "53300"})
FULL_CODES = frozenset({"53100"})
RETRY_AFTER = 5  # seconds
PLAIN = (
    "<!doctype html><html lang=en-US><title>Technical difficulties</title>"
    "<p>Something went wrong on our side. Nothing you sent was saved only in part."
    " Please try again in a minute."
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for a bad request. No query: only broken or hostile clients send one."""
    context: dict[str, Any] = {"canonical": "", "sections": (), "foot_list": None}
    return render(request, "400.html", context, status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the same bytes for what is hidden and what never existed."""
    if _is_at_the_desk(request):
        return _refused(request, "Page not found", NO_SUCH_PAGE, status=404)
    context: dict[str, Any] = {"instead": newest_stories(), "canonical": ""}
    return render(request, "404.html", context, status=404)


def gone(request: HttpRequest, *, reason: str = "", at: datetime | None = None) -> HttpResponse:
    """Return the page of a withdrawn story, with the date and the reason, if one was given."""
    context = {"reason": reason, "withdrawn_at": at, "instead": newest_stories(), "canonical": ""}
    return render(request, "410.html", context, status=410)


def newest_stories() -> ArticleQuerySet:
    """Return a few stories for a reader whose page isn't there."""
    return Article.objects.public().newest_first().for_cards()[:STORIES]


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if _is_at_the_desk(request):
        if isinstance(exception, InBin):
            return _in_the_bin(request, exception)
        if isinstance(exception, SomebodyElses):
            links = [("Your stories", reverse("admin:articles_article_changelist"))]
            if exception.address:
                links.insert(0, ("Read it on the site", exception.address))
            title = "Someone else’s story"
            return _refused(request, title, NOT_YOUR_STORY, status=403, links=links)
        return _refused(request, "Not allowed", NOT_YOURS, status=403)
    return render(request, "403.html", {"canonical": ""}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a CSRF failure."""
    return render(request, "403.html", {"sentence": FORGED, "canonical": ""}, status=403)


def _is_at_the_desk(request: HttpRequest) -> bool:
    at_the_desk = request.path.startswith("/admin/")
    return at_the_desk and hasattr(request, "user") and admin.site.has_permission(request)


def _in_the_bin(request: HttpRequest, exception: InBin) -> HttpResponse:
    """Say that the story is in the bin, or, once it can't be restored anymore, that there is none."""
    story = exception.story
    if story.binned_at is None or not bins.is_restorable(story, at=timezone.now()):
        return not_found(request, exception)
    context = {
        "title": "In the bin",
        "story": story,
        "until": story.binned_at + bins.KEPT,
        "may_restore": may_change(request.user, story),
    }
    return _desk_page(request, "admin/articles/article/in_bin.html", context, status=403)


def _refused(
    request: HttpRequest,
    title: str,
    sentence: str,
    *,
    status: int,
    links: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    """Return a refusal in the desk's frame, which leads back to the other pages."""
    context = {"title": title, "sentence": sentence, "links": links}
    return _desk_page(request, "admin/refused.html", context, status=status)


def _desk_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int
) -> HttpResponse:
    """Render a page in the desk's frame. It shows who is signed in, so no cache may keep it."""
    whole = {**admin.site.each_context(request), **context}
    answer = render(request, template, whole, status=status)
    add_never_cache_headers(answer)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the page for a server error, as plain HTML if even its template fails. No query.

    At the desk, after a lock timeout or with a full disk, the page keeps what was sent.
    """
    sentence = _temporary_reason(sys.exc_info()[1])
    try:
        if sentence and _is_at_the_desk(request):
            return _not_now(request, sentence)
        page: str = loader.render_to_string("500.html", {"publication": settings.PUBLICATION})
    except Exception:
        logger.exception("The page for server errors couldn’t be rendered.")
        page = PLAIN
    answer = HttpResponseServerError(page)
    if sentence:
        answer.status_code, answer["Retry-After"] = 503, str(RETRY_AFTER)
    return answer


def _temporary_reason(error: BaseException | None) -> str:
    """Return a sentence for an editor if the database was busy or the disk is full, else ""."""
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
    """Return the form with everything that was typed in it, to send again; files have to be chosen anew."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {"title": "Not saved", "sentence": sentence, "sent": sent}
    answer = _desk_page(request, "admin/not_now.html", context, status=503)
    answer["Retry-After"] = str(RETRY_AFTER)
    return answer
