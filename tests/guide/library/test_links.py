"""Asking real servers on this machine, well-behaved and not."""

import datetime as dt
import itertools
import ssl
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from pares.guide.library.links import MOST_STOPS, Checked, Checker, Verdict, in_turn
from pares.guide.library.visiting import NotVisitedError, anywhere, is_public, place, public_web
from tests.websites import HUGE, Site


@pytest.fixture
def site() -> Iterator[Site]:
    opened = Site()
    yield opened
    opened.close()


@pytest.fixture
def checker() -> Checker:
    return Checker(agent="Northgate link check", timeout=0.5, pause=0, may_visit=anywhere)


def found(checked: Checked, site: Site) -> tuple[Verdict, int, str, str]:
    return checked.verdict, checked.status, checked.ends_at.removeprefix(site.at), checked.why.replace(site.at, "")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/200", (Verdict.FOUND, 200, "/200", "It is there.")),
        ("/report-pdf", (Verdict.FOUND, 200, "/report-pdf", "It is there.")),
        ("/old", (Verdict.MOVED, 200, "/new", "It has moved for good to /new.")),
        ("/for-now", (Verdict.FOUND, 200, "/new", "It is there.")),
        ("/there", (Verdict.FAULTY, 302, "/there", "It leads round in a circle.")),
        ("/on", (Verdict.FAULTY, 302, f"/on{'1' * MOST_STOPS}", "It leads on more than 5 times.")),
        ("/404", (Verdict.GONE, 404, "/404", "There is no such page.")),
        ("/410", (Verdict.GONE, 410, "/410", "There is no such page.")),
        ("/403", (Verdict.TURNED_AWAY, 403, "/403", "The site turns programs away.")),
        ("/429", (Verdict.TURNED_AWAY, 429, "/429", "The site turns programs away.")),
        ("/500", (Verdict.FAULTY, 500, "/500", "The site answers with fault 500.")),
        ("/no-words", (Verdict.FAULTY, 0, "/no-words", "What came back is no answer of a web server.")),
        ("/silent", (Verdict.SILENT, 0, "/silent", "There was no answer within 0.5 seconds.")),
        ("/slow-drip", (Verdict.SILENT, 0, "/slow-drip", "There was no answer within 0.5 seconds.")),
        ("/get-only", (Verdict.FOUND, 200, "/get-only", "It is there.")),
        ("/hangs-up-on-head", (Verdict.FOUND, 200, "/hangs-up-on-head", "It is there.")),
        (
            "/with-signs",
            (
                Verdict.MOVED,
                200,
                "/n%1B]0;owned%07%9B2Jew?of=caf%C3%A9&a=%20b",
                "It has moved for good to /n%1B]0;owned%07%9B2Jew?of=caf%C3%A9&a=%20b.",
            ),
        ),
        (
            "/to-a-file",
            (
                Verdict.NOT_ASKED,
                0,
                "file:///etc/passwd",
                "This is no address of a web page. It led to file:///etc/passwd.",
            ),
        ),
    ],
)
def test_what_a_server_does_is_said(site, checker, path, expected):
    assert found(checker.check(site.at + path), site) == expected


def test_head_is_tried_first_and_get_only_where_that_brings_nothing(site, checker):
    for path in ("/200", "/get-only", "/404"):
        checker.check(site.at + path)

    assert site.methods == [
        ("HEAD", "/200"),
        *(("HEAD", "/get-only"), ("GET", "/get-only")),
        *(("HEAD", "/404"), ("GET", "/404")),
    ]
    assert {agent for _, _, agent, _ in site.asked} == {"Northgate link check"}


def test_no_body_is_fetched(site, checker):
    began = time.monotonic()

    assert checker.check(f"{site.at}/huge").verdict is Verdict.FOUND
    assert time.monotonic() - began < 2
    assert site.sent < HUGE / 2


def test_a_server_that_is_not_there_and_a_name_nobody_knows(checker):
    gone = Site()
    gone.close()

    assert found(checker.check(gone.at), gone) == (Verdict.SILENT, 0, "", "The server does not take calls.")
    unknown = checker.check("https://nobody.invalid/")
    assert (unknown.verdict, unknown.why) == (Verdict.SILENT, "Nobody knows the name nobody.invalid.")


