"""Where signal equals noise at finite sizes: closed forms against exact averages over grammars."""

from fractions import Fraction
from itertools import pairwise

import pytest
import sympy as sp

from ownlatents.theory import LAWS, finite_threshold, moments, signals, threshold
from ownlatents.theory.moments import exact
from ownlatents.theory.signals import CONTRACTION, root, strings_needed, token
from ownlatents.theory.symbols import m, s, v
from tests.theory.tables import COUSIN, SMALL, WRONG

SIZES = [*SMALL, (5, 3, 2), (8, 6, 3), (3, 9, 3), (16, 8, 2), (64, 63, 2), (4, 9, 4)]
PARTIAL = [sizes for sizes in SIZES if sizes[1] < sizes[0] ** (sizes[2] - 1)]


def at(expression, sizes):
    found = sp.sympify(expression).subs(dict(zip((v, m, s), sizes, strict=True)))
    assert isinstance(found, sp.Rational), found
    return Fraction(int(found.p), int(found.q))


def signal(law, sizes, L):
    """C² per entry of the hardest level, from exact averages over grammars."""
    if law == "root":
        table = moments.squared_root_correlation(exact(*sizes), L - 1)
    else:
        path = COUSIN[1] + (0,) * (L - 2 if law == "token" else 0)
        table = moments.squared_correlation(exact(*sizes), 0, COUSIN[0], path)
    return table / (sizes[0] * sizes[1]) ** 2


@pytest.mark.parametrize("sizes", SIZES)
def test_the_closed_forms_of_the_signals_are_the_averages(sizes):
    assert at(CONTRACTION, sizes) == moments.contraction(exact(*sizes))
    assert at(signals.COUSIN, sizes) == signal("latent", sizes, 2)
    for L in (2, 3, 4):
        assert at(token(sp.Integer(L - 2)), sizes) == signal("token", sizes, L)
        assert at(root(sp.Integer(L - 1)), sizes) == signal("root", sizes, L)


@pytest.mark.parametrize("sizes", [(2, 4, 3), (3, 9, 3), (8, 8, 2)])
def test_without_ungrammatical_tuples_labels_alone_have_a_signal(sizes):
    assert at(signals.COUSIN, sizes) == at(token(sp.Integer(2)), sizes) == 0
    assert at(root(sp.Integer(2)), sizes) > 0


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_factor_in_a_signal_is_caught_by_the_averages(wrong):
    sizes = (8, 6, 3)
    assert WRONG[wrong](at(signals.COUSIN, sizes), sizes) != signal("latent", sizes, 2)


@pytest.mark.parametrize("L", [2, 3, 4])
@pytest.mark.parametrize("sizes", PARTIAL)
@pytest.mark.parametrize("law", ["latent", "token", "root"])
def test_signal_equals_noise_at_the_finite_threshold(law, sizes, L):
    v_, m_, s_ = sizes
    expected = 1 / (v_**2 * m_ * signal(law, sizes, L))
    found = finite_threshold(law, v=v_, m=m_, s=s_, L=L)
    assert found == pytest.approx(float(expected), rel=1e-12)
    assert at(strings_needed(sp.Rational(1, 7)), sizes) == Fraction(7, v_**2 * m_)


@pytest.mark.parametrize("law", [name for name in LAWS if name not in ("latent", "token", "root")])
def test_what_is_not_derived_at_finite_sizes_is_none(law):
    assert finite_threshold(law, v=8, m=6, s=3, L=4) is None


def ratios(law, f, s_, L):
    """Finite threshold over scale, v doubling at fixed f."""
    found = []
    for v_ in (64, 128, 256, 512):
        sizes = {"v": v_, "m": int(f * v_ ** (s_ - 1)), "s": s_, "L": L}
        found.append(finite_threshold(law, **sizes) / threshold(law, **sizes))
    return found


@pytest.mark.parametrize("L", [2, 3, 5])
@pytest.mark.parametrize(("f", "s_"), [(0.25, 2), (0.75, 2), (0.5, 3)])
@pytest.mark.parametrize("law", ["latent", "token", "root"])
def test_finite_thresholds_tend_to_the_scales_as_v_grows_at_fixed_f(law, f, s_, L):
    # The scale of tokens leaves 1/(1−f) out.
    tends_to = 1 / (1 - f) if law == "token" else 1
    off = [abs(ratio / tends_to - 1) for ratio in ratios(law, f, s_, L)]
    assert off == sorted(off, reverse=True)
    assert off[-1] < 0.02
    assert all(0.2 < b / a < 0.6 for a, b in pairwise(off))


def test_the_factor_that_the_scale_of_tokens_leaves_out_would_be_noticed():
    assert ratios("token", 0.25, 2, 3)[-1] > 1.3
