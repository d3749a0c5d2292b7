"""Text to speech: questions read aloud."""
