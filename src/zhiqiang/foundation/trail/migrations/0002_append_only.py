"""The database itself refuses to change or remove a trail entry, whoever asks."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    f"""CREATE TRIGGER trail_entry_no_{verb} BEFORE {verb.upper()} ON trail_trailentry
        BEGIN SELECT RAISE(ABORT, '留痕只增不改'); END"""
    for verb in ("update", "delete")
]
POSTGRESQL = [
    """CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '留痕只增不改'; END $$""",
    """CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE ON trail_trailentry
       FOR EACH ROW EXECUTE FUNCTION trail_refuse()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER trail_entry_no_update", "DROP TRIGGER trail_entry_no_delete"],
    "postgresql": ["DROP TRIGGER trail_entry_append_only ON trail_trailentry", "DROP FUNCTION trail_refuse()"],
}


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
