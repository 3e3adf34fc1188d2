"""A scheme's page: its cohorts, the latest first, and what the scheme still lacks."""

from django.http import HttpRequest, HttpResponse

from pares.ground import clock
from pares.pages.account.open_scheme import may_open
from pares.pages.actors.lead import Lead
from pares.pages.lead.frame import render_lead

LEADS_ADVISED = 2


def home(request: HttpRequest, lead: Lead) -> HttpResponse:
    """Show the scheme's cohorts with their dates and next steps."""
    today = clock.today()
    cohorts = list(lead.cohorts().with_next_step(today))
    shown = {
        "cohorts": [(cohort, cohort.phase(today)) for cohort in cohorts],
        "has_sites": lead.scheme.sites.exists(),
        "may_open": may_open(lead.person),
        "second_lead": lead.leads().count() >= LEADS_ADVISED,
    }
    return render_lead(request, "lead/home/home.html", lead, context=shown)
