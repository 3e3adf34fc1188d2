"""A scheme's first cohort, from opening the scheme to starting the next one, in a browser from end to end.

Nothing is done behind the pages' back but moving the clock, letting the worker work and reading the mailbox.
"""

import io
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

OPENED = date(2027, 1, 13)
TRAINED = date(2027, 2, 24)
MATCHED = date(2027, 3, 31)
MET = (date(2027, 4, 12), date(2027, 5, 10), date(2027, 6, 7))
LEAD = "asha.patel@example.org"
MENTORS = ("Max Rivera", "Mina Holt", "Mo Farrow", "Maya Singh", "Meg Dunn", "Mark Ellis", "Milo Frost")
MENTEES = ("Ella Osei", "Eli Ward", "Esme Kent", "Ewan Rees", "Eda Kaya", "Evie Boyd")
SITES = ("Northgate", "Southmere")


def address(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.org"


def workbook(people, *, broken: bool) -> bytes:
    """Return a workbook as an office keeps it: a title above the headings, another sheet first."""
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    sheet = book.create_sheet("Mentors")
    sheet.append(["Mentors for spring 2027"])
    sheet.append(["Email address", "Full name", "Training grade", "Hospital", "Notes for the office"])
    for place, name in enumerate(people):
        grade = "CT99" if broken and place == 1 else "CT2"
        sheet.append([address(name), name, grade, SITES[place % 2], "=1+1"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet(people, *, broken: bool) -> bytes:
    """Return a semicolon list as Excel saves it on a British desk, in its old code page."""
    lines = ["Name;Email;Grade;Site"]
    for place, name in enumerate(people):
        mail = "ewan@example.org, other@example.org" if broken and place == 3 else address(name)
        lines.append(f"{name};{mail};F1;{SITES[place % 2]}")
    return "\r\n".join(lines).encode("cp1252")


@dataclass
class Story:
    """The people of the journey, each with a browser of their own."""

    site: object
    post: object
    calendar: object

    def somebody(self, name: str, **how):
        visitor = self.site(**how)
        visitor.sign_in(address(name), self.post)
        return visitor


@pytest.fixture
def story(site, post, calendar) -> Story:
    calendar.go(OPENED)
    return Story(site, post, calendar)


def test_a_first_cohort_from_the_scheme_to_the_next_cohort(story: Story, tmp_path: Path) -> None:
    lead = open_a_scheme(story)
    plan_a_cohort(lead)
    bring_in(lead, story, "Mentors", "mentors.xlsx", workbook, MENTORS, "CT99")
    bring_in(lead, story, "Mentees", "mentees.csv", sheet, MENTEES, "more than one address")
    train(lead, story)
    swapped = match(lead, story)
    read_and_release(lead, story)
    mentor = meet_as_mentor(story)
    the_mentee_hears_later(story)
    answer_the_surveys(story)
    results_open(lead, story)
    certify(lead, mentor, story, tmp_path)
    report_and_go_on(lead)
    assert swapped


def open_a_scheme(story: Story):
    lead = story.site()
    lead.open("/")
    lead.is_well()
    lead.follow("Run a scheme here")
    lead.fill("Your name", "Asha Patel")
    lead.fill("Email address", LEAD)
    lead.press("Continue")
    lead.page.get_by_label(re.compile("code", re.IGNORECASE)).first.fill(story.post.code(LEAD))
    lead.press("Sign in")
    lead.fill("Name of the scheme", "Northgate mentoring")
    lead.fill("Organisation", "Northgate Hospitals")
    lead.fill("Specialty", "Foundation")
    lead.choose("Near-peer: mentors are further on in training")
    lead.choose("Opt-in: people apply")
    lead.choose("England")
    lead.fill("Scheme mailbox", "mentoring@example.org")
    lead.is_well()
    lead.press("Open the scheme")
    lead.page.get_by_role("textbox").first.fill("\n".join(SITES))
    lead.press("Save")
    return lead


def plan_a_cohort(lead) -> None:
    lead.open("/lead/northgate-mentoring/plan/")
    lead.page.get_by_label(re.compile("^4 months|Four months|foundation", re.IGNORECASE)).first.check()
    lead.choose("Wednesday 7 April 2027")
    lead.is_well()
    lead.press("Continue")
    lead.sees("Wednesday 24 February 2027")
    lead.press("Keep this plan")
    lead.heading("April to August 2027")


def bring_in(lead, story: Story, who: str, name: str, made, people, wrong: str) -> None:  # noqa: PLR0913, PLR0917
    cohort = "/lead/northgate-mentoring/april-to-august-2027/people/"
    for broken in (True, False):
        lead.open(cohort + "import/")
        lead.choose(who)
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": made(people, broken=broken)}
        lead.page.locator("input[type=file]").set_input_files(file)
        lead.press("Read the file")
        lead.is_well()
        lead.press("Check the rows")
        if broken:
            lead.heading("Some rows need changing")
            lead.sees(wrong)
            expect(lead.page.get_by_role("button", name="Take the list in")).to_have_count(0)
    lead.press("Take the list in")
    story.post.deliver()
    lead.page.reload()
    lead.sees(f"{len(people)}")
    lead.is_well()
    lead.open(cohort + who.lower() + "/")
    for person in people:
        lead.sees(person)


def train(lead, story: Story) -> None:
    training = "/lead/northgate-mentoring/april-to-august-2027/training/"
    lead.open(training + "plan/")
    lead.page.get_by_label(re.compile("Basic mentoring skills")).first.check()
    lead.date("Date", TRAINED)
    lead.fill("Start time", "5pm")
    lead.fill("Place", "Seminar room 2")
    lead.press("Plan the session")
    lead.page.get_by_role("button", name="Invite 7 mentors").click()
    lead.sees("Seminar room 2")
    lead.press("Invite 7 mentors")
    story.calendar.go(OPENED + timedelta(days=1))
    invitation = story.post.newest(address("Max Rivera"), "Mentor training")
    assert "METHOD:REQUEST" in invitation.calendar
    story.calendar.go(TRAINED, hour=19)
    lead.open(training)
    lead.follow("Basic mentoring skills")
    lead.page.get_by_role("button", name="Keep the register").click()
    for person in MENTORS:
        lead.choose(person)
    lead.is_well()
    lead.press("Save the register")
    lead.sees("7 mentors came")


def match(lead, story: Story) -> str:
    story.calendar.go(MATCHED)
    lead.open("/lead/northgate-mentoring/april-to-august-2027/matching/")
    lead.press("Propose pairs")
    lead.sees("6 of 6")
    lead.is_well()
    lead.page.get_by_role("link", name="Swap the mentor of Ella Osei").click()
    lead.is_well()
    lead.page.get_by_role("radio").last.check()
    chosen = lead.page.locator("input[type=radio]:checked + label").inner_text()
    lead.press("Choose this mentor")
    lead.sees(f"Ella Osei is now with {chosen}")
    lead.press("Propose again")
    row = lead.page.get_by_role("row").filter(has_text="Ella Osei")
    expect(row).to_contain_text(chosen)
    expect(row).to_contain_text("Locked")
    lead.page.get_by_role("button", name="Confirm the match").click()
    lead.is_well()
    lead.press("Confirm 6 pairs")
    lead.heading("Letters")
    return chosen


def read_and_release(lead, story: Story) -> None:
    match_letters = [
        each for each in story.post.letters() if "matched" in each.subject or "have a mentor" in each.subject
    ]
    assert match_letters == []
    lead.page.get_by_role("link", name=re.compile("Read the first")).first.click()
    lead.sees("Northgate mentoring")
    lead.is_well()
    lead.page.go_back()
    lead.page.get_by_role("button", name=re.compile("^Release 12 letters")).click()
    lead.is_well()
    lead.page.get_by_role("main").get_by_role("button", name=re.compile("Release")).click()
    lead.page.wait_for_load_state()
    told = {each.to for each in story.post.letters() if "You have been matched" in each.subject}
    assert len(told) == 6
    assert [each for each in story.post.letters() if "You have a mentor" in each.subject] == []


def meet_as_mentor(story: Story):
    """A mentor on a phone, without scripts: signs in by the mailed code, agrees, and puts in three sessions."""
    paired = [each.to for each in story.post.letters() if "You have been matched" in each.subject]
    name = next(person for person in MENTORS if address(person) in paired)
    mentor = story.somebody(name, width=375, scripts=False)
    mentor.page.get_by_role("button", name="Read the agreement").first.click()
    mentor.choose("I accept this agreement")
    mentor.press("Accept")
    story.calendar.go(MET[-1] + timedelta(days=1))
    mentor.open("/mentor/")
    mentor.page.get_by_role("button", name="Add a session").first.click()
    groups = mentor.page.get_by_role("group", name=re.compile("When did you meet"))
    for summary in mentor.page.get_by_role("main").locator("form summary").all():
        summary.click()
    for row, day in enumerate(MET, 1):
        for box, value in (("day", day.day), ("month", day.month), ("year", day.year)):
            mentor.page.locator(f"[name=on_{row}-{box}]").fill(str(value))
        mentor.page.locator(f"[name=band_{row}]").nth(1).check()
        mentor.page.locator(f"[name=mode_{row}]").first.check()
    assert groups.count() == 3
    mentor.press("Save")
    mentor.sees("12 April 2027")
    assert mentor.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return mentor


def the_mentee_hears_later(story: Story) -> None:
    told = {each.to for each in story.post.letters() if "You have a mentor" in each.subject}
    assert told == {address(person) for person in MENTEES}
    mentee = story.somebody("Ella Osei", width=375)
    mentee.sees("@example.org")
    mentee.is_well()


def answer_the_surveys(story: Story) -> None:
    story.calendar.go(date(2027, 7, 21))
    story.post.deliver()
    reader = story.site()
    invited = {each.to for each in story.post.letters() if "survey" in each.subject.lower()}
    assert invited >= {address(person) for person in MENTEES}
    for to in sorted(invited):
        reader.open(story.post.link(to, "urvey", "/survey/"))
        for question in reader.page.locator("fieldset:has(input[type=radio])").all():
            question.locator("input[type=radio]").last.check()
        reader.page.get_by_label(re.compile("I have checked my answers")).check()
        reader.press("Send my answers")
        reader.sees("Your answers are in")
    reader.is_well()


def results_open(lead, story: Story) -> None:
    surveys = "/lead/northgate-mentoring/april-to-august-2027/surveys/"
    lead.open(surveys)
    lead.sees("6 of 6")
    expect(lead.page.get_by_role("link", name=re.compile("See the results"))).to_have_count(0)
    story.calendar.go(date(2027, 8, 11))
    story.post.deliver()
    lead.open(surveys)
    expect(lead.page.get_by_text("Closed and counted")).to_have_count(2)
    lead.page.get_by_role("link", name=re.compile("See the results")).last.click()
    lead.sees("6 of 6")
    lead.is_well()


def certify(lead, mentor, story: Story, folder: Path) -> None:
    lead.open("/lead/northgate-mentoring/april-to-august-2027/certificates/")
    lead.press("Issue 1 certificate")
    lead.is_well()
    story.post.deliver()
    mentor.open("/mentor/certificate/")
    with mentor.page.expect_download() as coming:
        mentor.page.get_by_role("button", name="Download the certificate (PDF)").click()
    paper = folder / "certificate.pdf"
    coming.value.save_as(paper)
    assert paper.read_bytes()[:5] == b"%PDF-"
    facts = mentor.page.get_by_role("main").inner_text()
    code = re.search(r"(?:[0-9A-F]{8}-){3}[0-9A-F]{8}", facts)
    name = next(person for person in MENTORS if person in facts)
    assert code is not None
    anybody = story.site()
    anybody.open("/verify/")
    anybody.page.get_by_label(re.compile("[Cc]ode")).fill(code[0])
    anybody.page.get_by_label(re.compile("[Ss]urname")).fill(name.split()[-1])
    anybody.press("Check")
    anybody.heading("This certificate is valid")
    anybody.sees("Northgate mentoring")
    anybody.is_well()


def report_and_go_on(lead) -> None:
    lead.open("/lead/northgate-mentoring/april-to-august-2027/report/")
    lead.sees("6 matched")
    lead.is_well()
    lead.page.get_by_role("button", name="Start the next cohort").click()
    lead.is_well()
    lead.press("Start it")
    expect(lead.page.get_by_role("heading", level=1)).not_to_contain_text("April to August 2027")
    lead.sees("is planned")
