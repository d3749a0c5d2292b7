"""What is imported behind the first page."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from voice_interview.ui import warming
assert not set(warming._SOON) & set(sys.modules)
warming._SOON = ("voice_interview.nowhere", *warming._SOON)
warming.warm()
print(*(name for name in warming._SOON if name not in sys.modules))
"""


def test_all_is_imported_and_what_is_missing_is_left_to_its_user() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["voice_interview.nowhere"]
