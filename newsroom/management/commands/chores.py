import logging
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from newsroom import incidents, share_cards, site_health
from newsroom.accounts import log
from photos import cleanup

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Does what a site needs once a day: ends old sessions, and removes files that nothing names"
        " any more. `serve` does it by itself; running it twice does no harm."
    )

    def handle(self, **options: Any) -> None:
        chores: dict[str, Callable[[], str]] = {
            "Sessions": end_old_sessions,
            "Failed sign-ins": tell_failures,
            "Pictures": sweep_pictures,
            "Cards": remove_old_cards,
            "Errors and slow requests": remove_old_incidents,
        }
        failed = []
        for name, do in chores.items():
            try:
                self.stdout.write(f"{name}: {do()}")
            except Exception:  # one that fails keeps nobody from the others
                logger.exception("A chore failed: %s.", name)
                failed.append(name)
        site_health.write_chores(failed)
        if failed:
            raise CommandError(f"Failed, and will be tried again tomorrow: {', '.join(failed)}.")


def end_old_sessions() -> str:
    call_command("clearsessions")
    return "the expired ones are gone."


def tell_failures() -> str:
    return f"lines written to the log of those not told of yet: {log.write_pending_failures()}."


def sweep_pictures() -> str:
    swept = cleanup.sweep()
    return (
        f"originals that no picture names set aside: {swept.set_aside}, put back: {swept.put_back},"
        f" removed after {cleanup.KEPT.days} days: {swept.removed}; folders of old renditions"
        f" removed: {swept.renditions}."
    )


def remove_old_cards() -> str:
    return f"old ones removed: {share_cards.remove_old()}."


def remove_old_incidents() -> str:
    return f"old lines removed: {incidents.remove_old()}."
