"""Which pages a change of the people's tables makes untrue: see `press`."""

from __future__ import annotations

from press.triggers import Touch, Watch

ROW = Touch("entity", "{row}.entity_id")


def _of_the_other(table: str, other: str, own: str) -> Touch:
    """What rows of a table that names two entities have beside this one."""
    return Touch("entity", f"{table}.{other}", table, f"{table}.{own} = {{row}}.id")


WATCHES = (
    Watch(
        "people_entity",
        (Touch("entity", "{row}.id"),),
        columns=(
            *("kind", "name", "short_name", "sort_key", "disambiguation", "summary", "picture_id"),
            *("slug", "scope", "published_at", "merged_into_id"),
        ),
        moments=("published_at",),
    ),
    # Whatever appears or goes takes a line of other pages along.
    Watch(
        "people_entity",
        (
            _of_the_other("people_credit", "production_id", "party_id"),
            _of_the_other("people_credit", "party_id", "production_id"),
            _of_the_other("people_release", "production_id", "company_id"),
            _of_the_other("people_release", "company_id", "production_id"),
            _of_the_other("people_relation", "to_production_id", "from_production_id"),
            _of_the_other("people_relation", "from_production_id", "to_production_id"),
        ),
        columns=("published_at", "merged_into_id"),
        moments=("published_at",),
        name="beside",
    ),
    # A company stands after the titles of its productions.
    Watch(
        "people_entity",
        (_of_the_other("people_credit", "production_id", "party_id"),),
        columns=("name", "short_name"),
        only_if="{row}.kind = 'company'",
        name="as_house",
    ),
    Watch("people_entityname", (ROW,)),
    Watch("people_person", (ROW,)),
    Watch("people_company", (ROW,)),
    Watch("people_production", (ROW,)),
    Watch(
        "people_relation",
        (Touch("entity", "{row}.from_production_id"), Touch("entity", "{row}.to_production_id")),
    ),
    Watch(
        "people_release",
        (Touch("entity", "{row}.production_id"), Touch("entity", "{row}.company_id")),
    ),
    Watch(
        "people_credit",
        (Touch("entity", "{row}.production_id"), Touch("entity", "{row}.party_id")),
    ),
)
