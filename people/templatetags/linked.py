"""A template tag for lists of names that link to their pages."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from people.pages.facts import Link
from words.wording import number_of

register = template.Library()


@register.simple_tag
def linked(links: Link | Iterable[Link], *, others: int = 0, cls: str = "") -> SafeString:
    """Print "A, B and C", each linked to its page if it has one, titles in italics. No query.

    others  how many more there are: "A, B and 5 others"
    cls     class of the links

    Adds no space before or after, so that a comma can follow.
    """
    links = [links] if isinstance(links, Link) else links
    printed = [_printed(link, cls) for link in links]
    if others:
        printed.append(SafeString(number_of(others, "other")))
    *most, last = printed or [SafeString()]
    commas = mark_safe(", ".join(most))
    return format_html("{} and {}", commas, last) if most else last


def _printed(link: Link, cls: str) -> SafeString:
    name = format_html("<cite>{}</cite>" if link.is_title else "{}", link.text)
    if not link.url:
        return name
    if cls:
        return format_html('<a class="{}" href="{}">{}</a>', cls, link.url, name)
    return format_html('<a href="{}">{}</a>', link.url, name)
