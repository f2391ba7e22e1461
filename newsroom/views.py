"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom.front import read


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    page = read(at=timezone.now())
    context = {"page": page, "sections": page.sections, "foot_list": page.foot_list}
    return render(request, "newsroom/front.html", context)
