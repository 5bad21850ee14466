"""The database itself refuses to change or remove an issued paper, whoever asks."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    f"""CREATE TRIGGER issued_paper_no_{verb} BEFORE {verb.upper()} ON papers_issuedpaper
        BEGIN SELECT RAISE(ABORT, '已发公文不改不删'); END"""
    for verb in ("update", "delete")
]
POSTGRESQL = [
    """CREATE FUNCTION issued_paper_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '已发公文不改不删'; END $$""",
    """CREATE TRIGGER issued_paper_append_only BEFORE UPDATE OR DELETE ON papers_issuedpaper
       FOR EACH ROW EXECUTE FUNCTION issued_paper_refuse()""",
]
UNDO = {
    "sqlite": ["DROP TRIGGER issued_paper_no_update", "DROP TRIGGER issued_paper_no_delete"],
    "postgresql": [
        "DROP TRIGGER issued_paper_append_only ON papers_issuedpaper",
        "DROP FUNCTION issued_paper_refuse()",
    ],
}


def add(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in UNDO[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("papers", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
