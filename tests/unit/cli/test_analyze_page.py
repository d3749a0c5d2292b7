"""``docs/analyze-json.md`` tells all there is to the contract, and its examples work."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voice_interview import resources
from voice_interview.cli.requests import Request, parse_line

PAGE = (Path(__file__).parents[3] / "docs" / "analyze-json.md").read_text(encoding="utf-8")


def property_names(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        for value in schema.values():
            yield from property_names(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from property_names(value)


def test_every_field_is_told() -> None:
    schema = json.loads((resources.assets() / "schemas" / "analysis.schema.json").read_text(encoding="utf-8"))
    names = set(property_names(schema))
    assert len(names) > 25
    told = {part for code in re.findall(r"`([^`]+)`", PAGE) for part in re.split(r"[^a-z0-9_]+", code)}
    assert names - told == set()
    assert set(Request.model_fields) - told == set()


def test_the_examples_are_requests() -> None:
    (examples,) = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    requests = [parse_line(line) for line in examples.splitlines()]
    assert len(requests) >= 4
    assert {name for one in requests for name in one.model_fields_set} == set(Request.model_fields)
