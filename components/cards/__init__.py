"""What a card shows: its frame, states, key figures, tables and sections."""
