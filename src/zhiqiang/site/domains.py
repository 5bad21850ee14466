"""The explicit list of installed domains; nothing registers itself by being imported."""

DOMAIN_APPS = (
    "zhiqiang.domains.goals",
    "zhiqiang.domains.sampling",
    "zhiqiang.domains.standards",
    "zhiqiang.domains.metrology",
    "zhiqiang.domains.conformity",
    "zhiqiang.domains.enterprise_quality",
    "zhiqiang.domains.brands",
    "zhiqiang.domains.innovation",
    "zhiqiang.domains.one_stop",
    "zhiqiang.domains.activities",
    "zhiqiang.domains.programmes",
    "zhiqiang.domains.incentives",
    "zhiqiang.domains.delivery",
    "zhiqiang.domains.steering",
    "zhiqiang.domains.supervision",
    "zhiqiang.domains.assessment",
    "zhiqiang.domains.bulletins",
)
