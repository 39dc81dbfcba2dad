"""A reviewed Word report, read back."""

from assistant.reports.review.reading import read_review
from assistant.reports.review.stamp import Stamp, read_stamp

__all__ = ["Stamp", "read_review", "read_stamp"]
