"""Mail about accounts. None fails silently: the desk shows a message, or the log has a line."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connections
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

MOST_WAITING = 100  # jobs: what a flood of resets can keep in memory


class NotSent(Exception):
    """Raised when a mail could not be handed over."""


def send(template: str, *, to: str, **context: Any) -> None:
    """Send `templates/accounts/mail/{template}.txt`, whose first line is the subject. Raises NotSent."""
    whole = render_to_string(
        f"accounts/mail/{template}.txt",
        {**context, "publication": settings.PUBLICATION, "site": settings.SITE_URL},
    )
    subject, _, body = whole.strip().partition("\n")
    try:
        sent = EmailMessage(subject, body.strip() + "\n", to=[to]).send(fail_silently=False)
    except Exception as error:  # a mail backend may raise anything: SMTP, TLS, sockets, values
        logger.exception("The mail “%s” could not be sent.", template)
        raise NotSent(str(error)) from error
    if not sent:
        raise NotSent("The mail server didn’t accept it.")


class Background:
    """Runs jobs after the response, one at a time, in a thread of this process.

    So the response takes the same time whether there is a mail to send or not, and doesn't reveal who
    has an account. Jobs that wait when the process ends are lost: people ask for another mail.
    """

    def __init__(self) -> None:
        self._waiting: queue.Queue[Callable[[], None]] = queue.Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def run(self, job: Callable[[], None]) -> None:
        try:
            self._waiting.put_nowait(job)
        except queue.Full:
            logger.error("Too many mails are waiting to be sent, so one was dropped.")
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="mail", daemon=True)
                self._thread.start()

    def wait(self) -> None:
        """Return when all jobs are done."""
        self._waiting.join()

    def _run(self) -> None:
        while True:
            job = self._waiting.get()
            try:
                job()
            except Exception:
                logger.exception("A mail was not sent.")
            finally:
                connections.close_all()
                self._waiting.task_done()


background = Background()
