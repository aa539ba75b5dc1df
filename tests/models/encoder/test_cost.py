import pytest
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from ownlatents.models.encoder import PAPER, EncoderNetwork, flops_per_step
from ownlatents.models.ensemble import strings_of
from ownlatents.sim import RHMParams
from tests.models.encoder.networks import SIZES, a_run, settings


@pytest.mark.parametrize("objective", ["data2vec", "mlm"])
def test_operations_are_those_that_are_done(objective: str) -> None:
    run = a_run(objective=objective, d=32, hidden=128)
    network = EncoderNetwork([run])
    tree = strings_of([run], "cpu").some(0, run.settings.batch)
    # The counter does not see into the fused attention of a CPU.
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counted:
        network.losses(tree, torch.zeros((), dtype=torch.int64))[0].sum().backward()
    assert flops_per_step(run.settings, SIZES) == pytest.approx(counted.get_total_flops(), rel=0.02)


def test_the_papers_run() -> None:
    """About 7e18 operations, the number that the paper gives."""
    whole = PAPER.schedule.steps * flops_per_step(PAPER, RHMParams(v=16, m=6, s=2, L=4))
    assert whole == pytest.approx(7e18, rel=0.1)
    assert settings().schedule.steps < PAPER.schedule.steps
