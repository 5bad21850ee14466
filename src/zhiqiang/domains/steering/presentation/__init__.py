"""What the pages of steering show, from queries alone."""
