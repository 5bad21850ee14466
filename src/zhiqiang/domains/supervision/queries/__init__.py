"""What is read for supervision: the facts of a day, the ladder and what is due by it, the chains of orders."""
