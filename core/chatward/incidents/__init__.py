"""Incidents: what the audit log shows that somebody should look at, and what is done about it."""
