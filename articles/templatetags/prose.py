"""How templates print headlines."""

from django import template
from django.utils.safestring import SafeString

from articles.titles import marked, plain

register = template.Library()


@register.filter
def titles(headline: object) -> SafeString:
    """The headline with its titles in italics: `*Title*` becomes `<cite>Title</cite>`."""
    return marked(_text(headline))


@register.filter
def plain_headline(headline: object) -> str:
    """The headline in words alone, without the stars of its titles."""
    return plain(_text(headline))


def _text(value: object) -> str:
    return "" if value is None else str(value)
