"""The pages of people, productions and companies."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.addresses import find
from people.models import Kind
from people.pages import company as company_page
from people.pages import person as person_page
from people.pages import production as production_page
from people.views.doors import Stories, answer, show


def person(request: HttpRequest, slug: str, *, stories: Stories) -> HttpResponse:
    at = timezone.now()
    return answer(
        find(Kind.PERSON, slug, at=at),
        lambda row: show(request, "person", person_page.read(row, at=at), stories(row, at=at)),
    )


def production(request: HttpRequest, slug: str, *, stories: Stories) -> HttpResponse:
    at = timezone.now()
    return answer(
        find(Kind.PRODUCTION, slug, at=at),
        lambda row: show(
            request, "production", production_page.read(row, at=at), stories(row, at=at)
        ),
    )


def company(request: HttpRequest, slug: str, *, stories: Stories) -> HttpResponse:
    at = timezone.now()
    return answer(
        find(Kind.COMPANY, slug, at=at),
        lambda row: show(request, "company", company_page.read(row, at=at), stories(row, at=at)),
    )
