"""What experiments share: searches, curves, trainings, the paper's points, verdicts."""
