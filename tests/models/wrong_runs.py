"""What every learner refuses to train."""


def wrong_runs(learner, other, wrong):
    return [
        (lambda: learner([]), "runs=[]", "at least one Run"),
        (lambda: learner([other]), f"type {type(other.settings).__name__}", wrong),
        (lambda: learner("run"), "runs[0]='r'", "Run"),
        (lambda: learner(other), "runs=Run(", "a list of at least one Run"),
    ]
