"""Pages about what the domains declare: registers, workflows, measures."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from zhiqiang.foundation import catalogue
from zhiqiang.foundation.access.grants import READ_ACTIONS
from zhiqiang.foundation.access.roles import BY_CODE, ROLES
from zhiqiang.foundation.plans.package import package_folder, read_plan
from zhiqiang.foundation.registers.declaration import Register
from zhiqiang.kernel.workflow import Workflow
from zhiqiang.site.reference.tables import code, table

ACTIONS = ("view", "add", "change", "import", "export")
KINDS: tuple[tuple[type["models.Field[Any, Any]"], str], ...] = (
    (models.ForeignKey, "related"),
    (models.DateField, "date"),
    (models.DecimalField, "decimal"),
    (models.IntegerField, "integer"),
    (models.BooleanField, "yes/no"),
)

PERMISSIONS = """# Permissions

Roles, and what each may do on each register, as declared. What every address in fact answers to each role stands in
[permissions.csv](permissions.csv).

"""


def registers_page() -> str:
    """Every register: fields, key, access, evidence, layouts, clauses."""
    intro = "Every register (台账) of the installed domains, compiled from its declaration.\n"
    return "# Registers\n\n" + intro + "".join(f"\n{_register(one)}" for one in catalogue.registers().values())


def _content_items(register: Register) -> list[str]:
    """What the plan says this register serves: said there and nowhere else."""
    return [item.id for item in read_plan(package_folder()).items if register.slug in item.registers]


def _register(register: Register) -> str:
    roles = [(action, code(register.access[action])) for action in ACTIONS if action in register.access]
    parts = [f"## {register.title} `{register.slug}`\n\n{register.description}\n"]
    parts.append(
        table(("Field", "Label", "Type", "Required", "Choices", "In", "Words of workbooks"), _fields(register))
    )
    facts = [
        f"Key: {code(register.key)}.",
        f"Serves: {code(_content_items(register))} of the plan that ships.",
        f"Workflow: `{register.workflow.code}`.",
    ]
    if register.dataset is not None:
        columns = code(column.name for column in register.dataset.columns)
        facts.append(f"Evidence: `{register.dataset.slug}` by `{register.dataset.date_source}`, columns {columns}.")
    facts.append("Verified records are public." if register.public else "Not public.")
    parts.append("\n".join(facts) + "\n")
    parts.append(table(("Action", "Roles"), roles))
    if register.layouts:
        layouts = [(f"`{one.code}`", one.title, "、".join(one.signature)) for one in register.layouts]
        parts.append(table(("Layout", "Title", "Recognised by"), layouts))
    return "\n".join(parts)


def _fields(register: Register) -> Iterator[tuple[Any, ...]]:
    for one in register.fields:
        field = register.model_field(one.name)
        kind = next((word for of, word in KINDS if isinstance(field, of)), "text")
        choices = "、".join(f"{label} `{key}`" for key, label in field.flatchoices or ())
        length = f" ({field.max_length})" if kind == "text" and field.max_length and not choices else ""
        places = [name for name in ("column", "filter", "search", "form", "public") if getattr(one, name)]
        required = "" if field.blank else "yes"
        yield (
            f"`{one.name}`", register.label(one.name), ("choice" if choices else kind) + length, required, choices,
            ", ".join(places), "、".join(one.headers),
        )  # fmt: skip


def workflows_page() -> str:
    """Every workflow: states, steps, clocks, diagram."""
    flows = {one.workflow.code: one.workflow for one in catalogue.registers().values()}
    users = {name: [one for one in catalogue.registers().values() if one.workflow.code == name] for name in flows}
    parts = ["# Workflows\n\nStates, steps and clocks as declared; nothing but a step changes a state.\n"]
    for name, flow in flows.items():
        parts.append(
            f"\n## {flow.title} `{name}`\n\nUsed by {code(one.slug for one in users[name])}.\n\n{_workflow(flow)}"
        )
    return "".join(parts)


def _workflow(flow: Workflow) -> str:
    states = [(f"`{one.code}`", one.title, one.kind, one.public_title, one.no_clock_reason) for one in flow.states]
    steps = [
        (f"`{one.code}`", one.title, code(one.source), f"`{one.target}`", code(one.roles), code(one.starts),
         code(one.stops), "yes" if one.needs_reason else "", code(one.different_actor_from))
        for one in flow.steps
    ]  # fmt: skip
    clocks = [(f"`{one.code}`", one.title, f"`{one.parameter}`", one.on_expiry) for one in flow.clocks]
    headers = ("Step", "Title", "From", "To", "Roles", "Starts", "Stops", "Reason", "Not by who did")
    return "\n".join(
        (
            table(("State", "Title", "Kind", "For the public", "Why no clock"), states),
            table(headers, steps),
            table(("Clock", "Title", "Parameter", "On expiry"), clocks),
            f"```mermaid\n{flow.diagram()}```\n",
        )
    )


def measures_page() -> str:
    """Every measure."""
    rows = [
        (f"`{one.code}`", one.title, one.version, one.since.isoformat(), f"`{one.dataset}`", one.shape.value,
         f"`{one.key}`" if one.key else "", "、".join(one.excluded), one.note)
        for one in catalogue.measures().values()
    ]  # fmt: skip
    headers = ("Measure", "Title", "Version", "Since", "Dataset", "Shape", "Key", "Shown as left out", "Note")
    return "# Measures\n\nHow each figure is computed, and from what; the code has the expressions.\n\n" + table(
        headers, rows
    )


def permissions_page() -> str:
    """Who may do what, by register."""
    titles = [(f"`{role.code}`", role.title, _reach(role.code), "yes" if role.second_factor else "") for role in ROLES]
    parts = [PERMISSIONS]
    parts.append(table(("Role", "Title", "Acts for", "Second factor"), titles))
    for register in catalogue.registers().values():
        steps = [step.code for step in register.workflow.steps]
        actions = [action for action in (*ACTIONS, *steps) if action in register.access]
        rows = [
            (f"`{action}`", *("✓" if _granted(register, role.code, action) else "" for role in ROLES))
            for action in actions
        ]
        parts.append(f"\n## {register.title} `{register.slug}`\n\n")
        parts.append(table(("Action", *(f"`{role.code}`" for role in ROLES)), rows))
    return "".join(parts)


def _reach(role: str) -> str:
    declared = BY_CODE[role]
    place = "its own organisation" if declared.organisation else "its unit and all below"
    return f"{place}; reads everything" if declared.reads_all else place


def _granted(register: Register, role: str, action: str) -> bool:
    return role in register.access[action] or (BY_CODE[role].reads_all and action in READ_ACTIONS)
