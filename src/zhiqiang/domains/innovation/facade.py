"""What other domains may ask about patents and clusters: ids in, plain values out."""

from datetime import date

from zhiqiang.domains.innovation.models import ClusterMember, Patent
from zhiqiang.domains.innovation.queries import valuable_from
from zhiqiang.domains.innovation.registers import CLUSTER_MEMBERS, CLUSTERS, PATENTS
from zhiqiang.foundation.standing.queries import standing_on


def facts_of(organisation_id: int, on: date) -> dict[str, object]:
    """What is known of an organisation on a day.

    `patents_in_force`, `high_value_patents`: how many invention patents it holds. `cluster_member`: whether it belongs
    to a cluster on a list; `cluster_head`: as its head or chain leader; `clusters`: the clusters' names in order.
    """
    patents = standing_on(PATENTS, on, Patent.objects.filter(holder_id=organisation_id))
    listed = standing_on(CLUSTERS, on).values("pk")
    mine = ClusterMember.objects.filter(enterprise_id=organisation_id, cluster__in=listed).select_related("cluster")
    members = [one for one in standing_on(CLUSTER_MEMBERS, on, mine) if isinstance(one, ClusterMember)]
    held = [one for one in patents if isinstance(one, Patent)]
    return {
        "patents_in_force": len(held),
        "high_value_patents": sum(valuable_from(one) <= on for one in held),
        "cluster_member": bool(members),
        "cluster_head": any(one.role in (ClusterMember.Role.HEAD, ClusterMember.Role.CHAIN_LEADER) for one in members),
        "clusters": sorted({one.cluster.title for one in members}),
    }
