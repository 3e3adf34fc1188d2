import os, re
from datetime import time, date, datetime, UTC
from pathlib import Path
from pares.ground import clock
from pares.stages.training import actions as training
from pares.stages.training.models import SessionKind, EquivalentKind
from pares.stages.matching import actions as matching
from pares.stages.matching.models import Pair, Ended
from pares.stages.mentoring import actions as mentoring
from pares.stages.recruitment.given import GivenWish
from pares.stages.recruitment.models import WishKind
from pares.ground.letters.models import Letter
from pares.stages.reminders.sending import send_letters
from tests import world as worlds
OUT = Path("/tmp/pictures_training"); OUT.mkdir(exist_ok=True)
ROOT = "/lead/northgate-mentoring/spring-2027/"

def test_look(world, signed_in):
    c = signed_in(worlds.person("Asha"))
    def keep(name, response):
        assert response.status_code == 200, (name, response.status_code, getattr(response, "url", ""))
        html = response.content.decode().replace('"/static/', '"file:///work/main/pares/static/')
        (OUT / f"{name}.html").write_text(html)
    at = datetime(2027, 3, 24, 12, tzinfo=UTC)
    clock.go_to(at)
    ned = worlds.mentor(world.spring, "Ned Nightingale-Worthington", capacity=2)
    eve = worlds.mentor(world.spring, "Eve", site="Southmere")
    training.accept_equivalent(mentor=eve, kind=EquivalentKind.PRIOR, on=date(2026, 1, 2), by=None, at=at)
    s = training.plan_session(cohort=world.spring, kind=SessionKind.CATCH_UP, on=date(2027,3,30), starts=time(17), place="Seminar room 2, Northgate Hospital, and https://meet.example.org/abcdefg", by=None, at=at)
    w = training.plan_session(cohort=world.spring, kind=SessionKind.ADVANCED, on=date(2027,3,24), starts=time(9), place="Library", by=None, at=at)
    training.invite(session=w, by=None, at=at)
    keep("t1-sessions", c.get(ROOT + "training/"))
    keep("t2-plan", c.get(ROOT + "training/plan/"))
    keep("t3-plan-errors", c.post(ROOT + "training/plan/", {"on-day": "31", "on-month": "4", "on-year": "2027", "starts": "25:00", "minutes": "5", "place": "x"*201}))
    keep("t4-session", c.get(f"{ROOT}training/{s.pk}/"))
    keep("t5-invite", c.get(f"{ROOT}training/{s.pk}/invite/"))
    keep("t6-move", c.get(f"{ROOT}training/{w.pk}/move/"))
    keep("t7-cancel", c.get(f"{ROOT}training/{w.pk}/cancel/"))
    keep("t8-equivalent", c.get(f"{ROOT}training/mentors/{eve.pk}/equivalent/"))
    keep("f1-sessions", c.get("/facilitator/northgate-mentoring/"))
    keep("f2-register", c.get(f"/facilitator/northgate-mentoring/{w.pk}/"))
    keep("f3-early", c.get(f"/facilitator/northgate-mentoring/{s.pk}/"))
    keep("m1-nothing", c.get(ROOT + "matching/"))
    for n in range(3): worlds.mentee(world.spring, f"Late {n}", site="Northgate" if n else "Southmere")
    wim = worlds.mentee(world.spring, "Wim", wishes=(GivenWish(WishKind.NOT_WITH, "Mo"), GivenWish(WishKind.RANKED, "Max", 1)))
    c.post(ROOT + "matching/propose/")
    proposal = world.spring.proposals.newest()
    c.post(f"{ROOT}matching/lock/{world.mentees['Esme'].pk}/", {"seen": proposal.changes, "locked": "on"})
    keep("m2-proposal", c.get(ROOT + "matching/"))
    keep("m3-swap", c.get(f"{ROOT}matching/swap/{wim.pk}/"))
    keep("m4-swap-error", c.post(f"{ROOT}matching/swap/{wim.pk}/", {}))
    keep("m5-swap-full", c.post(f"{ROOT}matching/swap/{wim.pk}/", {"mentor": str(world.mentors['Mo'].pk), "seen": world.spring.proposals.newest().changes}))
    r = c.post(f"{ROOT}matching/swap/{wim.pk}/", {"mentor": str(world.mentors['Max'].pk), "seen": world.spring.proposals.newest().changes}, follow=True)
    keep("m6-swapped", r)
    keep("m7-confirm", c.get(ROOT + "matching/confirm/"))
    keep("m8-overtaken", c.post(ROOT + "matching/confirm/", {"seen": "1"}, follow=True))
    keep("l1-confirmed", c.post(ROOT + "matching/confirm/", {"seen": world.spring.proposals.newest().changes}, follow=True))
    keep("m9-confirmed", c.get(ROOT + "matching/"))
    letter = Letter.objects.filter(kind="match_mentor").first()
    keep("l2-letter", c.get(f"{ROOT}letters/{letter.pk}/"))
    keep("l3-edit", c.get(f"{ROOT}letters/{letter.pk}/edit/"))
    keep("l4-release", c.get(f"{ROOT}letters/release/match/"))
    keep("p0-pairs-untold", c.get(ROOT + "pairs/"))
    keep("l5-released", c.post(f"{ROOT}letters/release/match/", follow=True))
    while send_letters(at): pass
    later = datetime(2027, 3, 30, 12, tzinfo=UTC)
    while send_letters(later): pass
    Letter.objects.filter(kind="training_invitation").update(state="failed", problem="The mail server refused the address. Check it with the person. It said: 550 no such user")
    keep("l6-sent", c.get(f"{ROOT}letters/?folder=sent"))
    keep("l7-failed", c.get(f"{ROOT}letters/?folder=failed"))
    june = datetime(2027, 6, 16, 12, tzinfo=UTC)
    clock.go_to(june)
    pairs = list(Pair.objects.in_words())
    worlds.meet(pairs[0], date(2027, 4, 20), date(2027, 6, 14))
    worlds.meet(pairs[1], date(2027, 4, 20))
    mentoring.agree(pair=pairs[0], terms=worlds.TERMS, by=pairs[0].mentor.person, at=june)
    mentoring.ask_for_change(pair=pairs[2], by=pairs[2].mentee.person, at=june)
    matching.close_pair(pair=pairs[0], ended=Ended.LEFT, by=None, at=june)
    keep("p1-pairs", c.get(ROOT + "pairs/"))
    keep("p2-pair", c.get(f"{ROOT}pairs/{pairs[2].pk}/"))
    keep("p3-end", c.get(f"{ROOT}pairs/{pairs[2].pk}/end/"))
    keep("p4-rematch", c.get(f"{ROOT}pairs/rematch/{pairs[0].mentee.pk}/"))
