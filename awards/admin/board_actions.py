"""What a button of a ceremony's board does, who may press it, and how it is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction

from awards import board, nominating, results, running_order
from awards.admin import candidates
from awards.admin.contest_verbs import DECIDE
from awards.admin.ranking import Place
from awards.models import Ceremony, Contest, Nomination, Nominee
from people.admin.boxes import key
from people.changes import last_editor
from people.models import KINDS, Entity
from verbs.refusals import Refused

LINE_UP = ("awards.add_contest", "awards.delete_contest")


class Forbidden(Exception):
    """The user's role doesn't go that far."""


class Unclear(Exception):
    """Nobody is meant by what was typed, or several may be."""

    def __init__(self, found: candidates.Found) -> None:
        self.found = found
        super().__init__()


@dataclass(frozen=True)
class Rights:
    """What the user may do on the board."""

    user: AbstractUser
    enter: bool
    take_out: bool
    decide: bool
    line_up: bool  # say which contests there are

    @classmethod
    def of(cls, user: AbstractUser, *, frozen: bool = False) -> Rights:
        """Nothing, if it is frozen."""

        def may(*deeds: str) -> bool:
            lists = (f"awards.{deed}_{row}" for deed in deeds for row in ("nomination", "nominee"))
            return not frozen and user.has_perms(tuple(lists))

        enter = may("add", "change")
        return cls(
            user,
            enter,
            enter and may("delete"),
            not frozen and user.has_perm(DECIDE),
            enter and user.has_perms(LINE_UP),
        )


@dataclass(frozen=True)
class Done:
    """What was done, the nomination that goes on, and how the contest becomes what it was."""

    said: str
    contest: Contest
    on: int | None
    change: dict[str, Any]


@transaction.atomic
def do(contest: Contest, said: Any, rights: Rights) -> Done:
    """What was pressed is done, if the contest is still what the editor saw: `seen`.

    Raises Refused, with nothing changed, Forbidden for who may not, and Unclear where a name was
    typed by which several are called, or nobody.
    """
    nominating.hold(contest)
    before = board.fold_of(contest)
    if said.get("seen") != before.seen:
        raise Refused(
            f"{_other_hand(contest, rights)} changed “{contest.name}” after you saw it. What is there "
            "now is shown: look at it, and do yours again."
        )
    rows, result = nominating.rows_of(contest), results.results_of(contest)
    on, sentence = _run(before, said, rights)
    now = nominating.rows_of(contest)
    contest.refresh_from_db()
    changed = {place for place in {**rows, **now} if rows.get(place) != now.get(place)}
    change = {
        "said": sentence,
        "contest": contest.pk,
        "on": said.get("nomination", ""),
        "seen": board.fold_of(contest).seen,
        "results": result if {"win", "nobody"} & {*said} else None,
        "rows": {place: rows.get(place) for place in sorted(changed)},
    }
    return Done(sentence, contest, on, change)


def line_up(ceremony: Ceremony, said: Any, rights: Rights) -> str:
    """The ceremony has the contests that were ticked, one less, or another order. Says so.

    Raises Refused, with nothing changed, and Forbidden for who may not.
    """
    _allow(rights.line_up)
    if "order" in said:
        moved, down = _moved(said["order"])
        contest = contest_of(ceremony, moved)
        running_order.move(contest, by=rights.user, down=down)
        return _said_of_move(contest.name, down=down)
    if "remove" in said:
        contest = contest_of(ceremony, said["remove"])
        running_order.remove(contest, by=rights.user)
        return f"{contest.name} is no contest of this ceremony any more."
    count = running_order.add(ceremony, map(key, said.getlist("category")), by=rights.user)
    return f"{count} contests added." if count > 1 else "1 contest added."


def contest_of(ceremony: Ceremony, sent: str) -> Contest:
    """The contest of that key at that ceremony. Raises Refused where it isn't there."""
    contest = ceremony.contests.select_related("category").filter(pk=key(sent)).first()
    if contest is None:
        raise Refused("That contest isn’t there any more. Load the page again.")
    contest.ceremony = ceremony
    return contest


@transaction.atomic
def take_back(change: dict[str, Any] | None, rights: Rights) -> Done:
    """The contest is what it was before; raises Refused where anybody changed it since."""
    if change is None:
        raise Refused("There is nothing to take back.")
    rows = Contest.objects.select_related("ceremony", "category")
    contest = rows.filter(pk=change["contest"]).first()
    if contest is None:
        raise Refused("Somebody removed that contest since, so nothing in it can be taken back.")
    nominating.hold(contest)
    decided = change["results"] is not None
    _allow(rights.decide if decided else rights.take_out)
    if board.fold_of(contest).seen != change["seen"]:
        raise Refused(
            f"{_other_hand(contest, rights)} changed “{contest.name}” since, so that can’t be taken "
            "back in one step. Change by hand what is wrong."
        )
    if decided:
        results.put_back(contest, change["results"], by=rights.user)
    else:
        nominating.put_back(contest, change["rows"], by=rights.user)
    return Done(f"Taken back: {change['said']}", contest, key(change["on"]) or None, {})


