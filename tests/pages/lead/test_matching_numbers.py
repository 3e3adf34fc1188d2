"""Every number on the pages that explain a proposal is reckoned again from what people told; no other may be there."""

import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from pares.ground import clock
from pares.ground.schemes import actions as schemes
from pares.stages.matching import actions as matching
from pares.stages.recruitment import actions as recruitment
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import Part, WishKind
from tests import world as worlds
from tests.pages.lead.reckoned_words import (
    MATCHED,
    OTHER_SCORES,
    PAIRS,
    TOTAL,
    WORST,
    among,
    cost,
    fit,
    helpful,
    moves,
    points,
    together,
)
from tests.pages.lead.reckoning import EVENING, LIFE, MENTEES, MENTORS, NOW, RISK, WAY, WEIGHTS, Cohort, Facts, People
from tests.pages.lead.test_matching import rows, soup

NOON = datetime(2027, 3, 31, 12, tzinfo=UTC)
MOMENT = "Wednesday 31 March 2027 at 1pm"
PAGE = "/lead/northgate-mentoring/summer-2027/matching/"
NUMBER = re.compile(r"\d")
LINE = re.compile(r"(.+), ([\d.]+) of (\d+)\. (.*)")
WEAK_FIRST = sorted(PAIRS, key=lambda mentee: (NOW.score(mentee, PAIRS[mentee]), mentee))


@pytest.fixture
def proposed(world, signed_in):
    """Return the lead's browser, the small cohort proposed."""
    return propose(world, signed_in, MENTORS, MENTEES)


def propose(world, signed_in, mentors: People, mentees: People):
    clock.go_to(NOON)
    near, far = (world.northgate.sites.get(name=name) for name in ("Northgate", "Southmere"))
    schemes.set_travel(one=near, other=far, minutes=WAY, by=None, at=NOON)
    run = worlds.cohort(world.northgate, "Summer 2027")
    people = {name: _sign_up(run, name, told, Part.MENTOR) for name, told in mentors.items()}
    people |= {name: _sign_up(run, name, told, Part.MENTEE) for name, told in mentees.items()}
    worlds.train(run, *(people[name] for name, told in mentors.items() if told.trained))
    matching.propose(cohort=run, by=worlds.person("Asha"), at=NOON)
    client = signed_in(worlds.person("Asha"))
    client.people = people
    client.run = run
    return client


def _sign_up(run, name: str, told: Facts, part: Part):
    wishes = [GivenWish(WishKind.RANKED, whom, rank=place) for place, whom in enumerate(told.ranked, 1)]
    wishes += [GivenWish(WishKind.PREFER, whom) for whom in told.prefers]
    given = worlds.given(
        run.scheme, grade="CT2" if part == Part.MENTOR else "F1", site=told.site, topics=tuple(told.topics),
        previous_post=told.post, exam=told.exam, availability=told.times, experience=told.experience, video=told.video,
        travel_minutes=told.minutes, capacity=told.places, supervisors=", ".join(told.supervisors),
        wishes=tuple(wishes),
    )  # fmt: skip
    given = type(given)(**{**vars(given), "specialty": run.scheme.specialties.get(name=told.specialty)})
    who = worlds.person(name)
    applied = recruitment.apply(cohort=run, person=who, part=part, given=given, terms="1", by=who, at=worlds.SIGNED_UP)
    return recruitment.confirm_address(application=applied, by=who, at=worlds.SIGNED_UP)


