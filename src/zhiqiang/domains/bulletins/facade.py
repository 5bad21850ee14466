"""What other domains and portals may know of bulletins: those that were published, with their papers."""

from zhiqiang.domains.bulletins.queries.published import PublishedBulletin, published, published_numbered

__all__ = ["PublishedBulletin", "published", "published_numbered"]
