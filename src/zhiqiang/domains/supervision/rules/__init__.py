"""Rules of supervision, pure: what an interview must say, and what its papers say."""
