"""The verbs of a contest's nominations: enter a nominee, remove, move, put back.

Each is one transaction, logged with the ceremony. Each locks the contest's row first, so that two
editors entering nominees at once get one place after the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.auth.models import AbstractUser
from django.core import serializers
from django.db import models, transaction

from awards.models import Contest, Nomination, Nominee
from awards.models.nomination import NOMINATED_KINDS
from history.snapshots import as_json
from people.models import Entity, Kind, Production
from people.rows import save_rows
from verbs.refusals import Refused

Placed = TypeVar("Placed", Nomination, Contest)
Rows = dict[str, Any]
"""Rows as JSON, by "awards.nomination 12"; None for a row that doesn't exist."""


@transaction.atomic
def enter(
    contest: Contest,
    nominee: Entity | str,
    *,
    by: AbstractUser | None,
    nomination: Nomination | None = None,
    role: str = "",
) -> Nomination:
    """Add an entity, or a name as printed, to the nomination, or to a new one at the end.

    A second production starts another nomination. If the nominee is on it already, only their role is
    changed. Raises Refused if they already have that role, or if the entity can't be nominated.
    """
    lock_contest(contest)
    title = None
    if isinstance(nominee, Entity):
        if nominee.kind not in NOMINATED_KINDS or nominee.merged_into_id:
            raise Refused(f"“{nominee}” can’t be nominated: choose a person, a company or a title.")
        if nominee.kind == Kind.PRODUCTION:
            title = Production.objects.get(pk=nominee.pk)
    if nomination is None or (title and nomination.production_id):
        nomination = Nomination(contest=contest, position=end_of(contest.nominations.all()))
    nomination.production = title or nomination.production
    if title or nomination._state.adding:
        save_rows(contest.ceremony, by=by, saved=[nomination])
    if not title:
        save_rows(contest.ceremony, by=by, saved=[_nominee(nomination, nominee, role)])
    return nomination


@transaction.atomic
def set_detail(
    contest: Contest,
    detail: str,
    *,
    by: AbstractUser | None,
    nomination: Nomination | None = None,
) -> Nomination:
    """Set the song or the episode of the nomination, or of a new one at the end."""
    lock_contest(contest)
    if nomination is None:
        nomination = Nomination(contest=contest, position=end_of(contest.nominations.all()))
    nomination.detail = detail
    save_rows(contest.ceremony, by=by, saved=[nomination])
    return nomination


@transaction.atomic
def remove(row: Nomination | Nominee, *, by: AbstractUser | None) -> None:
    """Delete a nomination or a nominee. A nomination without names is deleted too.

    Raises Refused for a nomination that has won.
    """
    nomination = row.nomination if isinstance(row, Nominee) else row
    lock_contest(nomination.contest)
    if isinstance(row, Nominee) and _names_more(nomination, than=row):
        save_rows(nomination.contest.ceremony, by=by, removed=[row])
        return
    nomination.refresh_from_db(fields=["result"])
    if nomination.is_win:
        raise Refused("This nomination has won. Unset the winner first, then remove it.")
    removed = [*nomination.nominees.all(), nomination]
    save_rows(nomination.contest.ceremony, by=by, removed=removed)


@transaction.atomic
def remove_title(nomination: Nomination, *, by: AbstractUser | None) -> None:
    """Remove the production from a nomination. One without nominees is deleted by `remove`."""
    if not nomination.nominees.exists():
        remove(nomination, by=by)
        return
    lock_contest(nomination.contest)
    nomination.production = None
    save_rows(nomination.contest.ceremony, by=by, saved=[nomination])


@transaction.atomic
def move(nomination: Nomination, *, by: AbstractUser | None, down: bool) -> None:
    """Swap the nomination with its neighbor. Raises Refused at either end of the list."""
    contest = nomination.contest
    lock_contest(contest)
    moved = with_neighbor(nomination, contest.nominations.all(), down=down)
    save_rows(contest.ceremony, by=by, saved=moved)


def rows_of(contest: Contest) -> Rows:
    """Return the contest's nominations and nominees, for `put_back`. Two queries."""
    nominees = Nominee.objects.filter(nomination__contest=contest.pk)
    nominations = Nomination.objects.filter(contest=contest.pk)  # not the prefetched ones
    held = serializers.serialize("python", [*nominations, *nominees])
    for row in held:
        row["fields"] = {name: as_json(value) for name, value in row["fields"].items()}
    return {f"{row['model']} {row['pk']}": row for row in held}


@transaction.atomic
def put_back(contest: Contest, rows: Rows, *, by: AbstractUser | None) -> None:
    """Restore the rows as `rows_of` returned them. A row that is None there is deleted."""
    lock_contest(contest)
    now = rows_of(contest)
    kept = serializers.deserialize("python", [row for row in rows.values() if row])
    saved: list[models.Model] = [one.object for one in kept]
    for row in saved:
        row._state.adding = f"{row._meta.label_lower} {row.pk}" not in now
        _follow_merges(row)
    unwanted = [now[place] for place, row in rows.items() if row is None and place in now]
    removed = [one.object for one in serializers.deserialize("python", unwanted)]
    removed.sort(key=lambda row: isinstance(row, Nomination))
    for kind in (Nomination, Nominee):  # a nominee's nomination has to exist first
        save_rows(
            contest.ceremony,
            by=by,
            removed=removed if kind is Nomination else (),
            saved=[row for row in saved if isinstance(row, kind)],
        )


def lock_contest(contest: Contest) -> None:
    """Lock the contest's row, so that nobody else changes its nominations until the transaction ends."""
    Contest.objects.select_for_update().filter(pk=contest.pk).values_list("pk").first()


def _follow_merges(row: Any) -> None:
    """If the row's entity was merged since, point the row at the survivor."""
    name = "party" if isinstance(row, Nominee) else "production"
    entity = getattr(row, name)
    if entity and entity.merged_into_id:
        setattr(row, f"{name}_id", entity.merged_into_id)


def _nominee(nomination: Nomination, nominee: Entity | str, role: str) -> Nominee:
    there = nomination.nominees.all()
    if isinstance(nominee, str):
        return Nominee(
            nomination=nomination, name_as_given=nominee, role=role, position=end_of(there)
        )
    named = there.filter(party=nominee.pk).first()
    if named is None:
        return Nominee(nomination=nomination, party=nominee, role=role, position=end_of(there))
    if not role or named.role == role:
        raise Refused(f"“{nominee}” is already on this nomination.")
    named.role = role
    return named


def with_neighbor(row: Placed, rows: Iterable[Placed], *, down: bool) -> list[Placed]:
    """Return the rows that get another position when `row` and its neighbor are swapped.

    Raises Refused at either end of the list.
    """
    rows = list(rows)
    at = rows.index(row)
    to = at + (1 if down else -1)
    if not 0 <= to < len(rows):
        raise Refused("It is already at the end.")
    rows[at], rows[to] = rows[to], rows[at]
    moved = []
    for position, each in enumerate(rows, start=1):
        if each.position != position:
            each.position = position
            moved.append(each)
    return moved


def end_of(rows: models.QuerySet[Any]) -> int:
    """Return the position after the last row. One query."""
    last = rows.aggregate(last=models.Max("position"))["last"]
    return 1 if last is None else int(last) + 1


def _names_more(nomination: Nomination, *, than: Nominee) -> bool:
    return bool(nomination.production_id) or nomination.nominees.exclude(pk=than.pk).exists()
