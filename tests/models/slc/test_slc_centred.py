import torch

from ownlatents.models.slc.modules import _Centred


def test_centring_and_its_gradient_are_autograds_own():
    x = torch.rand(2, 5, 3, dtype=torch.float64, requires_grad=True)
    y, square = _Centred.apply(x)
    torch.testing.assert_close(y, x - x.mean(1, keepdim=True))
    torch.testing.assert_close(square, y.square().mean((1, 2), keepdim=True))
    assert torch.autograd.gradcheck(_Centred.apply, (x,))
