"""What a story holds is said once, and nothing is lost between the places that hold it."""

import pytest

from articles import content as contents
from articles.content import Content, Unreadable
from articles.models import Article, Tag
from photos.models import Picture
from tests.articles.stories import content, draft, published

STATE = {
    "id",
    "public_id",
    "stage",
    "published_at",
    "embargoed_until",
    "withdrawn_at",
    "withdrawn_by",
    "withdrawn_because",
    "newest",
    "live",
    "version",
    "created_at",
    "created_by",
}
DERIVED = {"word_count", "folded_headline", "saved_at"}
# Rows that others keep of a story: its log, what follows from it, what was said about it.
KEPT_BESIDE = {"revisions", "events", "mentions", "corrections", "updates"}
STANDS_FOR = {"tagged": "tags", "related_places": "related"}


def test_every_field_of_a_story_is_content_state_or_derived():
    held = set(contents.fields_of_content())
    names = {STANDS_FOR.get(field.name, field.name) for field in Article._meta.get_fields()}
    assert names == held | STATE | DERIVED | KEPT_BESIDE


def whole(db):
    Tag.objects.create(public_id="tag-hbo", name="HBO", slug="hbo")
    Picture.objects.create(
        public_id="twins",
        title="Twins",
        original="t",
        width=3,
        height=2,
        credit="Us",
        rights="owned",
    )
    other = published(headline="Another story")
    changes = {
        "dek": "It took a while.",
        "kind": "profile",
        "slug": "an-envelope",
        "dateline": "Los Angeles",
        "lead_picture": "twins",
        "lead_caption": "An envelope.",
        "tags": ("tag-hbo",),
        "related": (other.public_id,),
        "search_title": "Envelope",
        "search_description": "Opened.",
        "social_title": "An envelope!",
        "social_description": "Look.",
    }
    return content(**changes)


def test_what_is_written_is_read_back_unchanged(db):
    wanted = whole(db)
    assert all(
        getattr(wanted, name) != getattr(Content(), name) for name in contents.fields_of_content()
    )
    article = published(**{n: getattr(wanted, n) for n in contents.fields_of_content()})
    assert contents.read(Article.objects.get(pk=article.pk)) == wanted
    assert Content.from_json(article.live.content) == wanted


def test_a_difference_names_its_field(db):
    before = content()
    after = before.with_changes(headline="Another headline", tags=("x",))
    assert [(c.field, c.before, c.after) for c in contents.diff(before, after)] == [
        ("headline", "An envelope is opened", "Another headline"),
        ("tags", (), ("x",)),
    ]


def test_a_revision_from_before_a_field_existed_can_be_read():
    assert Content.from_json({"headline": "Old", "gone": 1}) == Content(headline="Old")


def test_a_content_that_names_a_missing_author_is_refused_with_a_sentence(db):
    with pytest.raises(Unreadable, match="There is no author “nobody” any more"):
        contents.write(draft(), content(bylines=(("nobody", ""),)))
