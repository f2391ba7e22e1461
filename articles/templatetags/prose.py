"""How templates print headlines."""

from django import template
from django.utils.safestring import SafeString

from articles.titles import marked, plain

register = template.Library()


@register.filter
def titles(headline: object) -> SafeString:
    """Return the headline with its titles in italics: `*Title*` becomes `<cite>Title</cite>`."""
    return marked(_text(headline))


@register.filter
def plain_headline(headline: object) -> str:
    """Return the headline without the stars around its titles."""
    return plain(_text(headline))


def _text(value: object) -> str:
    return "" if value is None else str(value)
