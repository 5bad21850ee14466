"""Assessment as pages and papers show it."""
