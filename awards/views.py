"""The pages of the awards: their index, an award, its ceremonies and the lines of its categories."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from awards.pages import award as award_page
from awards.pages import category as category_page
from awards.pages import ceremony as ceremony_page
from people.addresses import find, find_within
from people.models import Kind
from people.views.doors import Stories, answer, show


def awards(request: HttpRequest) -> HttpResponse:
    return show(request, "awards/awards.html", award_page.read_all(at=timezone.now()))


def award(request: HttpRequest, award: str, *, stories: Stories) -> HttpResponse:
    at = timezone.now()
    return answer(
        find(Kind.AWARD, award, at=at),
        lambda row: show(
            request, "awards/award.html", award_page.read(row, at=at), stories(row, at=at)
        ),
    )


def ceremony(request: HttpRequest, award: str, ceremony: str, *, stories: Stories) -> HttpResponse:
    at = timezone.now()
    return answer(
        find_within(Kind.CEREMONY, award, ceremony, at=at),
        lambda row: show(
            request, "awards/ceremony.html", ceremony_page.read(row, at=at), stories(row, at=at)
        ),
    )


def category(request: HttpRequest, award: str, slug: str, *, stories: Stories) -> HttpResponse:
    at = timezone.now()
    return answer(
        find_within(Kind.CATEGORY, award, slug, at=at),
        lambda row: show(
            request, "awards/category.html", category_page.read(row, at=at), stories(row, at=at)
        ),
    )
