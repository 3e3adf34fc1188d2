"""Write docs/operating/access.md from the table of addresses."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pares.pages.access_table import page  # noqa: E402

if __name__ == "__main__":
    (ROOT / "docs" / "operating" / "access.md").write_text(page(), encoding="utf-8")
