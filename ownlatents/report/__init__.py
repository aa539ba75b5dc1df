"""The page: every verdict with its numbers and pictures, in one file that needs no network."""

from ownlatents.report.page import page
from ownlatents.report.pictures import drawings

__all__ = ["drawings", "page"]
