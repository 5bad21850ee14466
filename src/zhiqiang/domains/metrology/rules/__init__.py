"""Rules of metrology, pure."""
