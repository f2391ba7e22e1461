"""Every address of the site.

A page belongs to the app whose rows it lists. What it shows of an app above comes in here, as a
function that the address hands to the view.
"""

from django.contrib import admin
from django.urls import path, re_path

from articles import views as articles
from articles.blocks import stories_naming
from newsroom import errors
from newsroom.shown import shown
from newsroom.views import front
from people import views as people
from photos.views import picture

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

STORIES = {"stories": stories_naming}

urlpatterns = [
    path("", front, name="front"),
    # Stories
    path("news/<slug:slug>/", articles.section, name="section"),
    re_path(
        r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<path>[-a-zA-Z0-9_]+)/$",
        articles.story,
        {"gone": errors.gone},
        name="story",
    ),
    # Not <slug:>: a tag's may have letters of any alphabet.
    re_path(r"^tags/(?P<slug>[-\w]+)/$", articles.tag, name="tag"),
    path("authors/<slug:slug>/", articles.author, name="author"),
    path("best-of/<slug:slug>/", articles.curated_list, name="curated_list"),
    path("corrections/", articles.corrections, name="corrections"),
    # The record
    path("people/<slug:slug>/", people.person, STORIES, name="person"),
    path("productions/<slug:slug>/", people.production, STORIES, name="production"),
    path("companies/<slug:slug>/", people.company, STORIES, name="company"),
    path("awards/", people.awards, name="awards"),
    path("awards/<slug:award>/", people.award, STORIES, name="award"),
    path("awards/<slug:award>/categories/<slug:slug>/", people.category, STORIES, name="category"),
    path("awards/<slug:award>/<slug:ceremony>/", people.ceremony, STORIES, name="ceremony"),
    # Pictures
    path(
        "pictures/<slug:public_id>/<int:version>/<str:rendition>",
        picture,
        {"shown": shown},
        name="picture",
    ),
    # The desk
    path("admin/", admin.site.urls),
]
