"""A page about an audit log, for the people who answer for a bot."""
