"""The interview as a pure machine, and the runner that does its effects."""
