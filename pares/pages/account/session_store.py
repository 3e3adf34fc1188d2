"""Where sessions are kept: in the database, and in the browser only until it is closed.

The exception is somebody's own device. How long a session lives on the server is set when it begins.
"""

from django.contrib.sessions.backends.db import SessionStore as InDatabase

OWN_DEVICE = "own_device"


class SessionStore(InDatabase):
    """A session whose cookie goes with the browser unless it was begun on somebody's own device."""

    def get_expire_at_browser_close(self) -> bool:
        """Tell whether the cookie goes when the browser is closed."""
        return not self.get(OWN_DEVICE, False)
