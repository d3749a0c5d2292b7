"""Pure measurement: words, times and rubric in, findings out."""
