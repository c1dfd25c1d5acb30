"""Rasa graph components that understand Chinese: normalised, in words, as vectors, by rules."""
