"""The front page, the search page, its suggestions, and the site's icon."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from newsroom import search_page
from newsroom.front_page.page import build_front_page


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    page = build_front_page(at=timezone.now())
    context = {"page": page, "sections": page.sections, "foot_list": page.foot_list}
    return render(request, "newsroom/front.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show search results. Parameters: q, kind (several), order and page."""
    try:
        query = search_page.SearchRequest.of(request.GET)
        page = search_page.build_search_page(query, at=timezone.now())
    except search_page.NoSuchPage as missing:
        raise Http404 from missing
    return render(request, "newsroom/search.html", {"page": page, "canonical": ""})


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Return suggestions for the parameter q as a fragment of HTML; empty without any."""
    found = search_page.suggestions(request.GET.get("q", ""), at=timezone.now())
    response = render(request, "newsroom/suggestions.html", {"suggestions": found})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@cache_control(public=True, max_age=86_400)
def icon(request: HttpRequest) -> HttpResponse:
    """Serve /favicon.ico for programs that ask for it without reading a page, such as feed readers."""
    drawn = settings.BASE_DIR / "static" / "img" / "mark.png"
    return HttpResponse(drawn.read_bytes(), content_type="image/png")
