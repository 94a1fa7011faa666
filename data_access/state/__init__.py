"""What is written while the cockpit runs: its database, the audit, the ledger of exports, jobs and tasks, and who has an account."""
