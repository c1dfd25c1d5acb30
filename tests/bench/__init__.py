"""The open benchmark: the whole product beside Rasa's default stack, on the same errand."""
