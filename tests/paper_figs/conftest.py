import pytest

from tests.paper_figs.planted import planted_rows


@pytest.fixture(scope="session")
def rows():
    """Of every experiment that a picture shows."""
    return planted_rows()
