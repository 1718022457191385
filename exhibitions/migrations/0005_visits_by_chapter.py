"""Figures of visits name a chapter by its key; they named it by its place, which changes with the order.

Rows that no chapter answers to stay as they are.
"""

from django.db import migrations


def name_by_key(apps, editor):
    exhibition, chapter, tally = (
        apps.get_model("exhibitions", name) for name in ("ExhibitionPage", "ChapterPage", "Tally")
    )
    done = set()
    for page in exhibition.objects.order_by("path"):
        if page.translation_key in done:
            continue
        done.add(page.translation_key)
        chapters = chapter.objects.filter(
            path__startswith=page.path, depth=page.depth + 1, live=True, view_restrictions=None
        ).order_by("path")
        for place, key in enumerate(chapters.values_list("translation_key", flat=True), start=1):
            for old, new in (
                (f"view:{place}", f"view:{key}"),
                (f"far:{place}:50", f"far:{key}:50"),
                (f"far:{place}:100", f"far:{key}:100"),
            ):
                tally.objects.filter(exhibition=page.translation_key, what=old).update(what=new)


class Migration(migrations.Migration):
    dependencies = [("exhibitions", "0004_story_words")]

    operations = [migrations.RunPython(name_by_key, migrations.RunPython.noop)]
