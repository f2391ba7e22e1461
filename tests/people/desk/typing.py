"""The forms of the desk as a browser sends them: everything that is in them, and what was typed."""

from django.forms import CheckboxInput, MultiWidget
from django.urls import reverse


def add(model):
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_add")


def listed(model):
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")


def change(row):
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def do(row, verb):
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_verb", args=[row.pk, verb])


def filled(page):
    """What the form on the page would send if nobody typed anything."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {name: value for form in forms for box in form for name, value in _sent(box)}


def _sent(box):
    value, widget = box.value(), box.field.widget
    if isinstance(widget, MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        for number, part in enumerate(parts):
            yield f"{box.html_name}_{number}", "" if part is None else str(part)
    elif isinstance(widget, CheckboxInput):
        if value:
            yield box.html_name, "on"
    elif getattr(getattr(widget, "widget", widget), "allow_multiple_selected", False):
        yield box.html_name, value or []
    else:
        yield box.html_name, "" if value is None else value


def send(desk, address, **typed):
    """The page is opened, those boxes are changed, and the form is sent."""
    return desk.post(address, filled(desk.get(address)) | typed)


def with_rows(typed, prefix, *rows):
    """The same form with further rows in an inline."""
    count = int(typed[f"{prefix}-TOTAL_FORMS"])
    for number, row in enumerate(rows, start=count):
        typed |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return typed | {f"{prefix}-TOTAL_FORMS": str(count + len(rows))}


def send_rows(desk, address, prefix, *rows):
    return desk.post(address, with_rows(filled(desk.get(address)), prefix, *rows))


def errors(answer):
    """Every sentence that the form says, by box; of a refused inline's rows, one after another."""
    said = {
        name: " ".join(lines) for name, lines in answer.context["adminform"].form.errors.items()
    }
    for inline in answer.context["inline_admin_formsets"]:
        rows = [*inline.formset.errors, {"": inline.formset.non_form_errors()}]
        for row in rows:
            for name, lines in row.items():
                if lines:
                    said[f"{inline.formset.prefix} {name}".strip()] = " ".join(lines)
    return said
