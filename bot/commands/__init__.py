"""What the operator's commands do; `bot/__main__.py` reads the command line."""
