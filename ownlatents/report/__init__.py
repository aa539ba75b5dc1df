"""The page: every verdict with its numbers and pictures, in one file that needs no network."""

from ownlatents.report.page import drawn, page

__all__ = ["drawn", "page"]
