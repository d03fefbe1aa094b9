"""The house's own import contract finds what it is there for."""

from typing import Any

import pytest
from grimp import ImportGraph

from tools.import_contracts import PublicFaceContract


def check(importer: str, imported: str) -> bool:
    graph = ImportGraph()
    for name in (importer, imported):
        parts = name.split(".")
        for depth in range(1, len(parts) + 1):
            graph.add_module(".".join(parts[:depth]))
    graph.add_import(importer=importer, imported=imported)
    contract = PublicFaceContract(
        name="face",
        session_options={},
        contract_options={
            "root": "apps",
            "public": ["facade", "contracts", "events"],
            "open_domains": ["common"],
        },
    )
    kept: Any = contract.check(graph, verbose=False).kept
    return bool(kept)


@pytest.mark.parametrize(
    ("importer", "imported", "kept"),
    [
        ("apps.orders.services.pay", "apps.cart.facade", True),
        ("apps.orders.services.pay", "apps.cart.contracts", True),
        ("apps.orders.services.pay", "apps.common.outbox.delivery", True),
        ("apps.orders.services.pay", "apps.orders.models", True),
        ("apps.orders.tests.factories", "apps.cart.tests.factories", True),
        ("apps.orders.services.pay", "apps.cart.models", False),
        ("apps.orders.apis.v1.views", "apps.cart.services.add", False),
    ],
)
def test_a_neighbour_comes_in_by_the_front_door(importer, imported, kept) -> None:
    assert check(importer, imported) is kept
