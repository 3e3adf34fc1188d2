"""Pictures of my pages."""
import os, datetime
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]="true"
import pytest
from django.core.mail import EmailMultiAlternatives
from pathlib import Path
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pares.ground import clock
from tests import world as worlds
OUT=Path(os.environ.get("OUT","/tmp/face/shots")); OUT.mkdir(exist_ok=True)
ONLY=os.environ.get("ONLY","")
HTML='<html><head><title>Hi</title><style>p{}</style></head><body><main><p>Hello Sam,</p><h2 class="nhsuk-heading-m">A heading</h2><p>We have found a mentor for you. <a href="http://x.example/">Open your page</a></p><ul><li>one</li></ul></main><footer><p>Sent by Northgate.</p></footer></body></html>'
@pytest.mark.django_db(transaction=True)
def test_look(live_server, settings, tmp_path):
    settings.DEMO=True; settings.ORGANISATION="Northgate Hospitals NHS Foundation Trust"
    settings.LETTERS_FOLDER=tmp_path/"letters"; settings.EMAIL_BACKEND="pares.ground.letters.folder.FolderBackend"
    from pares.ground.people.actions import meet
    from pares.pages.demo.cast import CAST
    for p in CAST: meet(email=p.email,name="Ana Alvarez" if p.key=="lead" else p.title,at=clock.now())
    w=worlds.build()
    from pares.ground.membership import actions as m
    from pares.ground.membership.models import Role
    from pares.ground.people.models import Person
    m.appoint(scheme=w.northgate,person=Person.objects.at("lead@pares.example"),role=Role.LEAD,by=None,at=clock.now())
    m.appoint(scheme=w.southmere,person=Person.objects.at("lead@pares.example"),role=Role.FACILITATOR,by=None,at=clock.now())
    for n in range(30):
        e=EmailMultiAlternatives(f"You have a mentor, Spring 2027 ({n})","Hello Sam,\n\nWe have found a mentor for you.\n","Northgate mentoring <mentoring@pares.example>",[f"resident.doctor{n}@northgate-hospitals.example.org"])
        e.attach_alternative(HTML,"text/html"); e.attach_alternative("BEGIN:VCALENDAR\nSUMMARY:Mentoring\nEND:VCALENDAR\n","text/calendar"); e.send()
    from pares.ground.letters.folder import saved
    from pares.ground.errands.actions import ask
    a=ask(kind="go_to_day",arguments={"day":"2027-04-07"},by=None,at=clock.now())
    b=ask(kind="go_to_day",arguments={"day":"2027-04-08"},by=None,at=clock.now())
    from pares.ground.errands import models as em
    em.Errand.objects.filter(pk=b.pk).update(state="done")
    pages={"home":"/","timeline4":"/timelines/foundation-4/","timeline6":"/timelines/core-6/?start=2026-12-02","timelinebad":"/timelines/core-6/?start=2027-02-31","help":"/help/","agreement":"/agreement/","privacy":"/privacy/","accessibility":"/accessibility/","cookies":"/cookies/","about":"/about/","demo":"/demo/","mail":"/demo/mail/?to=","mailnone":"/demo/mail/?to=nobody@x.org","letter":f"/demo/mail/{saved()[0].name}/","day":"/demo/day/","going":f"/demo/day/{a.pk}/","there":f"/demo/day/{b.pk}/"}
    bad=[]
    with sync_playwright() as p:
        br=p.chromium.launch(executable_path="/usr/bin/chromium",args=["--no-sandbox","--disable-gpu","--disable-quic","--no-first-run","--disable-background-networking","--disable-component-update","--disable-sync"])
        ctx=br.new_context(); pg=ctx.new_page()
        errs=[]; pg.on("console",lambda m: errs.append(m.text) if m.type=="error" else None)
        def look(name,path):
            for wd in (1280,375,320):
                pg.set_viewport_size({"width":wd,"height":900}); r=pg.goto(live_server.url+path)
                if r.status!=200: bad.append((name,wd,r.status))
                if name=="privacy": pg.evaluate("document.querySelectorAll('details').forEach((d,i)=>d.open=i<2)")
                if name in("home",) and wd!=375: pg.evaluate("document.querySelectorAll('details').forEach((d,i)=>d.open=true)")
                sw=pg.evaluate("document.documentElement.scrollWidth")
                if sw>wd: bad.append((name,wd,"scroll",sw))
                for v in Axe().run(pg).response["violations"]: bad.append((name,wd,v["id"],[n["html"][:150] for n in v["nodes"]][:2]))
                pg.screenshot(path=OUT/f"{name}-{wd}.png",full_page=True)
        for n,path in pages.items():
            if ONLY and n not in ONLY.split(","): continue
            look(n,path)
        if not ONLY or "in" in ONLY.split(","):
            pg.goto(live_server.url+"/demo/"); pg.click("text=Sign in as Lead") if False else pg.locator("form[action='/demo/sign-in/lead/'] button").click()
            print("landed",pg.url)
            look("homein","/")
        br.close()
    print("CONSOLE",errs)
    for x in bad: print("BAD",x)
    assert not bad
