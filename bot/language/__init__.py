"""Reading Chinese: pure functions on text, without Rasa."""
