"""What sentences say of who somebody is: names, claims, codes. Pure: neither Rasa nor a database."""
