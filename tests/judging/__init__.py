"""The held-out set: sentences that nothing is trained on, frozen, and what is right for them."""
