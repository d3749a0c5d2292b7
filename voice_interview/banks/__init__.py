"""Question banks: what is asked, why, and what a good answer holds."""