class Page:
    """A page of which what is known is taken away, until no number may be left."""

    def __init__(self, client, address: str, asked: dict[str, str] | None = None) -> None:
        self.soup = soup(client.get(PAGE + address, asked or {}))
        for hidden in self.soup.select("main input[type=hidden], main script, main h1 .nhsuk-caption-l, main h1"):
            hidden.decompose()

    @property
    def text(self) -> str:
        return " ".join(self.soup.select_one("main").get_text(" ").split())

    def table(self, caption: str) -> list[list[str]]:
        """Take a table away and return its cells."""
        found = rows(self.soup, caption)
        (table,) = [each for each in self.soup.select("table") if each.caption.get_text(strip=True) == caption]
        table.decompose()
        return found

    def points(self, place: BeautifulSoup) -> dict[str, tuple[str, str, list[str]]]:
        """Take away what each criterion gave, in order, with the numbers in its words."""
        found = {}
        for line in place.select("li"):
            name, earned, of, words = LINE.fullmatch(" ".join(line.get_text(" ").split())).groups()
            found[name] = (earned, of, re.findall(r"\d+", words))
            line.decompose()
        return found

    def says(self, *sentences: str) -> None:
        """Take sentences away that must be there, each as often as it is named, and want no number to be left."""
        left = self.text
        for sentence in sentences:
            assert sentence in left, (sentence, left)
            left = left.replace(sentence, "", 1)
        assert [left[max(0, at.start() - 60) : at.end() + 20] for at in NUMBER.finditer(left)] == []


MEANING = ("out of 100", "can reach 100 too", "From 80: very good fit", "From 60: good fit", "From 40: fair fit")


def test_the_proposal(proposed):
    page = Page(proposed, "")
    for mentee in WEAK_FIRST:
        row = page.soup.select_one(f"#mentee-{proposed.people[mentee].pk}")
        assert page.points(row) == points(NOW, mentee, PAIRS[mentee]), mentee
        assert list(page.points(row)) == []
    lines = page.table("Pairs, the weakest first")
    expected = [
        [f"{one} F1, {MENTEES[one].site}", f"{other} CT2, {MENTORS[other].site}", fit(NOW.score(one, other))]
        for one, other in ((each, PAIRS[each]) for each in WEAK_FIRST)
    ]
    assert [[*line[:2], line[2].split(" Why")[0]] for line in lines] == expected
    for mentee, line in zip(WEAK_FIRST, lines, strict=True):
        words = f"{together(NOW, mentee, PAIRS[mentee])} {among(NOW, mentee, PAIRS[mentee])}"
        assert " ".join(re.findall(r"Together.*?(?:better|have)\.", line[2])) == words
        assert not NUMBER.search(line[2].split(" Why")[1].replace(words, ""))
    (ivy, why, _), (lee, none, _) = page.table("Mentees without a mentor")
    assert (ivy, lee) == ("Ivy F1, Southmere", "Lee F1, Southmere")
    crowd = [each for each in MENTEES if any(NOW.may(each, other) for other in MENTORS)]
    possible = [other for other in MENTORS if any(NOW.may(each, other) for each in crowd)]
    places = sum(MENTORS[other].places for other in possible)
    assert why.startswith(
        f"{len(crowd)} mentees, this one among them, can only have mentors who together have {places} places, "
        f"so {len(crowd) - places} of them goes without."
    )
    told = set(re.findall(r"If .*?move\.", why))
    assert told
    assert told <= set(helpful("Ivy"))
    assert not NUMBER.search(re.sub(r"If .*?move\.", "", why.split("without.", 1)[1]))
    supervised = len(MENTEES["Lee"].supervisors)
    assert none.startswith(
        f"No mentor is possible. {len(MENTORS) - supervised} of {len(MENTORS)}: The journey is longer than one of them "
        f"can make, and they do not both accept video. {supervised} of {len(MENTORS)}: The mentor is the mentee's"
    )
    assert set(re.findall(r"If .*?move\.", none)) <= set(helpful("Lee"))
    assert not NUMBER.search(re.sub(r"If .*?move\.|\d of 4:", "", none))
    assert page.table("Places and mentees at each site") == [
        [
            site,
            *map(str, _at(site)),
            f"Ask for {_at(site)[2] - _at(site)[1]} more at {site}" if _at(site)[2] > _at(site)[1] else "Enough",
        ]
        for site in ("Northgate", "Southmere")
    ]
    assert page.table("Mentors left over") == [["Dot CT2, Southmere", "The mentor has not been trained yet."]]
    percent = int(100 * MATCHED / len(MENTEES) + 0.5)
    page.says(
        f"{MATCHED} of {len(MENTEES)} ({percent}%) mentees have a mentor",
        f"The weakest pair is a {fit(WORST).lower()}",
        *MEANING,
        f"Asha, {MOMENT}. The first proposal: {MATCHED} pairs.",
        f"Proposal 1, {MOMENT}",
    )


