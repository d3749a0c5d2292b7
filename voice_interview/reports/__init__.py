"""Reports a person can keep or share."""
