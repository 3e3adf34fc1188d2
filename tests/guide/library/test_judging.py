import pytest

from pares.guide.library import judging
from pares.guide.library.judging import clean, judge
from tests.handed_on import office, pdf

PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" + b"\x00\x00\x00\x00IEND\xaeB\x60\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"pixels" + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf("Hello"), "pdf"),
        (office("word/document.xml"), "docx"),
        (office("ppt/presentation.xml"), "pptx"),
        (office("xl/workbook.xml"), "xlsx"),
        (PNG, "png"),
        (JPEG, "jpg"),
    ],
)
def test_a_file_is_what_its_content_says_whatever_its_name(content: bytes, kind: str) -> None:
    assert judge("Map of our sites.exe", content) == judging.Judged(f"Map of our sites.exe.{kind}", judging.MEDIA[kind])
    assert judge("map.PDF", content).name == f"map.{kind}"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", judging.NotThisKind),
        (b"<html><script>alert(1)</script></html>", judging.NotThisKind),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", judging.NotThisKind),
        (b"MZ\x90\x00", judging.NotThisKind),
        (b"GIF89a", judging.NotThisKind),
        (b"PK\x03\x04 and no more", judging.NotThisKind),
        (pdf("Half")[:20], judging.NotThisKind),
        (PNG[:12], judging.NotThisKind),
        (JPEG[:6], judging.NotThisKind),
        (office("odt/content.xml"), judging.NotThisKind),
        (office("word/document.xml", xl__workbook_xml=""), judging.NotThisKind),
        (office("word/document.xml", word__vbaProject_bin="Sub AutoOpen()"), judging.HoldsAProgram),
        (office("word/document.xml", word__embeddings__run_exe="MZ"), judging.HoldsAProgram),
        (pdf("x").replace(b"trailer <<", b"trailer << /Encrypt 1 0 R"), judging.LockedFile),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), judging.LockedFile),
        (b"\xd0\xcf\x11\xe0 an old Word file", judging.NotThisKind),
        (pdf("x" * judging.LARGEST), judging.FileTooLarge),
    ],
)
def test_what_would_surprise_whoever_opens_it_is_refused(content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as refused:
        judge("file.pdf", content)

    assert refused.value.field == "file"


def test_an_archive_that_unpacks_to_too_much_is_refused_without_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "_MOST_UNPACKED", 50)

    with pytest.raises(judging.FileTooLarge):
        judge("file.docx", office("word/document.xml", "x" * 51))


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\Plan.pdf", "Plan.pdf"),
        ("a\r\nSet-Cookie: b.pdf", "a Set-Cookie b.pdf"),
        ("plan\u202efdp.exe", "plan fdp.exe.pdf"),
        ('"quoted";.pdf', "quoted.pdf"),
        ("Nguye\u0302\u0303n.pdf", "Nguyễn.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file.pdf"),
        ("<script>.pdf", "script.pdf"),
        ("x" * 300 + ".pdf", "x" * 95 + ".pdf"),
    ],
)
def test_names_are_names_and_nothing_else(name: str, cleaned: str) -> None:
    assert clean(name, "pdf") == cleaned
