"""What a story holds is said once, and nothing is lost between the places that hold it."""

import pytest

from articles import addresses, publishing, tagging
from articles import content as contents
from articles.content import Content, Unreadable
from articles.models import Article, Author, Tag
from photos.models import Picture
from tests.articles.stories import content, draft, published
from verbs.refusals import Refused

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
    "binned_at",
    "binned_by",
    "newest",
    "live",
    "version",
    "created_at",
    "created_by",
}
DERIVED = {"word_count", "folded_headline", "saved_at"}
# Rows that others keep of a story: what follows from it, what was said about it.
KEPT_BESIDE = {"revisions", "mentions", "corrections", "updates"}
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
    assert contents.read_published_copy(Article.objects.get(pk=article.pk)) == wanted
    assert Content.from_json(article.live.content) == wanted


def test_a_difference_names_its_field(db):
    before = content()
    after = before.with_changes(headline="Another headline", tags=("x",))
    assert [(c.field, c.before, c.after) for c in contents.diff(before, after)] == [
        ("headline", "An envelope is opened", "Another headline"),
        ("tags", (), ("x",)),
    ]


UNSEEN = [
    "\x00",
    "\x08",
    "\x7f",
    "\xad",
    "\u200b",
    "\u2060",
    "\ufe0f",
    "\ufeff",
    "\ufffe",
    "\ud800",
]


@pytest.mark.parametrize("character", UNSEEN)
def test_what_nobody_can_see_is_taken_out_of_every_text(db, character):
    text = f"An en{character}velope"
    for name in ("headline", "dek", "dateline", "lead_caption", "search_title"):
        assert draft(**{name: text}).newest.content[name] == "An envelope"
    assert draft(body=f"<p>{text}</p>").newest.content["body"] == "<p>An envelope</p>"
    author = Author(name=text, slug="x", biography=f"{text}\n\n{text}")
    addresses.save(author, by=None)
    assert (author.name, author.biography) == ("An envelope", "An envelope\n\nAn envelope")
    tagging.save(Tag(name=text, slug="x"), by=None, synonyms=[f"En{character}vel\xa0\xa0open"])
    tag = Tag.objects.get()
    assert (tag.name, tag.synonyms.get().name) == ("An envelope", "Envel open")


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x7f", "\ufffe", "\uffff", "\ud800"])
def test_what_no_feed_can_write_is_refused_in_what_is_said_of_a_story(db, character):
    story = published()
    for verb, words in (
        (publishing.correct, {"text": f"An en{character}velope"}),
        (publishing.update, {"note": f"An en{character}velope"}),
        (publishing.withdraw, {"because": f"An en{character}velope"}),
    ):
        with pytest.raises(Refused, match="invisible character"):
            verb(story, by=None, **words)
    publishing.withdraw(story, by=None, because="An envelope")


def test_a_second_tag_or_author_can_t_look_like_the_first(ada, sign_in):
    desk = sign_in(ada)
    tagging.save(Tag(name="Succession", slug="succession"), by=None, synonyms=["Roys"])

    def add(kind, **fields):
        form = desk.get(f"/admin/{kind}/add/").context["adminform"].form
        blank = {name: value or "" for name, value in form.initial.items() if value is not None}
        answer = desk.post(f"/admin/{kind}/add/", blank | management(desk, kind) | fields)
        return answer.status_code, answer.content.decode()

    for name in ("Succes\u200bsion", "Suc\u00adcession", "Succession\u2060", "\u3164Succession"):
        assert "Tag with this Name already exists" in add("articles/tag", name=name, slug="s")[1]
    assert (
        "is already a synonym of the tag “Succession”"
        in (add("articles/tag", name="Galas", slug="g", synonyms="Ro\u200bys")[1])
    )
    assert "This field is required" in add("articles/author", name="\u200b\u2060", slug="a")[1]
    assert add("articles/author", name="Ann\u00ad\xa0 Lee", slug="ann")[0] == 302
    assert add("articles/tag", name="Gal\u00adas", slug="galas", synonyms="Eve\u200bning")[0] == 302
    assert Author.objects.get().name == "Ann Lee"
    assert [str(tag) for tag in Tag.objects.order_by("name")] == ["Galas", "Succession"]
    assert Tag.objects.get(name="Galas").synonyms.get().name == "Evening"


def management(desk, kind):
    """The numbers of rows that each table of the form says it has: none is sent."""
    tables = desk.get(f"/admin/{kind}/add/").context["inline_admin_formsets"]
    numbers = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    return {f"{t.formset.prefix}-{name}": n for t in tables for name, n in numbers.items()}


def test_a_revision_from_before_a_field_existed_can_be_read():
    assert Content.from_json({"headline": "Old", "gone": 1}) == Content(headline="Old")


def test_a_content_that_names_a_missing_author_is_refused_with_a_sentence(db):
    with pytest.raises(Unreadable, match="The author “nobody” no longer exists"):
        contents.write_published_copy(draft(), content(bylines=(("nobody", ""),)))
