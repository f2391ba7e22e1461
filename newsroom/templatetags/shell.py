"""The pieces of a page that `newsroom.shell` keeps apart from it."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from newsroom import shell
from press.recording import being_made

register = template.Library()


@register.simple_tag(takes_context=True)
def site_sections(context: Any, current: Any = "") -> SafeString:
    """The sections at the head of a page. `current`: its Section, "record", or nothing."""
    if recording := being_made():
        name = shell.sections_piece(current)
        return mark_safe(shell.marked(name, shell.as_of(recording.begun_at).pieces[name]))
    return render_to_string(
        "parts/sections.html", {"sections": context["sections"], "current": current}
    )


@register.simple_tag(takes_context=True)
def site_foot(context: Any) -> SafeString:
    """The foot of a page."""
    if recording := being_made():
        piece = shell.as_of(recording.begun_at).pieces[shell.FOOT]
        return mark_safe(shell.marked(shell.FOOT, piece))
    return render_to_string(
        "parts/footer.html",
        {
            "publication": context["publication"],
            "sections": context["sections"],
            "list": context["foot_list"],
        },
    )
