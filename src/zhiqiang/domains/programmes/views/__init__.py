"""Pages of the programme engine, by whose they are."""
