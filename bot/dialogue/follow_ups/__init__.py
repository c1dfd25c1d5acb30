"""Short questions after a record, after prices and after a rule: what each kind of frame makes of them."""
