"""What the pages of the programme engine show."""
