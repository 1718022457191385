"""The database itself refuses to change or remove an event."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER catalog_event_no_{verb} BEFORE {verb} ON catalog_event
       BEGIN SELECT RAISE(ABORT, 'events are append-only'); END""".format(verb=verb)
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION catalog_event_refuse() RETURNS trigger AS
       $$ BEGIN RAISE EXCEPTION 'events are append-only'; END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER catalog_event_append_only BEFORE UPDATE OR DELETE ON catalog_event
       FOR EACH ROW EXECUTE FUNCTION catalog_event_refuse()""",
]


def protect(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_catalogue")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
