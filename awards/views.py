"""The list of awards, and the pages of awards, ceremonies and categories."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from awards.pages.award import load_award_list, load_award_page
from awards.pages.category import load_category_page
from awards.pages.ceremony import load_ceremony_page
from people.addresses import find, find_within
from people.models import Kind
from people.views.responses import Stories, page_or_redirect, render_page


def awards(request: HttpRequest) -> HttpResponse:
    return render_page(request, "awards/awards.html", load_award_list(at=timezone.now()))


def award(request: HttpRequest, award: str, *, stories: Stories) -> HttpResponse:
    at = timezone.now()
    return page_or_redirect(
        find(Kind.AWARD, award, at=at),
        lambda row: render_page(
            request, "awards/award.html", load_award_page(row, at=at), stories(row, at=at)
        ),
    )


def ceremony(request: HttpRequest, award: str, ceremony: str, *, stories: Stories) -> HttpResponse:
    at = timezone.now()
    return page_or_redirect(
        find_within(Kind.CEREMONY, award, ceremony, at=at),
        lambda row: render_page(
            request, "awards/ceremony.html", load_ceremony_page(row, at=at), stories(row, at=at)
        ),
    )


def category(request: HttpRequest, award: str, slug: str, *, stories: Stories) -> HttpResponse:
    at = timezone.now()
    return page_or_redirect(
        find_within(Kind.CATEGORY, award, slug, at=at),
        lambda row: render_page(
            request, "awards/category.html", load_category_page(row, at=at), stories(row, at=at)
        ),
    )
