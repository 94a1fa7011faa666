"""One whole app over the small city, for everything that comes in over HTTP."""

from pathlib import Path

import pytest
from dash import Dash

from app import create_app
from data_access.domain.settings import Settings


@pytest.fixture(scope="session")
def served(small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Dash:
    """The app as it is served; what goes wrong in it is answered, not raised."""
    folder = tmp_path_factory.mktemp("served")
    settings = Settings(
        store=str(small_city),
        state=f"sqlite:///{folder / 'state.sqlite'}",
        exports=str(folder / "exports"),
        boards_per_minute=10**6,
        files_per_minute=10**6,
        answers_per_minute=10**6,
        jobs_per_reader=10**6,
    )
    return create_app(settings)
