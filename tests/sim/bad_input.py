"""What `sim` refuses: calls of each entry point, and words of the sentence."""

import numpy as np

from ownlatents import sim
from ownlatents.sim import Context, Corpus, Grammar, Law, RHMParams

PARAMS = RHMParams(v=4, m=2, s=2, L=3)
G = Grammar.sample(PARAMS, seed=0)
OTHER = Grammar.sample(RHMParams(v=5, m=2, s=2, L=3), seed=0)
FLAT = Grammar.sample(RHMParams(v=4, m=2, s=2, L=1), seed=0)
STRINGS = Corpus(G, P=5, seed=0).symbols()

TABLE = {
    "Context": [
        (lambda: Context("word"), "observable='word'", "latent, token, root"),
        (lambda: Context(place=2).check(2, 3), "place=2", "0 to 1"),
        (lambda: Context(cousin=True).check(2, 3), "cousin=True", "integer"),
        (lambda: Context().check(2, 1), "L=1", "at least 2"),
    ],
    "Corpus": [
        (lambda: Corpus("grammar", 5, 0), "grammar='grammar'", "Grammar"),
        (lambda: Corpus(G, 0, 0), "P=0", "at least 1"),
        (lambda: Corpus(G, 2.5, 0), "P=2.5", "integer"),
        (lambda: Corpus(G, 5, -1), "seed=-1", "non-negative"),
        (lambda: Corpus(G, 5, 0).symbols(level=4), "level=4", "L=3"),
        (lambda: Corpus(G, 5, 0).symbols(positions=[8]), "positions=[8]", "0 to 7"),
        (lambda: Corpus(G, 5, 0).symbols(stop=6), "strings 0 to 6", "P=5"),
        (lambda: list(Corpus(G, 5, 0).chunks(size=0)), "size=0", "at least 1"),
    ],
    "Grammar": [
        (lambda: Grammar(3), "rules=3", "sequence"),
        (lambda: Grammar([]), "no level", "at least one"),
        (lambda: Grammar([[[[0, 1], [0, 1]], [[0, 0], [1, 1]]]]), "(0, 1)", "distinct"),
        (lambda: Grammar([[[[0, 2]], [[0, 0]]]]), "outside 0 to 1"),
        (lambda: Grammar.sample("sizes", 0), "params='sizes'", "RHMParams"),
        (lambda: Grammar.sample(PARAMS, -1), "seed=-1", "non-negative"),
        (lambda: G.parse([[0, 1]]), "(1, 2)", "s^L=8"),
        (lambda: G.rule_of(3, STRINGS), "level=3", "0 to 2"),
        (lambda: G.rule_of(0, [0, 1, 2]), "(3,)", "a multiple of s=2"),
        (lambda: G.rule_of(0, [0.0, 1.0]), "float64", "integers"),
        (lambda: G.rule_of(0, [0, 4]), "symbols 0 to 4", "0 to 3"),
        (lambda: G.rule_of(0, 3), "()", "a multiple of s=2"),
        (lambda: Grammar.load("no such file"), "no such file"),
    ],
    "Law": [
        (lambda: Law("grammar"), "grammar='grammar'", "Grammar"),
        (lambda: Law(np.zeros((9, 9))), "grammar=array([[0., 0.", "…, but a Grammar"),
        (lambda: Law(G).marginal(4), "level=4", "L=3"),
        (lambda: Law(G).marginal(0, 8), "position=8", "0 to 7"),
        (lambda: Law(G).contexts(2), "level=2", "0 to 1"),
        (lambda: Law(G).context_covariances(0, Context("root")), "observable='root'"),
    ],
    "RHMParams": [
        (lambda: RHMParams(v=1, m=1, s=2, L=1), "v=1", "at least 2"),
        (lambda: RHMParams(v=4, m=5, s=2, L=1), "m=5", "v^(s-1)=4"),
        (lambda: RHMParams(v=2.5, m=1, s=2, L=1), "v=2.5", "integer"),
        (lambda: RHMParams(v=4, m=1, s=40, L=1), "v^s", "2^63"),
        (lambda: PARAMS.width(4), "level=4", "L=3"),
    ],
    "RecordedStrings": [
        (lambda: sim.RecordedStrings(STRINGS, v=1, s=2, L=3), "v=1", "at least 2"),
        (lambda: sim.RecordedStrings(STRINGS, v=4, s=2, L=3, start=-1), "start=-1"),
        (lambda: sim.RecordedStrings(STRINGS, v=4, s=2, L=25), "L=25", "s^L"),
        (lambda: sim.RecordedStrings(STRINGS, v=2, s=2, L=3).P, "token", "0 to 1"),
        (lambda: sim.RecordedStrings(STRINGS, v=4, s=2, L=2).P, "(5, 8)", "s^L=4"),
        (lambda: sim.RecordedStrings("no such file", v=4, s=2, L=2).P, "no such file"),
    ],
    "assumptions": [
        (lambda: sim.assumptions("grammar"), "grammar='grammar'", "Grammar"),
        (lambda: sim.assumptions(FLAT), "L=1", "at least 2"),
        (lambda: sim.assumptions(G, [Context()]), "1 sites", "2 were"),
    ],
    "best_sites": [
        (lambda: sim.best_sites("grammar"), "grammar='grammar'", "Grammar"),
        (lambda: sim.best_sites(FLAT), "L=1", "at least 2"),
    ],
    "expected_counts": [
        (lambda: sim.expected_counts(G, 2), "level=2", "0 to 1"),
        (lambda: sim.expected_counts(G, 0, P=-1), "P=-1", "at least 1"),
    ],
    "posterior": [
        (lambda: sim.posterior("grammar", STRINGS), "grammar='grammar'", "Grammar"),
        (lambda: sim.posterior(G, [[9] * 8]), "token 9", "0 to 3"),
        (lambda: sim.posterior(G, STRINGS, hidden=[1] * 8), "hidden", "booleans"),
    ],
    "resample_synonyms": [
        (lambda: sim.resample_synonyms("grammar", STRINGS, 1, 0), "grammar='grammar'"),
        (lambda: sim.resample_synonyms(G, STRINGS, 0, 0), "level=0", "1 to 3"),
        (lambda: sim.resample_synonyms(G, STRINGS, 1, -1), "seed=-1"),
    ],
    "sample_counts": [
        (lambda: sim.sample_counts("grammar", 0, P=5, seed=0), "grammar='grammar'"),
        (lambda: sim.sample_counts(G, 0, P=0, seed=0), "P=0"),
        (lambda: sim.sample_counts(G, 0, P=2**63, seed=0), f"P={2**63}"),
        (lambda: sim.sample_counts(G, 0, Context(grandparent=None), P=5, seed=0), "pooled"),
    ],
}

UNCHECKED = {
    "Assumptions": "what a measurement returns",
    "LevelAssumptions": "what a measurement returns",
    "Posterior": "what a measurement returns",
}
