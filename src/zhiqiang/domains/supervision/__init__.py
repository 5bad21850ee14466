"""The ladder from a reminder to an interview: orders, replies, reviews, interviews, corrections."""
