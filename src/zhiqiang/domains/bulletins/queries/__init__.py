"""What a bulletin says: the situation of a period read from the board, and the papers built from it."""
