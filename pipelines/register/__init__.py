"""What people type: agencies, groups, targets, in register.sqlite."""
