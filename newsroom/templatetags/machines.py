"""`{% for_machines %}`: what the page says to those that don't read it."""

from typing import Any

from django import template
from django.utils.safestring import mark_safe

from newsroom import structured_data
from newsroom.linked_data import as_script

register = template.Library()


@register.inclusion_tag("newsroom/parts/for_machines.html", takes_context=True)
def for_machines(context: Any) -> dict[str, Any]:
    """Card tags and JSON-LD of the page, nothing where it has none. No query runs."""
    said = structured_data.said(context.flatten())
    if said is None:
        return {"said": None}
    # as_script() leaves no "<" with which anything could begin.
    scripts = [mark_safe(as_script(thing)) for thing in said.objects]
    return {
        "said": said,
        "scripts": scripts,
        "publication": context["publication"],
        "canonical": context["canonical"],
    }
