"""The front page, the search page, what is offered while a reader types, and the site's icon."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from newsroom import search_page
from newsroom.front import read


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    page = read(at=timezone.now())
    context = {"page": page, "sections": page.sections, "foot_list": page.foot_list}
    return render(request, "newsroom/front.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Reads the query's q, kind (several), order and page, and nothing else of the request."""
    try:
        asked = search_page.Asked.of(request.GET)
        page = search_page.read(asked, at=timezone.now())
    except search_page.NoSuchPage as missing:
        raise Http404 from missing
    return render(request, "newsroom/search.html", {"page": page, "canonical": ""})


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """A list for the query's q, as a fragment; empty where nothing begins so."""
    offered = search_page.offered(request.GET.get("q", ""), at=timezone.now())
    response = render(request, "newsroom/suggestions.html", {"suggestions": offered})
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@cache_control(public=True, max_age=86_400)
def icon(request: HttpRequest) -> HttpResponse:
    """For programs that ask for /favicon.ico without looking at a page, as readers of feeds do."""
    drawn = settings.BASE_DIR / "static" / "img" / "mark.png"
    return HttpResponse(drawn.read_bytes(), content_type="image/png")
