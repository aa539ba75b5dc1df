import pytest
import torch


@pytest.fixture(autouse=True, scope="session")
def one_thread():
    # The problems are tiny: a second thread costs more than it brings, and the cores are shared.
    torch.set_num_threads(1)
