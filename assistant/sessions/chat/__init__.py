"""The grounded chat: questions in a row about one client, and from talk to document."""
