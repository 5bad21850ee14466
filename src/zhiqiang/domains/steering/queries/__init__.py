"""What is asked of steering: shares and how they stand, alignment, the heat table, meetings and who holds what."""
