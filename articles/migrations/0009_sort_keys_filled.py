"""Tags, authors, sections and curated lists get the key that lists sort them by. It can run twice."""

from typing import Any

from django.db import migrations

from people.sort_names import sort_key_of, sort_name_of

MODELS = ("Author", "CuratedList", "Section", "Tag")


def fill(apps: Any, schema_editor: Any) -> None:
    for name in MODELS:
        rows = apps.get_model("articles", name).objects.using(schema_editor.connection.alias)
        for row in rows.order_by("pk").iterator():
            label = row.name
            if name == "Author":
                label = row.sort_name or sort_name_of(row.name, "person")
            rows.filter(pk=row.pk).update(sort_key=sort_key_of(label))


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_sort_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
