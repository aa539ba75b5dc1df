"""Does the theorem say anything about my grammar? Balance and separation, exactly.

From the root of the checkout: `python examples/check_a_grammar.py`.
"""

from ownlatents.sim import Context, Grammar, RHMParams, assumptions, best_sites
from ownlatents.theory import sufficient_strings

random = Grammar.sample(RHMParams(v=16, m=4, s=2, L=4), seed=0)
hand_made = Grammar([[[[0, 1], [1, 0]], [[0, 0], [1, 1]]]] * 3)  # every pair is grammatical: f = 1

for name, grammar in (("random", random), ("hand-made", hand_made)):
    site = Context(cousin=1, token=0)  # one tuple, one cousin token: the literal Algorithm 1
    found = assumptions(grammar, site, exact=True)
    print(f"{name}: c_bal = {found.c_bal}, Δ² = {found.separation}")
    if found.p_min == 0 or found.separation == 0:
        print("  Theorem 2 is void at this site: no number of strings suffices there")
        continue
    strings = sufficient_strings(
        p_min=float(found.p_min),
        separation=float(found.separation),
        n_tuples=grammar.params.n_tuples,
        L=grammar.params.L,
        delta=0.05,
    )
    print(f"  {strings:.3g} strings suffice, with probability 0.95")
    best = assumptions(grammar, best_sites(grammar, site), exact=True)
    print(f"  at the best site of each level: c_bal = {best.c_bal}, Δ² = {best.separation}")
