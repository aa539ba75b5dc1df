"""The page: every verdict with its numbers and pictures, in one file that needs no network."""

from checks.report.page import drawn, page

__all__ = ["drawn", "page"]
