"""A story's screen, for tests: opening it and reading what it says."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Article

STATE = "[data-swap=state]"
SAVED = re.compile("^Saved ")


def open_story(page, story):
    page.goto(reverse("admin:articles_article_change", args=[story.pk]))
    ready(page)
    return story


def ready(page):
    expect(page.locator(".ProseMirror")).to_be_visible()
    expect(page.locator("#story")).to_have_attribute("data-state", "saved")


def headline(page):
    return page.get_by_label("Headline")


def newest(story):
    return Article.objects.get(pk=story.pk).newest
