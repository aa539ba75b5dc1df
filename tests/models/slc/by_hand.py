"""SLC's losses of one run, string by string and pair by pair, in plain numbers."""

import math

import numpy as np


class ByHand:
    """One run of a network: its student and teacher as float64 arrays.

    Args:
        network: `models.slc.SLC`.
        run: which.
        settings: of the run.
    """

    def __init__(self, network, run, settings):
        self.params, self.codes, self.settings = network.params, network.codes, settings
        self.student, self.teacher = (
            {name: weights[name][run].detach().double().numpy() for name in weights}
            for weights in (network.student, network.teacher)
        )

    def layer(self, weights, name, x, activation=True):
        out = x @ weights[f"{name}.weight"] + weights[f"{name}.bias"]
        if not activation:
            return out
        return np.array([0.5 * z * (1 + math.erf(z / math.sqrt(2))) for z in out])

    def softmax(self, logits):
        e = np.exp(logits - logits.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)

    def predict(self, weights, level, patch):
        """φ̂ of one patch, `(s, s−1, s, d)`."""
        s = self.params.s
        x = self.layer(weights, f"{level}.cnn1", np.concatenate(patch))
        x = self.layer(weights, f"{level}.cnn2", x)
        logits = self.layer(weights, f"{level}.cnn3", x, activation=False)
        return self.softmax(logits.reshape(s, s - 1, s, self.codes))

    def cluster(self, weights, level, x):
        """ĥ of one patch, `(d,)`."""
        x = self.layer(weights, f"{level}.cnn4", x)
        logits = self.layer(weights, f"{level}.cnn5", x, activation=False)
        return self.softmax(logits / self.settings.temperature)

    def levels(self, weights, strings):
        """Per module `below[b][i]`, `predictions[b][i]` and `codes[b][i]`."""
        s = self.params.s
        below = [[np.eye(self.codes)[token] for token in string] for string in strings]
        found = []
        for level in range(self.params.L - 1):
            predictions = [
                [self.predict(weights, level, row[i : i + s]) for i in range(0, len(row), s)]
                for row in below
            ]
            x = np.array(predictions).reshape(len(strings), len(predictions[0]), -1)
            if self.settings.standardise:
                x = x - x.mean((0, 1))
                x = x / np.sqrt((x**2).mean() + 1e-12)
            codes = [[self.cluster(weights, level, point) for point in row] for row in x]
            found.append((below, predictions, codes))
            below = codes
        return found

    def losses(self, strings):
        """L_pred and L_clust of each module, all patches compared."""
        own = self.levels(self.student, strings)
        taught = own if self.settings.ema is None else self.levels(self.teacher, strings)
        found = []
        for level, (_, predictions, codes) in enumerate(own):
            targets = taught[level][0]
            if self.settings.target == "token":
                width = self.params.s**level
                targets = [
                    [np.eye(self.codes)[string[i]] for i in range(0, len(string), width)]
                    for string in strings
                ]
            found.append(self.prediction(predictions, targets))
            found.append(np.mean(self.pairs(taught[level][1], codes)) - self.sparsity(codes))
        return found

    def prediction(self, predictions, targets):
        """Eq. (5): each patch at its own place, each cousin after it, each token of that cousin."""
        s, terms = self.params.s, []
        for row, truth in zip(predictions, targets, strict=True):
            for i, patch in enumerate(row):
                place, first = i % s, i - i % s
                for shift in range(1, s):
                    cousin = first + (place + shift) % s
                    for token in range(s):
                        log = np.log(patch[place, shift - 1, token])
                        terms.append(-(truth[cousin * s + token] * log).sum())
        return np.mean(terms)

    def pairs(self, predictions, codes):
        """Eqs. (9) and (10) of each pair of patches, `(N, N)`."""
        points = np.array([patch.ravel() for row in predictions for patch in row])
        points = points - points.mean(0)
        h = [code for row in codes for code in row]
        x, table = self.settings, np.zeros((len(h), len(h)))
        for i, j in np.ndindex(table.shape):
            a, b = points[i], points[j]
            similar = (1 + a @ b / math.sqrt((a @ a) * (b @ b))) / 2
            together = h[i] @ h[j]
            if x.pair_loss == "log":
                apart, joined = -math.log(together + 1e-4), -math.log(1 - together + 1e-4)
            else:
                apart, joined = 1 - together, together
            table[i, j] = max(0.0, similar - x.margin) * apart
            table[i, j] += x.separation * (1 - similar) * joined
        return table

    def sparsity(self, codes):
        """λ_spars times the mean of ‖ĥ‖² (Eq. 11, without its sign)."""
        return self.settings.sparsity * np.mean([code @ code for row in codes for code in row])
