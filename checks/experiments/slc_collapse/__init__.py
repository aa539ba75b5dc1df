"""SLC's learning curves (Fig. 3 right, Fig. 11): do they gather in units of vm³/(1−f)?"""

from ownlatents.checks.experiments.slc_collapse.trainings import PROFILES, tasks, train
from ownlatents.checks.experiments.slc_collapse.verdicts import judge

TITLE = "SLC: the collapse"
CAPTION = (
    "Accuracy of SLC, trained by gradient descent, against strings in units of vm³/(1−f): a "
    "linear probe of the class from the top latents, as a share of what it reads from true ones "
    "(mean and range over grammars), and hard labels of the top level by the best permutation. "
    "Right: strings at which half of these are right against m, beside the laws. Top: the "
    "paper's sizes; bottom: small ones."
)

__all__ = ["CAPTION", "PROFILES", "TITLE", "judge", "tasks", "train"]
