"""Which pages a change of the stories' tables makes untrue: see `press`.

A page of a list is made from the months that its stories are of, so that a story published today
leaves the pages of last year's as they are.
"""

from __future__ import annotations

from press.triggers import Touch, Watch

PUBLISHED = "{row}.published_at IS NOT NULL"
TAGGED = "articles_taggedstory", "articles_taggedstory.content_object_id = {row}.id"
SIGNED = "articles_byline", "articles_byline.article_id = {row}.id"
NAMED = "articles_mention", "articles_mention.article_id = {row}.id"
LISTED = "articles_curatedstory", "articles_curatedstory.article_id = {row}.id"
AT_THE_FOOT = (
    "articles_curatedstory JOIN articles_curatedlist ON articles_curatedlist.id = articles_curatedstory.curated_list_id",
    "is_at_foot AND articles_curatedstory.article_id = {row}.id",
)
# What readers get of a story, but for when.
CONTENT = (
    "headline dek body kind slug section_id dateline lead_picture_id lead_caption search_title"
    " search_description social_title social_description withdrawn_because word_count live_id"
)
WHEN = "published_at embargoed_until withdrawn_at"


_MONTH = "{row}.published_at"


def _of_a_list(kind: str, key: str, *where: str, month: str = _MONTH) -> tuple[Touch, Touch]:
    """The list as a whole, and its pages with stories of that month."""
    return Touch(kind, key, *where), Touch(kind, f"{key} || ':' || month({month})", *where)


def _join(kind: str, column: str, story: str) -> tuple[Touch, ...]:
    """What a row touches that puts a story on a list: the story; its list, if it may have been public."""
    published = (
        "articles_article",
        f"articles_article.id = {{row}}.{story} AND articles_article.published_at IS NOT NULL",
    )
    return (
        Touch("story", f"{{row}}.{story}"),
        *_of_a_list(kind, f"{{row}}.{column}", *published, month="articles_article.published_at"),
    )


WATCHES = (
    Watch(
        "articles_article",
        (Touch("story", "{row}.id"), Touch("shell", "'foot'", *AT_THE_FOOT)),
        columns=(*CONTENT.split(), *WHEN.split()),
        only_if=PUBLISHED,
        moments=(*WHEN.split(),),
    ),
    Watch(
        "articles_article",
        (
            *_of_a_list("stories", "'all'"),
            *_of_a_list("in-section", "{row}.section_id"),
            *_of_a_list("tagged", "articles_taggedstory.tag_id", *TAGGED),
            *_of_a_list("by-author", "articles_byline.author_id", *SIGNED),
            *_of_a_list("naming", "articles_mention.entity_id", *NAMED),
            Touch("on-list", "articles_curatedstory.curated_list_id", *LISTED),
            Touch(
                "corrections",
                "'all'",
                "articles_correction",
                "articles_correction.article_id = {row}.id",
            ),
        ),
        columns=(*WHEN.split(), "section_id"),
        only_if=PUBLISHED,
        moments=(*WHEN.split(),),
        name="lists",
    ),
    Watch("articles_taggedstory", _join("tagged", "tag_id", "content_object_id")),
    Watch("articles_byline", _join("by-author", "author_id", "article_id")),
    Watch("articles_mention", _join("naming", "entity_id", "article_id")),
    Watch("articles_relatedstory", (Touch("story", "{row}.article_id"),)),
    Watch(
        "articles_correction",
        (Touch("story", "{row}.article_id"), Touch("corrections", "'all'")),
        moments=("made_at",),
    ),
    Watch("articles_update", (Touch("story", "{row}.article_id"),), moments=("made_at",)),
    Watch("articles_section", (Touch("section", "{row}.id"), Touch("shell", "'sections'"))),
    Watch("articles_tag", (Touch("tag", "{row}.id"),)),
    Watch("articles_author", (Touch("author", "{row}.id"),)),
    Watch(
        "articles_curatedlist",
        (Touch("curated-list", "{row}.id"), Touch("shell", "'foot'")),
        moments=("published_at",),
    ),
    Watch(
        "articles_curatedstory",
        (
            Touch("on-list", "{row}.curated_list_id"),
            Touch(
                "shell",
                "'foot'",
                "articles_curatedlist",
                "articles_curatedlist.id = {row}.curated_list_id AND is_at_foot",
            ),
        ),
    ),
)
