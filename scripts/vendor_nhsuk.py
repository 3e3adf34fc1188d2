"""Copy the NHS design system's built files into `pares/static/nhsuk/`: nothing loads from another host.

    npm pack nhsuk-frontend@10.6.1 && tar xzf nhsuk-frontend-10.6.1.tgz
    python scripts/vendor_nhsuk.py package

Takes the stylesheet, the script and the icons they use. The two rules that fetch the Frutiger font from an
NHS host are dropped (its licence covers registered NHS organisations only), paths become relative, source
maps go.
"""

import json
import re
import sys
from pathlib import Path

VERSION = "10.6.1"
TARGET = Path(__file__).resolve().parent.parent / "pares" / "static" / "nhsuk"
FONT_RULE = re.compile(r"@font-face\{[^}]*\}")
SOURCE_MAP = re.compile(r"\s*(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S+)\s*")
ICON = re.compile(r"url\(/assets/images/([\w.-]+)\)")
HOST = re.compile(r"https?://(?!www\.w3\.org/(?:2000/svg|1999/xlink)\b)|url\(//")

NOTICE = """\
nhsuk-frontend {version}, changed: font rules and source maps removed, asset paths made relative.

MIT License

Copyright (c) 2019 NHS.UK

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def stylesheet(text: str) -> tuple[str, set[str]]:
    """Return the stylesheet without fonts and source map, and the names of the icons it shows."""
    text, dropped = FONT_RULE.subn("", text)
    if dropped != 2:  # noqa: PLR2004 - regular and bold
        raise SystemExit(f"Expected 2 font rules in the stylesheet, found {dropped}: read it before going on.")
    icons = set(ICON.findall(text))
    return SOURCE_MAP.sub("", ICON.sub(r"url(images/\1)", text)) + "\n", icons


def unhosted(name: str, text: str) -> str:
    """Return the text, or stop if it would load anything from another host."""
    if found := HOST.search(text):
        raise SystemExit(f"{name} names another host: {text[found.start() : found.start() + 80]}")
    return text


def vendor(package: Path) -> None:
    """Write the files of the unpacked npm package into the static folder."""
    version = json.loads((package / "package.json").read_text())["version"]
    if version != VERSION:
        raise SystemExit(f"This is nhsuk-frontend {version}; pares ships {VERSION}, which its Jinja port follows.")
    built = package / "dist" / "nhsuk"
    css, icons = stylesheet((built / "nhsuk-frontend.min.css").read_text())
    script = SOURCE_MAP.sub("", (built / "nhsuk-frontend.min.js").read_text()) + "\n"
    files = {"nhsuk-frontend.min.css": css, "nhsuk-frontend.min.js": script}
    files |= {f"images/{icon}": (built / "assets" / "images" / icon).read_text() for icon in sorted(icons)}
    files["LICENCE.txt"] = NOTICE.format(version=version)
    for name, text in files.items():
        path = TARGET / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(unhosted(name, text))


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004 - the program and its one argument
        raise SystemExit(__doc__)
    vendor(Path(sys.argv[1]))
