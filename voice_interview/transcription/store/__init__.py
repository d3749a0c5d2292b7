"""Speech models on this computer: which there are, fetching and checking them. Only this package goes online."""
