"""What an administrator keeps: users, the working calendar, organisations, product classes, the state of the home."""
