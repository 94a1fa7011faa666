"""The wall: its stage, scenes and what they say."""
