"""Speed, as ratios measured in one run: `make benchmarks`. Nothing here is asserted by a test."""
