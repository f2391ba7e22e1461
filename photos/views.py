"""Serves renditions of pictures."""

import logging
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from photos import rendition_files
from photos.models import Picture
from photos.renditions import TYPES, Rendition

logger = logging.getLogger(__name__)

# A withdrawn picture must disappear, so shared caches ask again after a minute. A browser that has
# shown it may keep it for an hour; then it asks, and gets a 304, without access to the disk. Nobody
# may keep a picture longer than its license runs.
KEPT, SHARED = 3600, 60  # seconds
DESK = "private, no-cache"


@require_safe
def picture(
    request: HttpRequest,
    public_id: str,
    version: int,
    rendition: str,
    *,
    is_public: Callable[[Picture], bool],
) -> HttpResponseBase:
    """Answer with a rendition: to readers while `is_public(picture)`, to the desk always.

    What readers may not see and what doesn't exist are the same 404. The address of an earlier version
    redirects to the present one, since cached pages and feeds still have it.
    One query, and those of `is_public`.
    """
    wanted = Rendition.named(rendition)
    found = Picture.objects.filter(public_id=public_id).first()
    public = found is not None and is_public(found)
    # Only look at the user if it matters, since the answer then varies by cookie (Vary). It is the
    # same for a picture that doesn't exist, which would otherwise differ from a hidden one.
    if not public and not request.user.is_staff:
        raise Http404
    if wanted is None or found is None or not wanted.exists_for(found) or version > found.version:
        raise Http404
    response = _answer(request, found, version, wanted)
    response.headers["Cache-Control"] = _kept(found) if public else DESK
    return response


def _kept(picture: Picture) -> str:
    """Return the Cache-Control header: no copy may outlive the picture's license."""
    ends_at = picture.ends_at()
    left = KEPT if ends_at is None else int((ends_at - timezone.now()).total_seconds())
    return f"public, max-age={min(KEPT, left)}, s-maxage={min(SHARED, left)}"


def _answer(
    request: HttpRequest, found: Picture, version: int, wanted: Rendition
) -> HttpResponseBase:
    if version != found.version:
        return HttpResponseRedirect(wanted.url(found))
    etag = quote_etag(rendition_files.fingerprint(found, wanted))
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged.headers["ETag"] = etag
        return unchanged
    try:
        content = rendition_files.rendition(found, wanted)
    except rendition_files.Unreadable:
        logger.exception("The original of the picture %s can’t be read.", found.public_id)
        raise Http404 from None
    # Not streamed: it has half a megabyte at most, and Django streams files in pieces of 4 KB.
    return HttpResponse(
        content,
        headers={
            "Content-Type": TYPES[wanted.ext],
            "Content-Length": len(content),
            "Content-Disposition": f'inline; filename="{found.public_id}-{wanted.name}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "ETag": etag,
        },
    )
