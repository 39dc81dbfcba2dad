"""A signed draft made ready for the client: people and files by code."""
