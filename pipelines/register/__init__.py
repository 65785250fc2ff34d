"""What people type, in register.sqlite: agencies, groups, targets, tokens, the audit log."""