def test_a_certificate_nobody_vouches_for_is_a_fault(checker, tmp_path):
    secure = Site(self_signed(tmp_path))
    checked = checker.check(f"{secure.at}/200")
    secure.close()

    assert checked.verdict is Verdict.FAULTY
    assert checked.why == "Its certificate does not hold: self-signed certificate."
    assert secure.asked == []


def test_a_server_that_never_finishes_its_handshake_is_cut_off(site, checker):
    """A plain server that waits for more is no secure one."""
    began = time.monotonic()

    assert checker.check(site.at.replace("http:", "https:") + "/silent").verdict.is_broken
    assert time.monotonic() - began < 2


def test_the_same_host_is_asked_with_a_pause_and_one_question_at_a_time(site):
    checker = Checker(agent="x", timeout=2, pause=0.2, may_visit=anywhere)
    list(checker.check_all([f"{site.at}{path}" for path in ("/a", "/get-only", "/b", "/a")]))

    moments = [moment for *_, moment in site.asked]
    assert [path for _, path in site.methods] == ["/a", "/get-only", "/get-only", "/b"]
    assert min(b - a for a, b in itertools.pairwise(moments)) >= 0.19


def test_hosts_take_turns():
    asked = ["https://a.uk/1", "https://a.uk/2", "https://B.uk/1", "https://a.uk/1", "nonsense", "https://b.uk/2"]

    assert in_turn(asked) == [
        *("https://a.uk/1", "https://B.uk/1", "nonsense"),
        *("https://a.uk/2", "https://b.uk/2"),
    ]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.0.0.7/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://0.0.0.0/",
        "http://2130706433/",
    ],
)
def test_addresses_inside_a_network_are_not_asked(url):
    checked = Checker(agent="x", pause=0).check(url)

    assert (checked.verdict, checked.why) == (Verdict.NOT_ASKED, "This address is not on the public web.")


def test_other_doors_than_the_webs_are_not_tried():
    assert [public_web("93.184.215.14", port) for port in (80, 443, 22, 8080)] == [True, True, False, False]


def test_every_stop_is_held_to_the_same_rules(site):
    inner = Site()
    site.elsewhere = f"{inner.at}/secret"
    checker = Checker(agent="x", pause=0, timeout=1, may_visit=lambda _, port: port == site.port)

    checked = checker.check(f"{site.at}/into-the-network")
    inner.close()

    assert checked.verdict is Verdict.NOT_ASKED
    assert checked.why == f"This address is not on the public web. It led to {inner.at}/secret."
    assert (site.methods, inner.asked) == ([("HEAD", "/into-the-network")], [])


@pytest.mark.parametrize(
    "url",
    [
        *("", "nonsense", "ftp://a.uk/", "https://", "https://a.uk:0/", "https://user:word@a.uk/"),
        *("https://a..uk/", "https://[::1/", "https://a.uk/" + "x" * 2000),
    ],
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(NotVisitedError, match=r"^This is no address of a web page\.$"):
        place(url)


def test_names_and_paths_in_other_scripts_are_spelt_as_the_web_spells_them():
    made = place("https://münchen.example/straße und mehr?q=ß&n=1#part")

    assert (made.host, made.target) == ("xn--mnchen-3ya.example", "/stra%C3%9Fe%20und%20mehr?q=%C3%9F&n=1")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["224.0.0.1", "240.0.0.1", "100.64.0.1", "2002:7f00:1::", "ff02::1", "::", "fe80::1%eth0", "fec0::1"]
)
def test_addresses_for_special_ends_are_not(address):
    assert not is_public(address)


def self_signed(folder: Path) -> ssl.SSLContext:
    """Return the server side of TLS with a certificate that vouches for itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8, serialization.Encoding.PEM
    file.write_bytes(made.public_bytes(plain[2]) + key.private_bytes(plain[2], plain[1], plain[0]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
