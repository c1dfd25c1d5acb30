"""Thin custom actions, a file a topic: slots in, one service call, facts out."""
