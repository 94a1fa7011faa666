"""Everything a reader sees."""
