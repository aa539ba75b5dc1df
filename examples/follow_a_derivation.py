"""From the definition to the number: a derivation, and the grammars that it is about.

From the root of the checkout: `python examples/follow_a_derivation.py`.
"""

import numpy as np

from ownlatents.sim import Context, Grammar, RHMParams, assumptions
from ownlatents.theory import context_scale
from ownlatents.theory.derivations import derive

derivation = derive("cousin-correlation")
print(derivation.text())
print(f"\nwrong steps: {len(derivation.failures())}")

# The theory knows no simulator and the simulator no theory; here they meet.
params = RHMParams(v=32, m=8, s=2, L=2)
measured = [
    assumptions(Grammar.sample(params, seed), Context(cousin=1, token=0)).levels[0].spread
    for seed in range(50)
]
predicted = context_scale(v=params.v, m=params.m, s=params.s)
print(f"mean ‖φ − π‖² over 50 grammars: {np.mean(measured):.5f}, (1−f)/m² = {predicted:.5f}")
