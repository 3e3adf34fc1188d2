"""Files that anybody may fetch."""

from django.test import RequestFactory

from pares.pages.public import downloads
from pares.pages.public.downloads import download


def test_a_file_is_made_once_for_the_same_content_and_anew_for_another(settings) -> None:
    made = []

    def fetch(shows: object, **headers: str) -> tuple[int, bytes]:
        def make() -> bytes:
            made.append(shows)
            return repr(shows).encode()

        request = RequestFactory().get("/", headers=headers)
        answer = download(request, "made-once.txt", "text/plain", shows, make)
        return answer.status_code, answer.content

    assert [fetch("a"), fetch("a"), fetch("b")] == [(200, b"'a'"), (200, b"'a'"), (200, b"'b'")]
    settings.SITE_NAME = "Northgate"
    assert fetch("a") == (200, b"'a'")
    assert made == ["a", "b", "a"]


def test_only_the_newest_files_are_kept_and_no_large_one() -> None:
    request = RequestFactory().get("/")
    for number in range(2 * downloads.MOST_KEPT):
        download(request, f"{number}.txt", "text/plain", number, lambda: b"small")
    large = bytes(downloads.LARGEST_KEPT + 1)
    assert download(request, "large.txt", "text/plain", "large", lambda: large).content == large

    assert len(downloads._kept) == downloads.MOST_KEPT  # noqa: SLF001 - what is kept is not shown anywhere else
    assert {*downloads._kept.values()} == {b"small"}  # noqa: SLF001
