"""Statistics: intervals, laws and scaling of thresholds."""
