"""Words as search compares them: small letters without accents, and without most endings. Pure: no Django."""

import functools
import re
import unicodedata

# They say how a thing is asked, not what is asked about.
_STOP = """
a about am an and any are as at be been being but by can could did do does doing else for from get gets
go goes got had has have he her his how i if in into is it its just let like make many may me might mine
more most much must my need of on or our ours out please said say says shall she should so some tell
than that the their theirs them then there these they this those to too us very want wants was we were
what when where which who whom whose why will with without would you your yours
"""
STOP = frozenset(_STOP.split())
SHORTEST = 3
_APOSTROPHE = re.compile(r"['’]s?\b")
_TOKEN = re.compile(r"[a-z0-9]+")
_VOWEL = re.compile(r"[aeiouy]")
# Ending, what stands in its place, and how many letters must stand before it.
_PLURALS = (
    ("sses", "ss", 1), ("ies", "y", 2), ("xes", "x", 1), ("ches", "ch", 1), ("shes", "sh", 1),
    ("ss", "ss", 0), ("us", "us", 0), ("is", "is", 0), ("s", "", 2),
)  # fmt: skip
_FORMS = (("ingly", "", 4), ("edly", "", 4), ("ing", "", 3), ("ed", "", 3), ("ion", "", 6), ("ly", "", 4))


def tokens(text: str) -> list[str]:
    """Return the words of a text as they are compared, but with their endings."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text.casefold()))
    return _TOKEN.findall("".join(sign for sign in plain if not unicodedata.combining(sign)))


def stems(text: str) -> list[str]:
    """Return the words of a text without their endings, in order."""
    return [stem(token) for token in tokens(text)]


@functools.lru_cache(maxsize=50_000)
def stem(token: str) -> str:
    """Return a word without its ending: "matches", "matched" and "matching" are all "match"."""
    if len(token) <= SHORTEST or not token.isalpha():
        return token
    single = _cut(token, _PLURALS)
    bare = _cut(single, _FORMS)
    if bare != single and not _VOWEL.search(bare):
        return single
    return _undoubled(bare) if single.endswith(("ing", "ed")) and bare != single else bare.removesuffix("e")


def _cut(word: str, endings: tuple[tuple[str, str, int], ...]) -> str:
    for ending, instead, before in endings:
        if word.endswith(ending):
            return word.removesuffix(ending) + instead if len(word) - len(ending) >= before else word
    return word


def _undoubled(word: str) -> str:
    """Return "plan" for "plann"; "ll", "ss" and "zz" belong to the word more often than to its ending."""
    return word[:-1] if word[-1:] == word[-2:-1] and word[-1:] not in {"l", "s", "z"} else word