def _at(site: str) -> tuple[int, int, int]:
    ready = [each for each in MENTORS.values() if each.site == site and each.trained]
    return len(ready), sum(each.places for each in ready), sum(each.site == site for each in MENTEES.values())


@pytest.mark.parametrize("mentee", ["Gus", "Hal", "Ivy", "Jan", "Lee"])
def test_another_mentor(proposed, mentee):
    page = Page(proposed, f"swap/{proposed.people[mentee].pk}/")
    now = PAIRS.get(mentee)
    sentences = [f"Now with {now} : {fit(NOW.score(mentee, now)).lower()}."] if now else []
    whys = page.soup.select("details.pares-why")
    if now:
        own = whys.pop(0)
        assert page.points(own) == points(NOW, mentee, now)
        sentences += [together(NOW, mentee, now), among(NOW, mentee, now)]
    shown = [each.get_text(strip=True) for each in page.soup.select(".nhsuk-radios__label")]
    assert sorted(shown) == [other for other in MENTORS if NOW.may(mentee, other) and other != now]
    for mentor, why in zip(shown, whys, strict=True):
        words, moved = cost(NOW, mentee, mentor)
        own, *who = why.select("ul")
        assert page.points(own) == points(NOW, mentee, mentor)
        assert [each.get_text(strip=True) for each in who for each in each.select("li")] == moved
        told, counted = MENTORS[mentor], MENTORS[mentor].places
        places = f"{counted} place{'s' if counted > 1 else ''}"
        sentences += [f"{fit(NOW.score(mentee, mentor))}. CT2, {told.site}, {places}. {words}"]
        sentences += [together(NOW, mentee, mentor)]
    barred = len(MENTORS) - len(shown) - bool(now)
    helps = re.findall(r"If [^.]*?move\.", page.text)
    assert bool(helps) == bool(now is None and helpful(mentee))
    assert set(helps) <= set(helpful(mentee) if now is None else [])
    page.says(*sentences, *helps, f"{barred} mentor{'s' if barred > 1 else ''} who cannot be matched with {mentee}")


def test_which_mentor_cannot_be_spared(proposed):
    page = Page(proposed, "without/")
    expected = {}
    for mentor in MENTORS:
        matched, worst, total = NOW.without(mentor).best()[1]
        expected[mentor] = [MATCHED - matched, WORST - worst, TOTAL - total]
    lines = {name: (words, figures) for name, words, *figures in page.table("Without each mentor")}
    assert {name: [int(each.replace(",", "")) for each in figures] for name, (_, figures) in lines.items()} == expected
    for mentor, (words, _) in lines.items():
        lost = expected[mentor][0]
        more = f"{lost} more mentee{'s' if lost > 1 else ''} would have no mentor."
        assert words == (more if lost else "Nothing: everybody matched now would still be, and as well.")
    page.says("from 0 to 1,000", "below 0")


@pytest.mark.parametrize(("change", "field"), [("withdrawn", "leaving"), ("one_more", "taking")])
@pytest.mark.parametrize("mentor", ["Ada", "Ben", "Cyd"])
def test_what_if(proposed, change, field, mentor):
    page = Page(proposed, "what-if/", {"change": change, field: str(proposed.people[mentor].pk)})
    then, (matched, worst, total) = (NOW.without(mentor) if change == "withdrawn" else NOW.with_one_more(mentor)).best()
    moved = moves(PAIRS, then)
    shown = [each.get_text(strip=True) for each in page.soup.select(".nhsuk-inset-text ul")[-1].select("li")]
    assert shown == moved
    page.says(
        f"{len(moved)} mentee{'s' if len(moved) > 1 else ''} would move.",
        f"With a mentor: {matched} of {len(MENTEES)}, now {MATCHED}.",
        f"The weakest pair that is not locked: {worst // 10} of 100, now {WORST // 10}.",
        f"The fit of all pairs together: {total:,}, now {TOTAL:,}.",
    )


