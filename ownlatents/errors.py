"""The one exception that means: what was given is not what can be used."""


class InputError(ValueError):
    """Bad input, in one sentence that names the value and what was expected.

    The command line prints the sentence alone and exits with status 2; every other exception is a
    fault of ours and keeps its traceback.
    """
