"""The demo utility 明江供电: an invented city, invented people, dated relative to a given today."""
