import logging
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from newsroom import incidents, share_cards, site_health
from newsroom.accounts import log
from photos import cleanup
from press import changes

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Does a site’s daily chores: deletes expired sessions, and removes files that nothing uses any"
        " more. `serve` runs it automatically; running it twice does no harm."
    )

    def handle(self, **options: Any) -> None:
        chores: dict[str, Callable[[], str]] = {
            "Sessions": end_old_sessions,
            "Failed sign-ins": log_failures,
            "Pictures": sweep_pictures,
            "Cards": remove_old_cards,
            "Errors and slow requests": remove_old_incidents,
            "Changes of pages": forget_old_changes,
        }
        failed = []
        for name, do in chores.items():
            try:
                self.stdout.write(f"{name}: {do()}")
            except Exception:  # one that fails doesn't stop the others
                logger.exception("A chore failed: %s.", name)
                failed.append(name)
        site_health.write_chores(failed)
        if failed:
            raise CommandError(f"These failed, and will run again tomorrow: {', '.join(failed)}.")


def end_old_sessions() -> str:
    call_command("clearsessions")
    return "deleted the expired ones."


def log_failures() -> str:
    return f"lines added to the log: {log.write_pending_failures()}."


def sweep_pictures() -> str:
    swept = cleanup.sweep()
    return (
        f"unused originals set aside: {swept.set_aside}, put back: {swept.put_back},"
        f" removed after {cleanup.KEPT.days} days: {swept.removed}; folders of old renditions"
        f" removed: {swept.renditions}."
    )


def forget_old_changes() -> str:
    return f"deleted from the log that kept pages are dropped by: {changes.forget()}."


def remove_old_cards() -> str:
    return f"removed old ones: {share_cards.remove_old()}."


def remove_old_incidents() -> str:
    return f"removed old lines: {incidents.remove_old()}."
