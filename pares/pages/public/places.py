"""Where on the site each text stands."""

from django.urls import NoReverseMatch, reverse

PAGES = {
    "about": "public.words.about",
    "accessibility": "public.words.accessibility",
    "agreement": "public.words.agreement",
    "case": "public.case.case",
    "cookies": "public.words.cookies",
    "directory": "public.directory.directory",
    "evidence": "public.evidence.evidence",
    "experience": "public.experience.experience",
    "help": "public.help.help",
    "privacy": "public.words.privacy",
    "safety": "public.safety.safety",
    "sharing": "public.sharing.ask",
}
FOLDERS = {
    "chapters": "public.handbook.chapter",
    "templates": "public.templates.template",
    "course": "public.course.part",
}


def place(kind: str, key: str) -> str:
    """Return the address of the page whose words these are; "" where they have none of their own."""
    try:
        if name := PAGES.get(key) if kind == "handbook" else "":
            return reverse(name)
        if name := FOLDERS.get(kind, ""):
            return reverse(name, kwargs={"key": key})
    except NoReverseMatch:
        return ""
    return ""