def _run(fold: board.Fold, said: Any, rights: Rights) -> tuple[int | None, str]:
    """Which nomination was meant or made, and what was done, in a sentence."""
    by = rights.user
    if "win" in said or "nobody" in said:
        _allow(rights.decide)
        return _decide(fold, said, by)
    if "move" in said:
        _allow(rights.enter)
        moved, down = _moved(said["move"])
        row = _row(fold, Nomination, moved)
        nominating.move(row, by=by, down=down)
        return None, _said_of_move(_name(fold, row), down=down)
    if "out" in said or "untitle" in said:
        _allow(rights.take_out)
        return _take_out(fold, said, by)
    _allow(rights.enter)
    return _enter(fold, said, by)


def _decide(fold: board.Fold, said: Any, by: AbstractUser) -> tuple[int | None, str]:
    contest, row = fold.contest, None
    if "nobody" in said:
        undone = fold.is_no_award
        (results.unset_winner if undone else results.declare_no_award)(contest, by=by)
    else:
        row = _row(fold, Nomination, said["win"])
        undone = row.is_win
        if undone:
            results.unset_winner(contest, nomination=row, by=by)
        else:
            results.set_winner(row, by=by, shared=bool(fold.won))
    contest.refresh_from_db()
    sentence = f"{contest.name}: {board.fold_of(contest).state}."
    if not undone and not contest.is_known():
        sentence += f" Readers see it once the ceremony is held: {contest.ceremony.period}."
    if undone and row:
        sentence = f"{_name(fold, row)} didn’t win. {sentence}"
    return None, sentence


def _take_out(fold: board.Fold, said: Any, by: AbstractUser) -> tuple[int | None, str]:
    if "untitle" in said:
        row = _row(fold, Nomination, said["untitle"])
        nominating.take_title_off(row, by=by)
        return row.pk, f"{row.production or 'The title'} is off the nomination."
    what, _, sent = said["out"].partition(":")
    gone = _row(fold, Nominee if what == "nominee" else Nomination, sent)
    name = gone.name if isinstance(gone, Nominee) else _name(fold, gone)
    on = gone.nomination_id if isinstance(gone, Nominee) else None
    nominating.take_out(gone, by=by)
    return on, f"{name} taken out."


def _enter(fold: board.Fold, said: Any, by: AbstractUser) -> tuple[int | None, str]:
    on = _row(fold, Nomination, said["nomination"]) if said.get("nomination") else None
    found = candidates.find(said.get("typed", ""), Place(fold.contest.ceremony, fold.contest, on))
    if detail := found.typed.detail:
        made = nominating.tell(fold.contest, detail, by=by, nomination=on)
        return made.pk, f"“{detail}” {_joined(fold, made, on)}."
    whom = _whom(found, said, by)
    role = candidates.role_of(said.get("role", "")) or found.typed.role
    made = nominating.enter(fold.contest, whom, by=by, nomination=on, role=role)
    name = whom.name if isinstance(whom, Entity) else whom
    unseen = isinstance(whom, Entity) and not whom.is_public()
    return made.pk, (
        f"{name}{f', {role},' if role else ''} {_joined(fold, made, on)}."
        f"{' Not public yet: readers don’t see the nomination until it is.' if unseen else ''}"
    )


def _joined(fold: board.Fold, made: Nomination, on: Nomination | None) -> str:
    after = board.fold_of(fold.contest)
    place = next(n for n, line in enumerate(after.lines, start=1) if line.nomination == made)
    return f"{'joins' if on == made else 'is'} nomination {place}"


def _whom(found: candidates.Found, said: Any, by: AbstractUser) -> Entity | str:
    """The entity that was chosen, the one that is meant by a name (or the likeliest), or a new one."""
    if said.get("entity"):
        chosen = Entity.objects.filter(pk=key(said["entity"]), merged_into=None).first()
        if chosen is None:
            raise Refused("That one isn’t in the record any more. Choose another.")
        return chosen
    if new := said.get("new"):
        kind = KINDS.get(new.partition(":")[0])
        if kind and not by.has_perm(f"{kind._meta.app_label}.add_{kind._meta.model_name}"):
            raise Forbidden
        return candidates.add(new, found.typed, by=by)
    if not found.typed.name:
        raise Refused("Type a name first.")
    meant = found.likeliest if said.get("take") == "likeliest" else found.the_one
    if meant is None:
        raise Unclear(found)
    return meant


def _row(fold: board.Fold, model: type[models.Model], sent: str) -> Any:
    """A row of this contest, which it knows as it is held."""
    where = "contest" if model is Nomination else "nomination__contest"
    row: Any = model._default_manager.filter(**{where: fold.contest.pk}, pk=key(sent)).first()
    if row is None:
        raise Refused("That nomination isn’t there any more.")
    nomination = row if model is Nomination else row.nomination
    nomination.contest = fold.contest
    return row


def _name(fold: board.Fold, row: Nomination) -> str:
    return next(line.name for line in fold.lines if line.nomination == row)


def _moved(sent: str) -> tuple[str, bool]:
    """ "17:down": which row, and whether it goes down."""
    row, _, way = sent.partition(":")
    return row, way == "down"


def _said_of_move(name: str, *, down: bool) -> str:
    return f"{name} moved {'down' if down else 'up'}."


def _allow(*rights: bool) -> None:
    if not all(rights):
        raise Forbidden


def _other_hand(contest: Contest, rights: Rights) -> str:
    return last_editor(contest.ceremony, but=rights.user)
