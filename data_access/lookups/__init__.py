"""What is looked up and not counted: rows, portraits, identities, provenance, maps."""
