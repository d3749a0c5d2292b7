"""Speech to text on this computer."""
