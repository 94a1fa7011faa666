"""Plain values that say what stands where: pages, cards, kinds of charts, ids."""
