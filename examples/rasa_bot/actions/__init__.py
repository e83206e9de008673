"""Custom actions of Harbour Bank's bot."""
