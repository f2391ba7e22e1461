"""A withdrawn story comes back as it was, or mended in the same moment."""

import pytest

from articles import publishing
from articles.admin import verbs
from tests.articles.stories import content, log_of, published, verb_page
from verbs.refusals import Refused

pytestmark = pytest.mark.both_databases

BAD, MENDED = "<p>He took the money.</p>", "<p>He took no money.</p>"


@pytest.fixture
def desk(sign_in, ada):
    return sign_in(ada)


def withdrawn(*, by, **mended):
    article = published(by=by, body=BAD)
    publishing.withdraw(article, by=by, because="It was not true.")
    if mended:
        publishing.save(article, content(**mended), by=by)
    return article


def do(article, name):
    return verb_page(article, name)


def offered(article, user):
    names = [verb.name for verb in verbs.possible_verbs(article, user)]
    return [name for name in names if name != "duplicate"]


def test_a_withdrawn_story_comes_back_mended_and_the_bad_text_is_never_seen_again(
    desk, reader, ada
):
    article = withdrawn(by=ada, body=MENDED)
    out_at = article.published_at
    address = article.get_absolute_url()
    assert offered(article, ada) == ["reinstate-newest", "reinstate"]
    asked = desk.get(do(article, "reinstate-newest"))
    assert "The last saved version is public" in asked.content.decode()
    assert asked.context["checks"].blocks == ()
    said = desk.post(do(article, "reinstate-newest"), follow=True).content.decode()
    assert "Readers see “An envelope is opened” again, in its last saved version." in said
    page = reader.get(address).content.decode()
    assert ("took no money" in page, "took the money" in page) == (True, False)
    article.refresh_from_db()
    assert (article.published_at, article.live.number, article.withdrawn_because) == (out_at, 2, "")
    assert log_of(article).first().after["revision"] == article.newest.number


def test_it_comes_back_mended_only_when_nothing_blocks(desk, ada):
    article = withdrawn(by=ada, body=MENDED, section="")
    with pytest.raises(Refused, match="has no section"):
        publishing.reinstate(article, by=ada, with_newest=True)
    answer = desk.post(do(article, "reinstate-newest"))
    assert "The story has no section." in str(answer.context["form"].errors)
    article.refresh_from_db()
    assert (article.body, article.is_public()) == (BAD, False)
    assert article.withdrawn_because == "It was not true."


def test_the_plain_one_says_that_what_was_saved_since_stays_at_the_desk(desk, reader, ada):
    article = withdrawn(by=ada, body=MENDED)
    said = desk.get(do(article, "reinstate")).content.decode()
    assert "as readers last saw it, without what was saved since" in said
    desk.post(do(article, "reinstate"))
    assert "took the money" in reader.get(article.get_absolute_url()).content.decode()


def test_with_nothing_newer_only_the_plain_one_is_offered(desk, ada):
    article = withdrawn(by=ada)
    assert offered(article, ada) == ["reinstate"]
    page = desk.post(do(article, "reinstate-newest"), follow=True).content.decode()
    assert "“Reinstate the last saved version” isn’t possible now." in page
    article.refresh_from_db()
    assert not article.is_public()
