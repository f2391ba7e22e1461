"""Pictures, as readers may have them."""

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

# A withdrawn picture must go: whatever stands between us and readers asks again after a minute, and
# gives nobody new what we no longer show. A reader's own browser, which has seen it, may keep it an
# hour; then it asks, and is told that nothing changed (304, without a look at the disk). Nobody keeps
# one longer than its license runs.
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

    What readers may not have and what doesn't exist are the same 404. An address of an earlier
    version leads to the present one, since pages and feeds that others keep go on naming it.
    One query, and those of `is_public`.
    """
    wanted = Rendition.named(rendition)
    found = Picture.objects.filter(public_id=public_id).first()
    public = found is not None and is_public(found)
    # Who it is, is asked only where it matters, since the answer then depends on the cookie and says
    # so (Vary); and for a picture that isn't there as well, or that would tell it from a hidden one.
    if not public and not request.user.is_staff:
        raise Http404
    if wanted is None or found is None or not wanted.is_made_of(found) or version > found.version:
        raise Http404
    response = _answer(request, found, version, wanted)
    response.headers["Cache-Control"] = _kept(found) if public else DESK
    return response


def _kept(picture: Picture) -> str:
    """Return for how long copies may be kept: not beyond the end of the picture's license."""
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
    # Whole, not streamed: half a megabyte at most, and a stream would go out in pieces of 4 KB.
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
