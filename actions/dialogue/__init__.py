"""What all topics share: the turn, the focus, questions, offers, choices, forms, the services."""
