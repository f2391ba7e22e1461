"""The pages of people, productions and companies."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from people.addresses import find
from people.models import Kind
from people.pages.company import load_company_page
from people.pages.honors import Awards
from people.pages.person import load_person_page
from people.pages.production import load_production_page
from people.views.responses import Stories, page_or_redirect, render_page


def person(request: HttpRequest, slug: str, *, stories: Stories, awards: Awards) -> HttpResponse:
    at = timezone.now()
    return page_or_redirect(
        find(Kind.PERSON, slug, at=at),
        lambda row: render_page(
            request,
            "people/person.html",
            load_person_page(row, awards=awards(row, at=at), at=at),
            stories(row, at=at),
        ),
    )


def production(
    request: HttpRequest, slug: str, *, stories: Stories, awards: Awards
) -> HttpResponse:
    at = timezone.now()
    return page_or_redirect(
        find(Kind.PRODUCTION, slug, at=at),
        lambda row: render_page(
            request,
            "people/production.html",
            load_production_page(row, awards=awards(row, at=at), at=at),
            stories(row, at=at),
        ),
    )


def company(request: HttpRequest, slug: str, *, stories: Stories, awards: Awards) -> HttpResponse:
    at = timezone.now()
    return page_or_redirect(
        find(Kind.COMPANY, slug, at=at),
        lambda row: render_page(
            request,
            "people/company.html",
            load_company_page(row, awards=awards(row, at=at), at=at),
            stories(row, at=at),
        ),
    )
