"""Addresses of an account: signing in, its details, its security, and what is somebody's own."""

from pares.pages.route import BOTH, GET, POST, Audience, Route

_SIGN_UP = "taking-part/<uuid:application>/"
_SECURITY = "account/security/"

ACCOUNT_ROUTES: tuple[Route, ...] = (
    Route("sign-in/", "account.sign_in.ask", Audience.VISITOR, BOTH, ("account_login",)),
    Route("sign-in/code/", "account.sign_in.code", Audience.PUBLIC, BOTH),
    Route("sign-in/second-step/", "account.second_step.authenticate", Audience.VISITOR, BOTH, ("mfa_authenticate",)),
    Route("sign-out/", "account.sign_out.sign_out", Audience.PUBLIC, POST, ("account_logout",)),
    Route("home/", "account.home.home", Audience.ACCOUNT),
    Route("schemes/open/", "account.open_scheme.open_scheme", Audience.ACCOUNT, BOTH),
    Route("shelf/<slug:scheme>/", "account.shelf.shelf", Audience.ACCOUNT),
    Route("shelf/<slug:scheme>/<uuid:item>/file", "account.shelf.file", Audience.ACCOUNT),
    Route("shelf/<slug:scheme>/library/<slug:key>/file", "account.shelf.library_file", Audience.ACCOUNT),
    Route("account/", "account.details.details", Audience.ACCOUNT, BOTH),
    Route(_SIGN_UP, "account.status.status", Audience.ACCOUNT),
    Route(_SIGN_UP + "count-me-in/", "account.status.count_me_in", Audience.ACCOUNT, POST),
    Route(_SIGN_UP + "wishes/", "account.status.wishes", Audience.ACCOUNT, BOTH),
    Route(_SIGN_UP + "moved/", "account.moved.moved", Audience.ACCOUNT, BOTH),
    Route(_SIGN_UP + "withdraw/", "account.status.withdraw", Audience.ACCOUNT, BOTH),
    Route(_SIGN_UP + "come-back/", "account.status.come_back", Audience.ACCOUNT, POST),
    Route("taking-part/<slug:scheme>/<slug:cohort>/", "account.status.confirm", Audience.ACCOUNT),
    Route("account/address/", "account.details.address", Audience.ACCOUNT, BOTH),
    Route("account/address/code/", "account.details.address_code", Audience.ACCOUNT, BOTH),
    Route("contact-me/", "account.contact_me.ask", Audience.ACCOUNT, BOTH),
    Route("contact-me/<uuid:asked>/call-off/", "account.contact_me.call_off", Audience.ACCOUNT, POST),
    Route("account/sign-out-elsewhere/", "account.details.end_others", Audience.ACCOUNT, POST),
    Route(_SECURITY, "account.security.security", Audience.ACCOUNT, GET, ("mfa_index", "mfa_list_webauthn")),
    Route(_SECURITY + "code/", "account.security.code", Audience.ACCOUNT, BOTH, ("account_reauthenticate",)),
    Route(_SECURITY + "again/", "account.second_step.again", Audience.ACCOUNT, BOTH, ("mfa_reauthenticate",)),
    Route(
        _SECURITY + "again/passkey/",
        "account.second_step.again_by_passkey",
        Audience.ACCOUNT,
        BOTH,
        ("mfa_reauthenticate_webauthn",),
    ),
    Route(_SECURITY + "app/", "account.second_step.set_up_app", Audience.ACCOUNT, BOTH, ("mfa_activate_totp",)),
    Route(_SECURITY + "app/square.svg", "account.second_step.square", Audience.ACCOUNT),
    Route(
        _SECURITY + "app/remove/", "account.second_step.remove_app", Audience.ACCOUNT, BOTH, ("mfa_deactivate_totp",)
    ),
    Route(
        _SECURITY + "passkeys/add/", "account.second_step.add_passkey", Audience.ACCOUNT, BOTH, ("mfa_add_webauthn",)
    ),
    Route(
        _SECURITY + "passkeys/<int:pk>/remove/",
        "account.second_step.remove_passkey",
        Audience.ACCOUNT,
        BOTH,
        ("mfa_remove_webauthn",),
    ),
    Route(
        _SECURITY + "recovery-codes/",
        "account.second_step.recovery_codes",
        Audience.ACCOUNT,
        GET,
        ("mfa_view_recovery_codes",),
    ),
    Route(
        _SECURITY + "recovery-codes/new/",
        "account.second_step.new_recovery_codes",
        Audience.ACCOUNT,
        BOTH,
        ("mfa_generate_recovery_codes",),
    ),
    Route(
        _SECURITY + "recovery-codes/file/",
        "account.second_step.download_recovery_codes",
        Audience.ACCOUNT,
        GET,
        ("mfa_download_recovery_codes",),
    ),
)
