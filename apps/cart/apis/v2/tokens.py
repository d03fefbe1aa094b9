"""How a guest says whose cart and wishlist it is."""

from typing import Annotated

from ninja import Header

# A plain alias: Ninja does not look for Header inside a `type` statement.
CartToken = Annotated[str | None, Header(alias="X-Cart-Token")]
