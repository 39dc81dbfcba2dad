"""The chat model and the embedding endpoint: the port, the adapter, prompts, cache, ledger and budget."""
