"""Who may use the cockpit: persons with their passwords and codes, their sessions, and the tokens of scripts and walls."""
