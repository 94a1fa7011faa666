"""The facts: their schema, the engines, connections, snapshots and drafts."""
