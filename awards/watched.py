"""Which pages a change of the awards' tables makes untrue: see `press`.

What a nomination is or becomes concerns its ceremony, its category and its award, everyone nominated,
the production, and the companies behind it.
"""

from __future__ import annotations

from press.triggers import Touch, Watch

ROW = Touch("entity", "{row}.entity_id")
AWARD = Touch("entity", "{row}.award_id")
ALL = Touch("record", "'awards'")


def _nominations(where: str) -> tuple[Touch, ...]:
    """What the nominations concern that meet the condition."""
    nominations = "awards_nomination"
    contests = f"{nominations} JOIN awards_contest ON awards_contest.id = {nominations}.contest_id"
    return (
        Touch(
            "entity",
            "awards_nominee.party_id",
            f"{nominations} JOIN awards_nominee ON awards_nominee.nomination_id = {nominations}.id",
            where,
        ),
        Touch("entity", f"{nominations}.production_id", nominations, where),
        Touch(
            "entity",
            "people_release.company_id",
            f"{nominations} JOIN people_release ON people_release.production_id = {nominations}.production_id",
            where,
        ),
        Touch("entity", "awards_contest.ceremony_id", contests, where),
        Touch("entity", "awards_contest.category_id", contests, where),
        Touch(
            "entity",
            "awards_ceremony.award_id",
            f"{contests} JOIN awards_ceremony ON awards_ceremony.entity_id = awards_contest.ceremony_id",
            where,
        ),
    )


NOMINATIONS_OF = (
    "SELECT nomination_id FROM awards_nominee WHERE party_id = {row}.id"
    " UNION SELECT id FROM awards_nomination WHERE production_id = {row}.id"
    " UNION SELECT awards_nomination.id FROM awards_nomination"
    " JOIN awards_contest ON awards_contest.id = contest_id"
    " JOIN awards_ceremony ON awards_ceremony.entity_id = ceremony_id"
    " WHERE {row}.id IN (ceremony_id, category_id, award_id)"
)

WATCHES = (
    Watch(
        "people_entity",
        (
            *_nominations(f"awards_nomination.id IN ({NOMINATIONS_OF})"),
            Touch(
                "entity",
                "awards_award.entity_id",
                "awards_award",
                "awards_award.body_id = {row}.id",
            ),
            Touch(
                "entity",
                "awards_ceremony.award_id",
                "awards_ceremony",
                "{row}.id IN (awards_ceremony.entity_id, awards_ceremony.broadcaster_id)",
            ),
            Touch(
                "entity",
                "awards_category.award_id",
                "awards_category",
                "awards_category.entity_id = {row}.id",
            ),
            Touch(
                "entity",
                "awards_ceremony_hosts.ceremony_id",
                "awards_ceremony_hosts",
                "awards_ceremony_hosts.person_id = {row}.id",
            ),
        ),
        columns=("published_at", "merged_into_id"),
        moments=("published_at",),
        name="in_awards",
    ),
    # An award's name is sorted by, and its slug is in the addresses of its ceremonies and categories.
    Watch(
        "people_entity",
        (
            ALL,
            Touch(
                "entity",
                "awards_ceremony.entity_id",
                "awards_ceremony",
                "awards_ceremony.award_id = {row}.id",
            ),
            Touch(
                "entity",
                "awards_category.entity_id",
                "awards_category",
                "awards_category.award_id = {row}.id",
            ),
        ),
        columns=("published_at", "merged_into_id", "slug", "sort_key"),
        only_if="{row}.kind IN ('award', 'ceremony', 'category')",
        moments=("published_at",),
        name="of_awards",
    ),
    Watch("awards_award", (ROW, ALL, Touch("entity", "{row}.body_id"))),
    Watch(
        "awards_ceremony",
        (
            *(ROW, AWARD, ALL, Touch("entity", "{row}.broadcaster_id")),
            *_nominations(
                "awards_nomination.contest_id IN (SELECT id FROM awards_contest WHERE ceremony_id = {row}.entity_id)"
            ),
        ),
        moments=(
            *("held_at", "nominations_announced_at"),
            *("stored_nominations_counted_from", "stored_wins_counted_from"),
        ),
    ),
    Watch(
        "awards_ceremony_hosts",
        (Touch("entity", "{row}.ceremony_id"), Touch("entity", "{row}.person_id")),
    ),
    Watch(
        "awards_category",
        (
            *(ROW, AWARD, ALL),
            *_nominations(
                "awards_nomination.contest_id IN (SELECT id FROM awards_contest WHERE category_id = {row}.entity_id)"
            ),
        ),
    ),
    Watch(
        "awards_contest",
        (
            Touch("entity", "{row}.ceremony_id"),
            Touch("entity", "{row}.category_id"),
            Touch(
                "entity",
                "awards_ceremony.award_id",
                "awards_ceremony",
                "awards_ceremony.entity_id = {row}.ceremony_id",
            ),
            *_nominations("awards_nomination.contest_id = {row}.id"),
        ),
        moments=("presented_at",),
    ),
    Watch(
        "awards_nomination",
        (
            Touch("entity", "{row}.production_id"),
            Touch(
                "entity",
                "people_release.company_id",
                "people_release",
                "people_release.production_id = {row}.production_id",
            ),
            Touch(
                "entity",
                "awards_nominee.party_id",
                "awards_nominee",
                "awards_nominee.nomination_id = {row}.id",
            ),
            Touch(
                "entity",
                "awards_contest.ceremony_id",
                "awards_contest",
                "awards_contest.id = {row}.contest_id",
            ),
            Touch(
                "entity",
                "awards_contest.category_id",
                "awards_contest",
                "awards_contest.id = {row}.contest_id",
            ),
            Touch(
                "entity",
                "awards_ceremony.award_id",
                "awards_contest JOIN awards_ceremony ON awards_ceremony.entity_id = awards_contest.ceremony_id",
                "awards_contest.id = {row}.contest_id",
            ),
        ),
        moments=("announced_at",),
    ),
    Watch(
        "awards_nominee",
        (
            Touch("entity", "{row}.party_id"),
            *_nominations("awards_nomination.id = {row}.nomination_id"),
        ),
    ),
)
