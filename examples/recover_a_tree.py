"""Own latents against tokens: the same strings, the same clustering, another target.

From the root of the checkout: `python examples/recover_a_tree.py`.
"""

from ownlatents.models import ILC, Ward, level_accuracies
from ownlatents.sim import Context, Corpus, Grammar, RHMParams
from ownlatents.theory import threshold

params = RHMParams(v=16, m=4, s=2, L=4)
grammar = Grammar.sample(params, seed=1)
fresh = Corpus(grammar, P=1000, seed=2).tree()
unit = threshold("latent", **params.as_dict())

print(f"accuracy of each level below the root at {params}")
for units in (4, 16):
    strings = Corpus(grammar, P=round(units * unit), seed=3)
    for name, observable in (("own latents", "latent"), ("tokens", "token")):
        found = ILC(Context(observable, grandparent=None), Ward()).fit(strings)
        accuracies = ", ".join(f"{x:.2f}" for x in level_accuracies(found.decoder, fresh))
        print(f"{strings.P:6} strings ({units:2} vm³/(1−f)), {name:11}: {accuracies}")
