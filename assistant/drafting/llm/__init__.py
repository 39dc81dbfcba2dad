"""The `llm` engine: a chat model codes, writes and judges; code checks every word of it."""
