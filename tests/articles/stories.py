"""Stories for tests: valid and short unless a test says otherwise."""

from articles import publishing
from articles.content import Content
from articles.models import Author, Section

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
