"""What a conversation is about (the focus) and how a message is read in its light; pure, without Rasa.

The engine reads each message here before its rules choose an action (`bot/engine/reading.py`); the actions
put frames on the stack and take them off. `docs/dialogue.md` has the picture.
"""
