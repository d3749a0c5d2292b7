"""The page that says what the figures mean agrees with the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from voice_interview.analysis import bands, crutches, lines, phrases, rubric, timing

PAGE = " ".join((Path(__file__).parents[3] / "docs" / "figures.md").read_text(encoding="utf-8").split())


@pytest.mark.parametrize(
    "said",
    [
        f"{bands.PACE_WPM[0]:.0f} to {bands.PACE_WPM[1]:.0f} words a minute is good",
        f"fewer than {bands.FEW_WORDS} words there is no pace",
        f"usually {bands.USUAL_TARGET_S:.0f} seconds",
        f"gaps under {timing.WORD_GAP_S} seconds",
        f"Silences of more than {timing.PAUSE_S:.0f} second between",
        f"over {timing.LONG_PAUSE_S:.0f} seconds are highlighted",
        f"Up to {bands.FILLERS_HARMLESS:.0f} a minute is good and {bands.FILLERS_MANY:.0f} or more is worth a look",
        f"less than {bands.FILLERS_NEED_S:.0f} seconds between them",
        f"a silence of {lines.BREAK_S} seconds stands for a comma",
        f"A crutch word has {crutches.SURE}",
        f"{crutches.LIKELY} when it is set off on one side",
        f"{crutches.PERHAPS} when only the neighbouring words tell",
        f"within {rubric.NEAR_WORDS} words of each other",
        f"denied up to {phrases.NEGATION_REACH} words before",
        f"(runs of {rubric.ECHO_WORDS} or more)",
        f"fewer than {rubric.MIN_WORDS} words besides fillers",
        f"fewer than {rubric.MIN_CONTENT_WORDS} different words that carry meaning",
        f"mean word probability under {rubric.MIN_PROBABILITY}",
    ],
)
def test_page_gives_the_number_the_code_uses(said: str) -> None:
    assert said in PAGE
