"""Claims of the paper, the experiments that test them, and the command line."""
