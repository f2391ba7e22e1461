"""What a story holds is said once, and nothing is lost between the places that hold it."""

import pytest

from articles import addresses, publishing, tagging
from articles import content as contents
from articles.content import Content, Unreadable
from articles.models import Article, Author, Tag
from people.models import Company
from people.refusals import Refused
from photos.models import Picture
from tests.articles.stories import content, draft, published

pytestmark = pytest.mark.both_databases

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


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x7f", "\ufffe", "\uffff", "\ud800"])
def test_what_no_feed_can_write_is_refused_in_every_text_and_in_what_is_said_later(db, character):
    text = f"An en{character}velope"
    for name in ("headline", "dek", "dateline", "lead_caption", "search_title"):
        with pytest.raises(Refused, match="can’t be seen or printed"):
            draft(**{name: text})
    assert character not in draft(body=f"<p>{text}</p>").newest.content["body"]
    story = published()
    for verb, words in (
        (publishing.correct, {"text": text}),
        (publishing.update, {"note": text}),
        (publishing.withdraw, {"because": text}),
    ):
        with pytest.raises(Refused, match="can’t be seen or printed"):
            verb(story, by=None, **words)
    for row in (Tag(name=text, slug="x"), Author(name="Ann", slug="x", biography=text)):
        with pytest.raises(Refused, match="can’t be seen or printed"):
            addresses.save(row)
    with pytest.raises(Refused, match="can’t be seen or printed"):
        tagging.save(Tag(name="Galas", slug="x"), synonyms=[text])


def test_the_desk_says_beside_a_box_that_a_character_can_t_be_printed(ada, sign_in):
    desk = sign_in(ada)
    said = "This holds a character that can’t be seen or printed"
    for kind, fields in (
        ("articles/author", {"name": "Ann\ufffe", "slug": "ann"}),
        ("articles/tag", {"name": "Galas", "slug": "galas", "synonyms": "Ev\ufffeening"}),
        ("people/company", {"name": "Ann\x0bLee", "type": "network"}),
    ):
        form = desk.get(f"/admin/{kind}/add/").context["adminform"].form
        blank = {name: value or "" for name, value in form.initial.items() if value is not None}
        answer = desk.post(f"/admin/{kind}/add/", blank | management(desk, kind) | fields)
        assert answer.status_code == 200, kind
        assert said in answer.content.decode(), kind
    assert [model.objects.count() for model in (Author, Tag, Company)] == [0, 0, 0]


def management(desk, kind):
    """The numbers of rows that each table of the form says it has: none is sent."""
    tables = desk.get(f"/admin/{kind}/add/").context["inline_admin_formsets"]
    numbers = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    return {f"{t.formset.prefix}-{name}": n for t in tables for name, n in numbers.items()}


def test_a_revision_from_before_a_field_existed_can_be_read():
    assert Content.from_json({"headline": "Old", "gone": 1}) == Content(headline="Old")


def test_a_content_that_names_a_missing_author_is_refused_with_a_sentence(db):
    with pytest.raises(Unreadable, match="There is no author “nobody” any more"):
        contents.write(draft(), content(bylines=(("nobody", ""),)))