def test_who_chose_each_other(proposed):
    page = Page(proposed, "wishes/")
    words, moved = cost(NOW, "Hal", "Ada")
    ((mentee, mentor, how, what, _),) = page.table("Chose each other, not matched")
    assert (mentee, mentor, how, what) == ("Hal", "Ada", fit(NOW.score("Hal", "Ada")), " ".join([words, *moved]))
    page.says()


def test_how_well_the_pairs_fit(proposed):
    page = Page(proposed, "quality/")
    scores = {mentee: NOW.score(mentee, PAIRS[mentee]) for mentee in WEAK_FIRST}
    levels = [
        sum(least <= each < above for each in scores.values())
        for least, above in ((800, 1001), (600, 800), (400, 600), (0, 400))
    ]
    assert page.table("How well the pairs fit") == [
        [words, str(number)] for words, number in zip(OTHER_SCORES.values(), levels, strict=True)
    ]
    assert page.table("Each pair") == [[each, PAIRS[each], str(scores[each])] for each in WEAK_FIRST]
    # Two sites of three mentees, one grade: nothing can be told by group.
    (chart,) = page.soup.select(".app-chart")
    words = " ".join(f"{each} and {PAIRS[each]}: {fit(scores[each])}." for each in WEAK_FIRST)
    assert chart.desc.get_text() == words
    assert " ".join(each.get_text() for each in chart.select("tspan")) == words.replace(".", "")
    bars = chart.select("rect.app-chart__bar")
    assert [float(each["width"].rstrip("%")) for each in bars] == [each / 10 for each in scores.values()]
    chart.decompose()
    page.says()


