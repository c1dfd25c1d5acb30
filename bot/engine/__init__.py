"""Rasa's side of the product: our input channel, tracker store, locks, launchers, measured fixes."""
