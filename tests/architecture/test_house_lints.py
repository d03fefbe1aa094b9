"""The rules that imports cannot show: over the tree, and each over a sample that breaks it."""

import subprocess
import sys

import pytest

from tools import house_lints
from tools.house_lints import ROOT, RULES, Finding, Rule, Source

SMALL = "def one():\n" + "    x = 1\n" * 38
BIG = SMALL + "    x = 1\n"


def found(rule: Rule, path: str, text: str) -> list[Finding]:
    return list(rule(Source(path, text)))


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return list(house_lints.sources())  # each is parsed once, for all rules


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule, sources):
    assert [str(finding) for source in sources for finding in rule(source)] == []


def test_the_lints_see_the_domains(sources):
    assert "customers" in {source.domain for source in sources}


BROKEN = [
    (house_lints.small_files, "apps/orders/models.py", "x = 1\n" * 300),
    (house_lints.small_functions, "devstack/up.py", BIG),
    (house_lints.small_functions, "apps/cart/rules.py", BIG.replace("def", "async def")),
    (house_lints.no_floats_in_money, "apps/orders/rules.py", "FEE = 0.1"),
    (house_lints.no_floats_in_money, "apps/payments/gateways/x.py", "def f(a: float): ..."),
    (house_lints.no_floats_in_money, "apps/vendors/models.py", "x = models.FloatField()"),
    (house_lints.no_floats_in_money, "apps/cart/rules.py", "y = float(x)"),
    (house_lints.no_floats_in_money, "apps/products/rules.py", "y = 1.5"),
    (house_lints.keys_across_domains, "apps/orders/models.py", 'models.ForeignKey("cart.Cart")'),
    (
        house_lints.keys_across_domains,
        "apps/orders/models.py",
        'models.ForeignKey("cart.Cart", models.CASCADE, related_name="+")',
    ),
    (
        house_lints.keys_across_domains,
        "apps/orders/models.py",
        "ForeignKey(settings.AUTH_USER_MODEL, on_delete=PROTECT)",
    ),
    (
        house_lints.keys_across_domains,
        "apps/orders/models.py",
        'OneToOneField(to="cart.Cart", on_delete=models.PROTECT, related_name="order")',
    ),
    (
        house_lints.keys_across_domains,
        "apps/orders/models.py",
        'from apps.cart.models import Cart; ForeignKey(Cart, models.PROTECT, related_name="+")',
    ),
    (
        house_lints.keys_across_domains,
        "apps/orders/models.py",
        'models.ManyToManyField("products.Product", related_name="+")',
    ),
    (house_lints.no_model_trespass, "apps/orders/services/a.py", 'get_model("cart", "Cart")'),
    (house_lints.no_model_trespass, "apps/orders/services/a.py", 'apps.get_model("cart.Cart")'),
    (house_lints.no_model_trespass, "apps/orders/services/a.py", "apps.get_model(label)"),
    (house_lints.no_model_trespass, "apps/orders/services/a.py", "get_user_model().objects"),
    (
        house_lints.no_model_signals,
        "apps/orders/apps.py",
        "from django.db.models.signals import post_save",
    ),
    (house_lints.no_model_signals, "apps/orders/apps.py", "signals.pre_delete.connect(f)"),
    (house_lints.no_model_signals, "apps/orders/events.py", "paid = Signal()"),
    (house_lints.states_move_in_services, "apps/orders/handlers.py", "order.status = PAID"),
    (house_lints.states_move_in_services, "apps/orders/models.py", "self.status: str = PAID"),
    (house_lints.states_move_in_services, "apps/orders/tasks.py", "o.at, o.status = now, PAID"),
    (house_lints.states_move_in_services, "apps/orders/admin.py", "rows.update(status=PAID)"),
    (house_lints.states_move_in_services, "apps/orders/tasks.py", 'setattr(o, "status", x)'),
]
KEPT = [
    (house_lints.small_files, "apps/orders/models.py", "x = 1\n" * 299),
    (house_lints.small_functions, "devstack/up.py", SMALL),
    (
        house_lints.small_functions,
        "devstack/up.py",
        SMALL.replace("one():\n", 'one():\n    """Say.\n\n\n    """\n'),
    ),
    (house_lints.no_floats_in_money, "apps/products/search.py", "RANK = 0.1"),
    (house_lints.no_floats_in_money, "apps/orders/tests/test_a.py", "bad = 0.1"),
    (house_lints.no_floats_in_money, "apps/orders/rules.py", 'FEE = Decimal("0.1") + 1'),
    (
        house_lints.keys_across_domains,
        "apps/orders/models.py",
        'models.ForeignKey("cart.Cart", on_delete=models.PROTECT, related_name="+")',
    ),
    (
        house_lints.keys_across_domains,
        "apps/orders/models.py",
        'models.ForeignKey("Order", models.CASCADE); ForeignKey("orders.Order", models.CASCADE)',
    ),
    (house_lints.no_model_trespass, "apps/orders/tasks.py", 'apps.get_model("orders.Order")'),
    (house_lints.no_model_trespass, "apps/authentication/x.py", "get_user_model()"),
    (
        house_lints.no_model_signals,
        "apps/common/apps.py",
        "from django.db.models.signals import post_migrate",
    ),
    (house_lints.states_move_in_services, "apps/orders/services/pay.py", "order.status = PAID"),
    (house_lints.states_move_in_services, "apps/orders/models.py", "status = models.CharField()"),
    (house_lints.states_move_in_services, "apps/orders/selectors/a.py", "rows.filter(status=1)"),
]


@pytest.mark.parametrize(("rule", "path", "text"), BROKEN)
def test_a_broken_rule_is_found(rule, path, text):
    assert found(rule, path, text)


@pytest.mark.parametrize(("rule", "path", "text"), KEPT)
def test_what_is_allowed_is_left_alone(rule, path, text):
    assert found(rule, path, text) == []


def test_every_rule_has_a_sample_that_breaks_it():
    assert {rule for rule, _, _ in BROKEN} == set(RULES)


def test_a_broken_tree_fails_the_command(tmp_path):
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/house_lints.py").write_text((ROOT / "tools/house_lints.py").read_text())
    (tmp_path / "apps/orders").mkdir(parents=True)
    (tmp_path / "apps/orders/rules.py").write_text("FEE = 0.1\n")
    command = [sys.executable, tmp_path / "tools/house_lints.py"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "apps/orders/rules.py:1: no-floats-in-money" in ran.stdout
