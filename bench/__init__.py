"""Measurements of speed and quality, runnable by anyone; their material is given by folder and never kept here."""
