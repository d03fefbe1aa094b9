"""The catalogue's router in v2: addresses with words of their own come before those with slugs."""

from ninja import Router

router = Router(tags=["products"], auth=None)
