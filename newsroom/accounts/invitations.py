"""Mails invitations and links for a new password, and logs them."""

from __future__ import annotations

import logging
from typing import Any

from newsroom.accounts import log, mail, throttle, tokens
from newsroom.accounts.throttle import MustWait
from newsroom.models import User

logger = logging.getLogger(__name__)


def invite(user: User, *, by: User) -> None:
    """Email the user a link to set a password, and log it. Raises mail.NotSent."""
    link = tokens.INVITATION.address_for(user)
    days = tokens.INVITATION.lifetime.days
    mail.send("invitation", to=user.email, user=user, by=by, link=link, days=days)
    log.write("invited", user, by=by, sent_to=user.email)


def send_reset(address: str, *, origin: dict[str, Any]) -> None:
    """Email a link for a new password to each open account with this address, if there is one.

    Runs after the response was sent, so that a failure is only logged.
    """
    for user in User.objects.filter(email__iexact=address, is_active=True, is_staff=True):
        # Some databases take look-alikes for equal (“ı” and “i”), which belong to different people.
        if user.email.lower() != address:
            continue
        try:
            throttle.attempt((throttle.RESET_MAIL, user.email.lower()))
        except MustWait:
            logger.warning(
                "Too many links for a new password were requested for “%s”.", user.username
            )
            continue
        link = tokens.RESET.address_for(user)
        hours = int(tokens.RESET.lifetime.total_seconds() // 3600)
        try:
            mail.send("reset", to=user.email, user=user, link=link, hours=hours)
        except mail.NotSent:
            continue  # mail.send() has logged the reason
        log.write("link for a new password sent", user, **origin)
