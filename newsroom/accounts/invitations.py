"""Invitations and links for a new password: whom they go to, and what the log says of them."""

from __future__ import annotations

import logging
from typing import Any

from newsroom.accounts import log, mail, throttle, tokens
from newsroom.accounts.throttle import MustWait
from newsroom.models import User

logger = logging.getLogger(__name__)


def invite(user: User, *, by: User) -> None:
    """Mail the user a link to set a password, and tell the log. Raises mail.NotSent."""
    link = tokens.INVITATION.address_for(user)
    days = tokens.INVITATION.lifetime.days
    mail.send("invitation", to=user.email, user=user, by=by, link=link, days=days)
    log.tell("invited", user, by=by, sent_to=user.email)


def send_reset(address: str, *, whence: dict[str, Any]) -> None:
    """Mail a link for a new password to each open account of this address; nothing where there is none.

    Runs after the answer was given: what fails is a line in the log.
    """
    for user in User.objects.filter(email__iexact=address, is_active=True, is_staff=True):
        # Twins of a letter compare alike in some databases, and belong to different people.
        if user.email.lower() != address:
            continue
        try:
            throttle.attempt((throttle.RESET_MAIL, user.email.lower()))
        except MustWait:
            logger.warning("Too many links for a new password were asked for “%s”.", user.username)
            continue
        link = tokens.RESET.address_for(user)
        hours = int(tokens.RESET.lifetime.total_seconds() // 3600)
        try:
            mail.send("reset", to=user.email, user=user, link=link, hours=hours)
        except mail.NotSent:
            continue  # it is in the log, with the reason
        log.tell("link for a new password sent", user, **whence)
