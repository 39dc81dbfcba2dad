"""Interview notes in, customer-journey reports out, with the evidence behind every sentence."""
