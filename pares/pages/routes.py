"""Every address of the site: its view, its audience and its methods, in one table.

The URLs, the guard before each view, the access page of the documentation and the generated tests all come from here;
an address that is not in this table does not exist. The rows stand in `pages/addresses`.
"""

from pares.pages.addresses.account import ACCOUNT_ROUTES
from pares.pages.addresses.editor import EDITOR_ROUTES, LIBRARY_ROUTES, WORDS_ROUTES
from pares.pages.addresses.lead import LEAD_ROUTES
from pares.pages.addresses.others import DEMO_ROUTES, OTHER_ROUTES
from pares.pages.addresses.partners import MENTEE_ROUTES, MENTOR_ROUTES
from pares.pages.addresses.public import PUBLIC_ROUTES
from pares.pages.route import Route

ROUTES: tuple[Route, ...] = (
    *PUBLIC_ROUTES,
    *ACCOUNT_ROUTES,
    *MENTOR_ROUTES,
    *MENTEE_ROUTES,
    *EDITOR_ROUTES,
    *LIBRARY_ROUTES,
    *LEAD_ROUTES,
    *OTHER_ROUTES,
    *WORDS_ROUTES,
    *DEMO_ROUTES,
)
