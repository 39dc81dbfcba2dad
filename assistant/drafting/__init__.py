"""Coding statements, claims and their verification, and the draft: maps, stage insights, gaps."""
