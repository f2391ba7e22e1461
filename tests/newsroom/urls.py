"""Addresses that fail in every way, and the few that the shell of a page leads to."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.shortcuts import render
from django.urls import path


def page(request, **where):
    return render(request, "base.html")


def raising(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("", page, name="front"),
    path("awards/", page, name="awards"),
    path("corrections/", page, name="corrections"),
    path("news/<slug>/", page, name="section"),
    path("authors/<slug>/", page, name="author"),
    path("best-of/<slug>/", page, name="curated_list"),
    path("<year>/<month>/<slug>/", page, name="story"),
    path("closed/", raising(PermissionDenied())),
    path("broken/", raising(RuntimeError("A secret of the machine."))),
    path("odd/", raising(SuspiciousOperation("Not a request."))),
]

handler400 = "newsroom.errors.bad_request"
handler403 = "newsroom.errors.forbidden"
handler404 = "newsroom.errors.not_found"
handler500 = "newsroom.errors.server_error"