def test_who_gets_what(world, signed_in):
    sites = ("Northgate", "Southmere")
    topics = (frozenset({RISK}), frozenset({RISK, LIFE}))
    crowd = {
        f"Mentor {letter}": Facts(site=sites[place % 2], topics=topics[place % 2], places=2)
        for place, letter in enumerate("ABCDEF")
    }
    asking = {
        f"Mentee {letter}": Facts(
            site=sites[place % 2],
            topics=topics[place // 7],
            times=(EVENING,),
            experience=("LTFT",) if place > 6 else (),
        )
        for place, letter in enumerate("ABCDEFGHIJKLM")
    }
    client, cohort = propose(world, signed_in, crowd, asking), Cohort(crowd, asking, WEIGHTS, {})
    pairs = {
        str(each.mentee.person): str(each.mentor.person) for each in client.run.proposals.newest().pairs.weak_first()
    }
    assert len(pairs) == 12

    def told(names: dict[str, bool]) -> list[list[str]]:
        found = []
        for words, groups in names.items():
            scores = [cohort.score(each, pairs[each]) for each in asking if groups(asking[each]) and each in pairs]
            number = sum(map(groups, asking.values()))
            assert len(scores) >= 5
            found.append([words, str(number), str(len(scores)), fit(int(sum(scores) / len(scores) + 0.5))])
        return found

    page = Page(client, "quality/")
    expected = {
        "site": told({site: lambda facts, site=site: facts.site == site for site in sites}),
        "training less than full time": told(
            {
                "Asked for a mentor who knows it": lambda facts: bool(facts.experience),
                "Did not ask": lambda facts: not facts.experience,
            }
        ),
    }
    for chart, (title, lines) in zip(page.soup.select(".app-chart")[1:], expected.items(), strict=True):
        assert page.table(f"By {title}") == lines
        assert chart.desc.get_text() == " ".join(f"{name}: {matched} of {of}." for name, of, matched, _ in lines)
        widths = [float(each["width"].rstrip("%")) for each in chart.select("rect.app-chart__bar")]
        assert widths == [round(100 * int(matched) / int(of), 2) for _, of, matched, _ in lines]
    for chart in page.soup.select(".app-chart"):
        chart.decompose()
    assert page.table("Each pair") == sorted(
        ([each, mentor, str(cohort.score(each, mentor))] for each, mentor in pairs.items()),
        key=lambda line: (int(line[2]), line[0]),
    )
    page.table("How well the pairs fit")
    page.says()


def test_two_proposals_side_by_side_and_the_record(proposed):
    newest, people = proposed.run.proposals.newest(), proposed.people
    matching.swap(proposal=newest, mentee=people["Ivy"], mentor=people["Cyd"], by=worlds.person("Bola"), at=NOON)
    then, (matched, *_) = NOW.locked("Ivy", "Cyd").best()
    states = [[NOW.score(*pair) for pair in pairs.items()] for pairs in (PAIRS, then)]
    means = [int(sum(scores) / len(scores) + 0.5) for scores in states]
    page = Page(proposed, "compare/")
    who = len(MENTEES)
    counted = [f"{len(scores)} of {who} ({int(100 * len(scores) / who + 0.5)}%)" for scores in states]
    assert page.table("The figures") == [
        ["Mentees with a mentor", *counted],
        ["Weakest pair", *(fit(min(scores)) for scores in states)],
        ["Average fit", *(fit(mean) for mean in means)],
    ]
    differ = sorted(each for each in MENTEES if PAIRS.get(each) != then.get(each))
    assert page.table("Who has another mentor") == [
        [each, PAIRS.get(each, "Nobody"), then.get(each, "Nobody")] for each in differ
    ]
    for each in page.soup.select("select"):
        assert [option["value"] for option in each.select("option")] == ["", "2", "1"]
        each.decompose()
    same = sum(PAIRS.get(each) == then.get(each) is not None for each in MENTEES)
    page.says(f"{same} mentee{'s have' if same > 1 else ' has'} the same mentor in both.")
    page = Page(proposed, "record/")
    (two, swapped, by), (one, first, _) = page.table("Changes")
    change = "" if matched == MATCHED else f" Matched: {MATCHED} before, {matched} after."
    moved = f"{len(differ)} mentee{'s' if len(differ) > 1 else ''} moved"
    assert (two, one, by) == ("2", "1", f"Bola {MOMENT}")
    assert swapped.startswith(f"Swapped. {moved}.{change} Show who : change 2 ")
    assert [f"{line}" for line in moves(PAIRS, then)] == [each for each in moves(PAIRS, then) if each in swapped]
    assert not NUMBER.search(swapped.split("change 2", 1)[1])
    assert first.startswith(f"The first proposal: {MATCHED} pairs.")
    page.says("3 months after the cohort")


def test_other_numbers(proposed):
    page = soup(proposed.get(f"{PAGE}weights/"))
    labels = {each["for"]: each.get_text(strip=True) for each in page.select("main label")}
    shown = {
        labels[each["id"]]: int(each["value"]) for each in page.select("main input[type=text], main input[type=number]")
    }
    assert shown == WEIGHTS
    changed = {**WEIGHTS, "Same previous post": 0, "Ranked wishes": 60}
    names = {labels[each["id"]]: each["name"] for each in page.select("main input[id]") if each["id"] in labels}
    sent = {names[criterion]: str(number) for criterion, number in changed.items()}
    sent["seen"] = page.select_one("main [name=seen]")["value"]
    answer = soup(proposed.post(f"{PAGE}weights/", sent))
    then, (matched, *_) = Cohort(MENTORS, MENTEES, changed, {}).best()
    moved = moves(PAIRS, then)
    told = " ".join(answer.select_one(".nhsuk-inset-text").get_text(" ").split())
    still = len(MENTEES) - len(moved)
    assert told.endswith(" ".join(["Who would move:", *moved]))
    assert f"With a mentor: {matched}, now {MATCHED}. {still} mentees would stay as they are." in told
    assert len(re.findall(r"\d+", told)) == 3
