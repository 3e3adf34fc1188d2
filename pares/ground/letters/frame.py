"""What stands around every letter: the HTML page mail programs show, and the lines below its words."""

from dataclasses import dataclass
from html import escape

_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
</head>
<body style="margin:0;padding:0;background:#ffffff;color:#212b32">
<div style="max-width:40em;margin:0 auto;padding:16px;font-family:Arial,sans-serif;font-size:18px;line-height:1.5">
<main>
{words}</main>
<footer style="margin-top:32px;padding-top:16px;border-top:1px solid #aeb7bd;font-size:16px">
{lines}</footer>
</div>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Foot:
    """What the lines below a letter are made from; what is empty is left out."""

    sender: str
    organisation: str = ""
    reply_to: str = ""
    stop_link: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines, without the link that stops the letter."""
        by = f"{self.sender}, {self.organisation}" if self.organisation else self.sender
        reply = (
            f"Reply to this letter to reach {self.reply_to}."
            if self.reply_to
            else "Nobody reads replies to this letter."
        )
        return [f"Sent by {by}.", reply]


def as_text(words: str, foot: Foot) -> str:
    """Return the plain text with its foot, below the line mail programs take for a signature's."""
    stop = [f"Stop letters like this one: {foot.stop_link}"] if foot.stop_link else []
    return f"{words.rstrip()}\n\n-- \n" + "\n".join([*foot.lines, *stop]) + "\n"


def as_page(subject: str, words: str, foot: Foot) -> str:
    """Return the HTML page for these words, which are HTML already and safe."""
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in foot.lines)
    if foot.stop_link:
        lines += f'<p><a href="{escape(foot.stop_link)}">Stop letters like this one</a></p>\n'
    return _PAGE.format(title=escape(subject), words=words, lines=lines)
