"""The one store of client-level rows: its lock, its ledger, its versions."""
