"""A contract for import-linter: a neighbour comes in by the front door."""

from typing import Any, override

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

_DEPTH = 3  # apps.orders.services -> apps, orders, services


class PublicFaceContract(Contract):
    """A domain may import of another one only its public modules."""

    root = fields.StringField()
    public = fields.SetField(subfield=fields.StringField())
    open_domains = fields.SetField(subfield=fields.StringField())

    @override
    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        trespasses = sorted(
            (importer, imported)
            for importer in graph.find_descendants(str(self.root))
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._is_trespass(importer, imported)
        )
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    @override
    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["trespasses"]:
            output.print_error(f"{importer} imports {imported}, which is not public")

    def _is_trespass(self, importer: str, imported: str) -> bool:
        here, there = importer.split("."), imported.split(".")
        if there[0] != str(self.root) or len(there) < _DEPTH or here[1] == there[1]:
            return False
        if "tests" in here:  # tests may use a neighbour's factories
            return False
        public: Any = self.public
        open_domains: Any = self.open_domains
        return there[1] not in open_domains and there[2] not in public
