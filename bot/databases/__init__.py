"""The two databases: the utility's accounts (`utility`) and the bot's own (`bot`)."""
