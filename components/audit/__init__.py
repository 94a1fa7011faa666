"""The audit as auditors look it up: its last check, and its lines by time, act and person."""
