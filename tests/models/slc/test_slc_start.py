from dataclasses import replace

import torch

from ownlatents.models.slc import SLC
from tests.models.slc.stacks import SETTINGS, runs_of


def test_for_sparse_input_the_first_maps_alone_begin_wider_student_and_teacher_alike():
    dense, sparse = (
        SLC(runs_of(replace(SETTINGS, sparse_input=sparse))) for sparse in (False, True)
    )
    for name, weights in dense.student.items():
        widened = weights * 2 if name.endswith("cnn1.weight") else weights  # √d_h of 4 codes
        torch.testing.assert_close(sparse.student[name], widened)
        torch.testing.assert_close(sparse.teacher[name], widened)
