"""Tasks and warnings: pages with behaviour of their own."""
