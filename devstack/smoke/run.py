"""Run the journey against a shop that is there, or one made for it."""

import time

import httpx

from devstack.smoke.journey import Journey
from devstack.smoke.mails import Mailbox
from devstack.smoke.person import Person, StepFailed


def smoke(site: str, mail_pages: str) -> int:
    """Walk the journey; print each step with its time; 0 when all of it went well.

    Args:
        site: the shop's address.
        mail_pages: the address of the mail sink's pages.
    """
    began = time.monotonic()
    print(f"smoke: {site}")
    with Person(site) as buyer:
        for name, step in Journey(site, Mailbox(mail_pages), buyer).steps():
            started = time.monotonic()
            try:
                step()
            except (StepFailed, LookupError, httpx.HTTPError) as error:
                print(f"  ✗ {name}\n    at {buyer.url}\n    {error}")
                print(f"smoke: failed at '{name}'")
                return 1
            print(f"  ✓ {name:<36} {time.monotonic() - started:5.1f} s", flush=True)
    print(f"smoke: ok, {time.monotonic() - began:.1f} s")
    return 0
