"""Who had what delivered before reviews asked for it may review it too."""

from django.db import migrations

EARLIER = """
INSERT INTO products_purchase (product_id, user_id, delivered_at)
SELECT variant.product_id, bought.buyer_id, min(shipment.delivered_at)
FROM orders_shipment AS shipment
JOIN orders_vendorpart AS part ON part.id = shipment.part_id
JOIN orders_order AS bought ON bought.id = part.order_id
JOIN orders_orderline AS line ON line.part_id = part.id
JOIN products_variant AS variant ON variant.id = line.variant_id
WHERE shipment.delivered_at IS NOT NULL AND line.quantity > line.cancelled_quantity
GROUP BY variant.product_id, bought.buyer_id
ON CONFLICT (product_id, user_id) DO NOTHING
"""


class Migration(migrations.Migration):
    """Fills `products.Purchase` from what has arrived; may be run again."""

    dependencies = [
        ("orders", "0006_attention_first"),
        ("products", "0003_reviews"),
    ]
    operations = [migrations.RunSQL(EARLIER, migrations.RunSQL.noop)]
