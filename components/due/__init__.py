"""What falls due: a page with behaviour of its own."""
