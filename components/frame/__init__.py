"""What stands around the cards: header, filter bar, navigation."""
