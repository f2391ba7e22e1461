"""Every address of the site.

A page belongs to the app whose rows it lists. What it shows of a higher app is passed to its view here,
as a function.
"""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path, re_path, register_converter
from django.urls.converters import StringConverter

from articles import feeds
from articles import views as articles
from articles.listings import stories_naming
from awards import views as awards
from awards.pages import awarded
from newsroom import errors, sitemaps
from newsroom.public_pictures import is_public_picture
from newsroom.share_cards import card
from newsroom.views import front, icon, search, suggestions
from people import views as people
from photos.views import picture
from press.views import kept

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

STORIES = {"stories": stories_naming}


class TagSlug(StringConverter):
    """A tag's slug may have letters of any alphabet, which <slug:> does not take."""

    regex = r"[-\w]+"


register_converter(TagSlug, "tag")

urlpatterns = [
    path("", kept(front), name="front"),
    # Stories
    path("news/<slug:slug>/", kept(articles.section, query=("before",)), name="section"),
    re_path(
        r"^(?P<year>[0-9]{4})/(?P<month>[0-9]{2})/(?P<path>[-a-zA-Z0-9_]+)/$",
        kept(articles.story),
        {"gone": errors.gone},
        name="story",
    ),
    path("tags/<tag:slug>/", kept(articles.tag, query=("before",)), name="tag"),
    path("authors/<slug:slug>/", kept(articles.author, query=("before",)), name="author"),
    path(
        "best-of/<slug:slug>/", kept(articles.curated_list, query=("before",)), name="curated_list"
    ),
    path("corrections/", kept(articles.corrections, query=("before",)), name="corrections"),
    # Feeds, below every page with stories; before the record, whose ceremonies would match "feed"
    *feeds.addresses_under("", feeds.everything, "front"),
    *feeds.addresses_under("corrections/", feeds.corrections, "corrections"),
    *feeds.addresses_under("news/<slug:slug>/", feeds.listed("section"), "section"),
    *feeds.addresses_under("tags/<tag:slug>/", feeds.listed("tag"), "tag"),
    *feeds.addresses_under("authors/<slug:slug>/", feeds.listed("author"), "author"),
    *feeds.addresses_under("best-of/<slug:slug>/", feeds.listed("curated_list"), "curated_list"),
    *feeds.addresses_under("people/<slug:slug>/", feeds.entity("person"), "person"),
    *feeds.addresses_under("productions/<slug:slug>/", feeds.entity("production"), "production"),
    *feeds.addresses_under("companies/<slug:slug>/", feeds.entity("company"), "company"),
    *feeds.addresses_under("awards/<slug:slug>/", feeds.entity("award"), "award"),
    *feeds.addresses_under(
        "awards/<slug:award>/<slug:slug>/", feeds.entity("ceremony"), "ceremony"
    ),
    *feeds.addresses_under(
        "awards/<slug:award>/categories/<slug:slug>/", feeds.entity("category"), "category"
    ),
    # The record
    path(
        "people/<slug:slug>/",
        kept(people.person),
        STORIES | {"awards": awarded.of_person},
        name="person",
    ),
    path(
        "productions/<slug:slug>/",
        kept(people.production),
        STORIES | {"awards": awarded.of_production},
        name="production",
    ),
    path(
        "companies/<slug:slug>/",
        kept(people.company),
        STORIES | {"awards": awarded.of_company},
        name="company",
    ),
    path("awards/", kept(awards.awards), name="awards"),
    path("awards/<slug:award>/", kept(awards.award), STORIES, name="award"),
    path(
        "awards/<slug:award>/categories/<slug:slug>/",
        kept(awards.category),
        STORIES,
        name="category",
    ),
    path("awards/<slug:award>/<slug:ceremony>/", kept(awards.ceremony), STORIES, name="ceremony"),
    # Pictures
    path(
        "pictures/<slug:public_id>/<int:version>/<str:rendition>",
        picture,
        {"is_public": is_public_picture},
        name="picture",
    ),
    path("cards/<slug:public_id>.png", card, name="card"),
    # Search
    path("search/", search, name="search"),
    path("search/suggest/", suggestions, name="suggest"),
    # For machines
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": sitemaps.SITEMAPS}, name="sitemap"),
    path("news-sitemap.xml", sitemaps.news, name="news_sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("favicon.ico", icon, name="icon"),
    # The desk; accounts first, whose sign-in page replaces the admin's own
    path("admin/", include("newsroom.accounts.urls")),
    path("admin/", admin.site.urls),
]
