"""What an editor says with a verb has a length: more than that is refused in a sentence, never cut."""

import pytest

from articles import publishing
from articles.models import Correction, Update
from tests.articles.stories import content, draft, log_of, published, verb_page
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def handed_in(*, by):
    article = draft(by=by)
    publishing.submit(article, by=by)
    return article


# The verb, its address, its word, the story it is for, and the most it can have.
VERBS = [
    (publishing.withdraw, "withdraw", "because", published, 500),
    (publishing.update, "update", "note", published, 300),
    (publishing.correct, "correct", "text", published, 2000),
    (publishing.send_back, "give-back", "reason", handed_in, 2000),
]


@pytest.mark.parametrize(("verb", "name", "word", "made", "most"), VERBS)
def test_a_verb_refuses_more_words_than_it_can_keep(ada, verb, name, word, made, most):
    article = made(by=ada)
    before, events = article.version, log_of(article).count()
    with pytest.raises(Refused) as refused:
        verb(article, by=ada, **{word: "x" * (most + 1)})
    assert refused.value.sentences == [
        f"This is {most + 1:,} characters long. The limit is {most:,}."
    ]
    with pytest.raises(Refused, match="invisible character"):
        verb(article, by=ada, **{word: "a\x00b"})
    article.refresh_from_db()
    assert (article.version, log_of(article).count(), article.withdrawn_at) == (
        before,
        events,
        None,
    )
    assert not Correction.objects.exists()
    assert not Update.objects.exists()
    verb(article, by=ada, **{word: f"  {'x' * most}\n"})


@pytest.mark.parametrize(("verb", "name", "word", "made", "most"), VERBS)
def test_the_form_of_a_verb_says_when_there_are_too_many(desk, ada, verb, name, word, made, most):
    article = made(by=ada)
    address = verb_page(article, name)
    assert f'maxlength="{most}"' in desk.get(address).content.decode()
    answer = desk.post(address, {"kind": "correction", word: "x" * (most + 1)})
    assert answer.status_code == 200
    assert f"at most {most} characters" in answer.content.decode()
    assert desk.post(address, {"kind": "correction", word: "x" * most}).status_code == 302


def test_a_correction_of_no_kind_is_refused(ada):
    with pytest.raises(Refused, match="correction or a clarification"):
        publishing.correct(published(by=ada), by=ada, text="It was Hulu.", kind="rumour")
    assert not Correction.objects.exists()


@pytest.mark.parametrize("field", ["dek", "lead_caption"])
def test_a_dek_and_a_caption_have_a_length_too(desk, ada, field):
    article = draft(by=ada)
    with pytest.raises(Refused) as refused:
        publishing.save(article, content(**{field: "x" * 2001}), by=ada)
    assert refused.value.fields == {field: "This is 2,001 characters long. The limit is 2,000."}
    sent = {"headline": "New", "kind": "news", field: "x" * 2001}
    answer = desk.post("/admin/articles/article/add/", sent)
    assert "at most 2000 characters" in answer.content.decode()
    publishing.save(article, content(**{field: "x" * 2000}), by=ada)


def test_a_byline_has_a_role_that_there_is(ada):
    with pytest.raises(Refused, match="“catering” isn’t a role"):
        draft(by=ada, bylines=(("ines", "catering"),))
