"""What a number means and how it is asked for: sources, indicators, the one builder of queries."""
