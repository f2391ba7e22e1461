"""`{% for_machines %}`: a page's card tags and JSON-LD."""

from typing import Any

from django import template
from django.utils.safestring import mark_safe

from newsroom.structured_data.json_ld import as_script
from newsroom.structured_data.pages import page_metadata

register = template.Library()


@register.inclusion_tag("newsroom/parts/for_machines.html", takes_context=True)
def for_machines(context: Any) -> dict[str, Any]:
    """Print the page's card tags and JSON-LD, if it has any. No query."""
    metadata = page_metadata(context.flatten())
    if metadata is None:
        return {"metadata": None}
    # Safe: as_script() leaves no "<" in it.
    scripts = [mark_safe(as_script(thing)) for thing in metadata.objects]
    return {
        "metadata": metadata,
        "scripts": scripts,
        "publication": context["publication"],
        "canonical": context["canonical"],
    }
