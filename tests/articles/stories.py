"""Stories for tests: valid and short unless a test says otherwise."""

from django.urls import reverse

from articles import publishing
from articles.content import Content
from articles.models import Author, Revision, Section
from history.models import Change

TEXT = "<p>The envelope was opened a little after six.</p>"


def content(**changes):
    """A content that nothing keeps from being published."""
    section, _ = Section.objects.get_or_create(public_id="awards", name="Awards", slug="awards")
    author, _ = Author.objects.get_or_create(public_id="ines", name="Ines Calloway", slug="ines")
    whole = {
        "headline": "An envelope is opened",
        "body": TEXT,
        "section": section.public_id,
        "bylines": ((author.public_id, ""),),
    }
    return Content(**(whole | changes))


def draft(*, by=None, **changes):
    return publishing.start(by=by, content=content(**changes))


def published(*, by=None, at=None, **changes):
    article = draft(by=by, **changes)
    publishing.publish(article, by=by, at=at)
    return article


def verb_page(article, name):
    """The address of a verb, as the screen of the story links to it now."""
    newest = Revision.objects.filter(article=article).order_by("number").last()
    address = reverse("admin:articles_article_verb", args=[article.pk, name])
    return f"{address}?seen={newest.number if newest else 0}"


def log_of(story):
    """What was done with the story, newest first."""
    return Change.objects.about("article", story.public_id)
