"""Pages of supervision: the ladder, what a unit is asked, one record with its chain, and what people do there."""
