"""Voice Interview: practise a job interview aloud, with feedback that never leaves the computer."""

__version__ = "0.1.0"
