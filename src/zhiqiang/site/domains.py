"""The explicit list of installed domains; nothing registers itself by being imported."""

DOMAIN_APPS = (
    "zhiqiang.domains.goals",
    "zhiqiang.domains.sampling",
    "zhiqiang.domains.standards",
    "zhiqiang.domains.metrology",
)
