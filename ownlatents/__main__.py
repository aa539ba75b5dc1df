"""`python -m ownlatents`: the command line."""

from ownlatents.cli import main

main()
