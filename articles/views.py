"""Readers' pages of stories and of their lists. They depend only on the request's path and `before`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import addresses, listings, stories
from articles.listings import Listing
from articles.models import Address, Section
from press.recording import made_from


@require_safe
def story(
    request: HttpRequest, year: str, month: str, path: str, *, gone: Callable[..., HttpResponse]
) -> HttpResponse:
    """Show a public story; redirect from any other address with its id; answer 410 if withdrawn.

    For a story that readers never saw the answer is the same 404 as for one that doesn't exist.
    """
    at = timezone.now()
    article = stories.find(path, at=at)
    if article is None:
        raise Http404
    if not article.is_public(at):
        return gone(request, reason=article.withdrawn_because, at=article.withdrawn_at)
    if request.path != article.get_absolute_url():
        return HttpResponsePermanentRedirect(article.get_absolute_url())
    made_from("story", article.pk)
    page = stories.load_page(article, at=at)
    return render(
        request, "articles/story.html", {"page": page, "current_section": article.section}
    )


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a section, even if it has no stories yet."""
    at = timezone.now()
    sections = tuple(Section.objects.all())  # the frame lists them too, and uses this query
    found = next((one for one in sections if one.slug == slug), None)
    if found is None:
        return _moved_or_missing(request, addresses.find(Address.Kind.SECTION, slug))
    listing = _page(listings.in_section, request, found, at=at)
    return _show(
        request,
        "section",
        listing,
        section=found,
        sections=sections,
        current_section=found,
        topics=listings.topics_of(listing.items),
        productions=listings.productions_in(listing.items, at=at),
    )


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a tag. One without a public story is answered as if it didn't exist."""
    at = timezone.now()
    found = _find(Address.Kind.TAG, slug)
    listing = _page(listings.tagged, request, found.row, at=at)
    if not listing.items or isinstance(found, addresses.Moved):
        return _moved_or_missing(request, found if listing.items else None)
    productions = listings.productions_in(listing.items, at=at)
    return _show(request, "tag", listing, tag=found.row, productions=productions)


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an author. One without a public story is answered as if they didn't exist."""
    at = timezone.now()
    found = _find(Address.Kind.AUTHOR, slug)
    listing = _page(listings.by_author, request, found.row, at=at)
    if not listing.items or isinstance(found, addresses.Moved):
        return _moved_or_missing(request, found if listing.items else None)
    return _show(request, "author", listing, author=found.row)


@require_safe
def curated_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a public list, even if it is empty."""
    at = timezone.now()
    found = _find(Address.Kind.CURATED_LIST, slug)
    row = found.row
    if not row.is_public(at) or isinstance(found, addresses.Moved):
        return _moved_or_missing(request, found if row.is_public(at) else None)
    listing = _page(listings.on_list, request, row, at=at)
    return _show(request, "curated_list", listing, curated=row)


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Show the corrections of public stories."""
    at, before = timezone.now(), request.GET.get("before", "")
    try:
        listing = listings.corrections(at=at, address=reverse("corrections"), before=before)
    except listings.NoSuchPage as missing:
        raise Http404 from missing
    return _show(request, "corrections", listing)


def _page(
    of: Callable[..., Listing], request: HttpRequest, row: addresses.Addressed, **moment: Any
) -> Listing:
    try:
        return of(row, before=request.GET.get("before", ""), **moment)
    except listings.NoSuchPage as missing:
        raise Http404 from missing


def _find(kind: str, slug: str) -> addresses.Found:
    """Return the row that has the slug or, `Moved`, once had it. Raises Http404 if there is none."""
    found = addresses.find(kind, slug)
    if found is None:
        raise Http404
    return found


def _moved_or_missing(request: HttpRequest, found: object) -> HttpResponse:
    """Redirect to the same page at the row's new address, if `found` is one; else raise Http404."""
    if not isinstance(found, addresses.Moved):
        raise Http404
    before = request.GET.get("before")
    query = f"?{urlencode({'before': before})}" if before is not None else ""
    return HttpResponsePermanentRedirect(f"{found.url}{query}")


def _show(request: HttpRequest, name: str, listing: Listing, **context: Any) -> HttpResponse:
    return render(request, f"articles/{name}.html", {"listing": listing, **context})
