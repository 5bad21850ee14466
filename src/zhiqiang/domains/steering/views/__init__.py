"""Pages of steering: the board and who answers for it, targets broken down, alignment, meetings."""
