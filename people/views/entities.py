"""The pages of people, productions and companies."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.addresses import find
from people.models import Kind
from people.pages import company as company_page
from people.pages import person as person_page
from people.pages import production as production_page
from people.pages.honors import Awards
from people.views.doors import Stories, answer, show


def person(request: HttpRequest, slug: str, *, stories: Stories, awards: Awards) -> HttpResponse:
    at = timezone.now()
    return answer(
        find(Kind.PERSON, slug, at=at),
        lambda row: show(
            request,
            "people/person.html",
            person_page.read(row, awards=awards(row, at=at), at=at),
            stories(row, at=at),
        ),
    )


def production(
    request: HttpRequest, slug: str, *, stories: Stories, awards: Awards
) -> HttpResponse:
    at = timezone.now()
    return answer(
        find(Kind.PRODUCTION, slug, at=at),
        lambda row: show(
            request,
            "people/production.html",
            production_page.read(row, awards=awards(row, at=at), at=at),
            stories(row, at=at),
        ),
    )


def company(request: HttpRequest, slug: str, *, stories: Stories, awards: Awards) -> HttpResponse:
    at = timezone.now()
    return answer(
        find(Kind.COMPANY, slug, at=at),
        lambda row: show(
            request,
            "people/company.html",
            company_page.read(row, awards=awards(row, at=at), at=at),
            stories(row, at=at),
        ),
    )
