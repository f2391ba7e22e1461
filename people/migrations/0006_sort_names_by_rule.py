"""Sort names that nobody wrote are made by the rule, and every row has the key it is sorted by.

Until now a sort name was the name itself unless somebody wrote one. It can run again, for rows that
older code wrote in the meantime.
"""

from django.db import migrations
from django.db.models import F

from people.sort_names import follows_rule, sort_key_of, sort_name_of

AT_ONCE = 1000


def batches(rows):
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield batch
        last = batch[-1].pk


def make(apps, schema_editor):
    Entity = apps.get_model("people", "Entity")
    rows = Entity.objects.only("name", "kind", "sort_name", "sort_key")
    for batch in batches(rows):
        for row in batch:
            if row.sort_name in ("", row.name):
                row.sort_name = sort_name_of(row.name, row.kind)
            row.sort_key = sort_key_of(row.sort_name)
        Entity.objects.bulk_update(batch, ["sort_name", "sort_key"])


def unmake(apps, schema_editor):
    Entity = apps.get_model("people", "Entity")
    for batch in batches(Entity.objects.exclude(sort_name=F("name"))):
        made = [row for row in batch if follows_rule(row.sort_name, row.name, row.kind)]
        for row in made:
            row.sort_name = row.name
        Entity.objects.bulk_update(made, ["sort_name"])


class Migration(migrations.Migration):
    dependencies = [("people", "0005_sort_key")]

    operations = [migrations.RunPython(make, unmake)]
