from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.helpers.speaker import Speaker


@pytest.fixture(scope="session")
def speaker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Speaker]:
    """Real speech by the real engine; starts nothing until asked to speak."""
    with Speaker(tmp_path_factory.mktemp("spoken")) as one:
        yield one
