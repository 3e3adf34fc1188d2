from pares.ground.files.blocks import Heading, Item, Listing, Paragraph, Quote, Rule, Run, Table, Verbatim
from pares.ground.wording.papers import Part, blocks, runs, sound

HERE = Part(str)


def words(text: str, **marks: bool) -> Paragraph:
    return Paragraph((Run(text, **marks),))


def test_markdown_becomes_blocks() -> None:
    found = blocks(
        "## A *b*\n\n- one\n- [ ] two\n\n2. n\n\n| h | |\n|-|-|\n| c | **d** |\n\n> q\n\n---\n\n____\n\n```\nx\n```\n",
        HERE,
    )

    assert found == (
        Heading(2, (Run("A "), Run("b", em=True)), "a-b"),
        Listing((Item((words("one"),)), Item((words("two"),), box=True))),
        Listing((Item((words("n"),)),), 2),
        Table(((Run("h"),), ()), (((Run("c"),), (Run("d", strong=True),)),)),
        Quote((words("q"),)),
        Rule(),
        Rule(to_write_on=True),
        Verbatim("x"),
    )


def test_a_part_of_a_paper_has_its_own_places_and_levels() -> None:
    part = Part(lambda link: link.upper(), prefix="step--", deeper=1)

    assert blocks("## A\n\n[b](/c)", part) == (
        Heading(3, (Run("A"),), "step--a"),
        Paragraph((Run("b", link="/C"),)),
    )


def test_words_set_alike_are_one_run() -> None:
    assert runs("a\nb\\\nc &amp; d", HERE) == (Run("a b"), Run("\n"), Run("c & d"))
    assert runs("## no paragraph", HERE) == ()


def test_a_heading_within_a_point_is_only_words_in_bold() -> None:
    assert blocks("- ## A\n\n> ## B", HERE) == (
        Listing((Item((words("A", strong=True),)),)),
        Quote((words("B", strong=True),)),
    )


def test_headings_have_no_gaps_and_links_lead_somewhere() -> None:
    found = sound(blocks("# a\n\n#### b\n\n##\n\n- [x](#b) [y](#c) [z](/c)\n", HERE), top=2)

    assert found == (
        Heading(2, (Run("a"),), "a"),
        Heading(3, (Run("b"),), "b"),
        Listing((Item((Paragraph((Run("x", link="#b"), Run(" "), Run("y"), Run(" "), Run("z", link="/c"))),)),)),
    )
