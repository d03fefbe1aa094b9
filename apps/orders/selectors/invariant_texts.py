"""The statements of `invariants`, by what they guard. I2 to I9 are the names of the goals."""

STOCK = {
    "I2 stock within bounds": """
        SELECT variant_id AS subject, format('%s reserved of %s', reserved, on_hand) AS sentence
        FROM inventory_stock WHERE NOT (0 <= reserved AND reserved <= on_hand)""",
    "I2 reserved is the live holds": """
        SELECT stock.variant_id AS subject,
            format('reserved %s, held %s', stock.reserved, coalesce(held.units, 0)) AS sentence
        FROM inventory_stock stock
        LEFT JOIN (SELECT variant_id, sum(quantity) AS units FROM inventory_reservation
                   WHERE status = 'held' GROUP BY variant_id) held USING (variant_id)
        WHERE stock.reserved <> coalesce(held.units, 0)""",
    "I2 the log is a chain": """
        SELECT variant_id AS subject, format('move %s does not follow', id) AS sentence
        FROM (SELECT id, variant_id, on_hand_before, reserved_before,
                lag(on_hand_after, 1, 0) OVER moves AS on_hand,
                lag(reserved_after, 1, 0) OVER moves AS reserved
              FROM inventory_movement
              WINDOW moves AS (PARTITION BY variant_id ORDER BY id)) AS logged
        WHERE on_hand_before <> on_hand OR reserved_before <> reserved""",
    "I2 the log ends at the count": """
        SELECT stock.variant_id AS subject,
            format('%s on hand, the log says %s', stock.on_hand, last.on_hand_after) AS sentence
        FROM inventory_stock stock
        JOIN (SELECT DISTINCT ON (variant_id) variant_id, on_hand_after, reserved_after
              FROM inventory_movement ORDER BY variant_id, id DESC) last USING (variant_id)
        WHERE (stock.on_hand, stock.reserved) <> (last.on_hand_after, last.reserved_after)""",
    "I2 units of a line were taken once": """
        SELECT ord.id AS subject,
            format('%s sold of %s, %s taken', sum(line.quantity), line.sku,
                coalesce(taken.units, 0)) AS sentence
        FROM orders_order ord JOIN orders_vendorpart part ON part.order_id = ord.id
        JOIN orders_orderline line ON line.part_id = part.id
        LEFT JOIN (SELECT reference, variant_id, sum(quantity) AS units FROM inventory_movement
                   WHERE kind = 'commit' GROUP BY reference, variant_id) taken
            ON taken.reference = ord.id AND taken.variant_id = line.variant_id
        WHERE ord.paid_at IS NOT NULL OR taken.units IS NOT NULL
        GROUP BY ord.id, line.variant_id, line.sku, taken.units
        HAVING sum(line.quantity) <> coalesce(taken.units, 0)""",
    "I2 a hold fits its order": """
        SELECT ord.id AS subject,
            format('the order is %s, its hold %s', ord.status, hold.status) AS sentence
        FROM inventory_reservation hold JOIN orders_order ord ON ord.id = hold.reference
        WHERE (ord.paid_at IS NOT NULL AND hold.status <> 'committed')
            OR (ord.status IN ('cancelled', 'expired', 'refunded') AND hold.status = 'held')
            OR (ord.status = 'pending' AND hold.status = 'committed')""",
    "I2 every order has a hold for each line": """
        SELECT ord.id AS subject, format('nothing is held for %s', line.sku) AS sentence
        FROM orders_order ord JOIN orders_vendorpart part ON part.order_id = ord.id
        JOIN orders_orderline line ON line.part_id = part.id
        LEFT JOIN inventory_reservation hold
            ON hold.reference = ord.id AND hold.variant_id = line.variant_id
        WHERE hold.id IS NULL OR hold.quantity <> line.quantity""",
}

MONEY = {
    "I3 captured is what is due": """
        SELECT ord.id AS subject, format('due %s %s, to be paid %s %s', ord.total_minor,
            ord.currency, intent.amount_minor, intent.currency) AS sentence
        FROM orders_order ord LEFT JOIN payments_intent intent ON intent.reference = ord.id
        WHERE intent.id IS DISTINCT FROM NULL
            AND (intent.amount_minor, intent.currency) <> (ord.total_minor, ord.currency)
            OR intent.id IS NULL AND ord.total_minor > 0""",
    "I3 refunded is at most captured": """
        SELECT reference AS subject,
            format('%s refunded of %s, %s', refunded_minor, amount_minor, status) AS sentence
        FROM payments_intent WHERE refunded_minor < 0 OR refunded_minor > amount_minor
            OR (refunded_minor > 0 AND status <> 'succeeded')""",
    "I3 refunded is the sum of the refunds": """
        SELECT intent.reference AS subject, format('counted %s, refunds %s',
            intent.refunded_minor, coalesce(sum(refund.amount_minor), 0)) AS sentence
        FROM payments_intent intent
        LEFT JOIN payments_refund refund
            ON refund.intent_id = intent.id AND refund.status <> 'failed'
        GROUP BY intent.id HAVING intent.refunded_minor <> coalesce(sum(refund.amount_minor), 0)""",
    "I3 a refund of an order is one of its payment": """
        SELECT refund.id AS subject, format('%s of order %s', refund.amount_minor,
            refund.order_id) AS sentence
        FROM orders_refund refund
        LEFT JOIN payments_refund paid ON paid.id = refund.id
        LEFT JOIN payments_intent intent
            ON intent.id = paid.intent_id AND intent.reference = refund.order_id
        WHERE intent.id IS NULL OR paid.amount_minor <> refund.amount_minor""",
    "I3 money that came too late goes back whole": """
        SELECT ord.id AS subject, format('paid %s, goes back %s', ord.total_minor,
            coalesce(sum(refund.amount_minor), 0)) AS sentence
        FROM orders_order ord
        LEFT JOIN orders_refund refund
            ON refund.order_id = ord.id AND refund.kind = 'late-payment'
        WHERE ord.status = 'refunded' AND ord.paid_at IS NULL
        GROUP BY ord.id HAVING ord.total_minor <> coalesce(sum(refund.amount_minor), 0)""",
    "I4 at most one charge succeeds": """
        SELECT intent.reference AS subject, format('%s charges', count(*)) AS sentence
        FROM payments_attempt attempt JOIN payments_intent intent ON intent.id = attempt.intent_id
        WHERE attempt.status = 'succeeded' GROUP BY intent.reference HAVING count(*) > 1""",
    "I4 an intent succeeds with its charge": """
        SELECT intent.reference AS subject, intent.status AS sentence
        FROM payments_intent intent
        LEFT JOIN payments_attempt attempt
            ON attempt.intent_id = intent.id AND attempt.status = 'succeeded'
        WHERE (intent.status = 'succeeded') <> (attempt.id IS NOT NULL)""",
    "I6 the sandbox's books are ours": """
        SELECT attempt.id AS subject, format('ours %s, theirs %s', attempt.status,
            coalesce(charge.outcome, 'nothing')) AS sentence
        FROM payments_attempt attempt JOIN payments_intent intent ON intent.id = attempt.intent_id
        LEFT JOIN payments_sandboxcharge charge ON charge.reference = attempt.id::text
        WHERE intent.gateway = 'sandbox' AND attempt.status = 'succeeded'
            AND (charge.outcome = 'approved' AND charge.amount_minor = intent.amount_minor)
                IS NOT TRUE""",
    "I6 the sandbox gave back what we asked": """
        SELECT refund.id AS subject, format('ours %s, theirs %s', refund.status,
            coalesce(made.outcome, 'nothing')) AS sentence
        FROM payments_refund refund JOIN payments_intent intent ON intent.id = refund.intent_id
        FULL JOIN payments_sandboxrefund made ON made.reference = refund.id::text
        WHERE refund.id IS NULL OR (intent.gateway = 'sandbox' AND (
            refund.status = 'succeeded' AND (made.outcome = 'approved'
                AND made.amount_minor = refund.amount_minor) IS NOT TRUE
            OR refund.status = 'failed' AND made.outcome = 'approved'))""",
}

COUPONS = {
    "I9 uses are the live redemptions": """
        SELECT coupon.code AS subject, format('used %s, live %s', coupon.used,
            count(use.id)) AS sentence
        FROM promotions_coupon coupon
        LEFT JOIN promotions_redemption use ON use.coupon_id = coupon.id AND use.status = 'held'
        GROUP BY coupon.id HAVING coupon.used <> count(use.id)""",
    "I9 uses are within the limit": """
        SELECT code AS subject, format('used %s of %s', used, total_limit) AS sentence
        FROM promotions_coupon WHERE used < 0 OR used > total_limit""",
    "I9 each buyer is within the limit": """
        SELECT coupon.code AS subject, format('%s uses of one buyer', count(*)) AS sentence
        FROM promotions_redemption use JOIN promotions_coupon coupon ON coupon.id = use.coupon_id
        WHERE use.status = 'held'
        GROUP BY coupon.id, use.buyer_id HAVING count(*) > coupon.per_buyer_limit""",
    "I9 a discount is a redemption": """
        SELECT taken.order_id AS subject, format('%s takes %s, redeemed %s', taken.code,
            taken.amount_minor, coalesce(use.amount_minor::text, 'never')) AS sentence
        FROM orders_orderdiscount taken
        LEFT JOIN promotions_redemption use
            ON use.reference = taken.order_id AND use.coupon_id = taken.coupon_id
        WHERE use.id IS NULL OR use.amount_minor <> taken.amount_minor""",
    "I9 a redemption is a discount": """
        SELECT ord.id AS subject, format('redeemed %s without a discount',
            use.amount_minor) AS sentence
        FROM promotions_redemption use JOIN orders_order ord ON ord.id = use.reference
        LEFT JOIN orders_orderdiscount taken
            ON taken.order_id = ord.id AND taken.coupon_id = use.coupon_id
        WHERE taken.id IS NULL""",
    "I9 a released use is of no living order": """
        SELECT ord.id AS subject, format('the order is %s, its coupon %s', ord.status,
            use.status) AS sentence
        FROM promotions_redemption use JOIN orders_order ord ON ord.id = use.reference
        WHERE (ord.status IN ('pending', 'paid', 'completed') AND use.status = 'released')
            OR (ord.status IN ('cancelled', 'expired') AND use.status = 'held')
            OR (ord.status = 'refunded' AND (use.status = 'held') <> EXISTS (
                SELECT FROM orders_shipment sent JOIN orders_vendorpart part
                    ON part.id = sent.part_id WHERE part.order_id = ord.id))""",
}

ORDERS = {
    "sums: an order is its parts": """
        SELECT ord.id AS subject, format('order %s, parts %s', ord.total_minor,
            sum(part.items_minor + part.delivery_minor
                - part.discount_minor - part.delivery_discount_minor)) AS sentence
        FROM orders_order ord LEFT JOIN orders_vendorpart part ON part.order_id = ord.id
        GROUP BY ord.id
        HAVING (ord.items_minor, ord.delivery_minor, ord.discount_minor, ord.total_minor)
            IS DISTINCT FROM (sum(part.items_minor)::bigint, sum(part.delivery_minor)::bigint,
                sum(part.discount_minor + part.delivery_discount_minor)::bigint,
                sum(part.items_minor + part.delivery_minor - part.discount_minor
                    - part.delivery_discount_minor)::bigint)""",
    "sums: a part is its lines": """
        SELECT part.id AS subject, format('part %s, lines %s', part.items_minor,
            sum(line.line_total_minor)) AS sentence
        FROM orders_vendorpart part LEFT JOIN orders_orderline line ON line.part_id = part.id
        GROUP BY part.id
        HAVING (part.items_minor, part.discount_minor) IS DISTINCT FROM
            (sum(line.line_total_minor)::bigint, sum(line.discount_minor)::bigint)""",
    "sums: a line is its units": """
        SELECT id AS subject, format('%s x %s is not %s', quantity, unit_price_minor,
            line_total_minor) AS sentence
        FROM orders_orderline WHERE line_total_minor <> unit_price_minor * quantity
            OR cancelled_quantity + returned_quantity > quantity""",
    "sums: the coupons are the discount": """
        SELECT ord.id AS subject, format('discount %s, coupons %s', ord.discount_minor,
            coalesce(sum(taken.amount_minor), 0)) AS sentence
        FROM orders_order ord LEFT JOIN orders_orderdiscount taken ON taken.order_id = ord.id
        GROUP BY ord.id HAVING ord.discount_minor <> coalesce(sum(taken.amount_minor), 0)""",
    "sums: a part's refunds": """
        SELECT part.id AS subject, format('counted %s, refunds %s', part.refunded_minor,
            coalesce(sum(refund.amount_minor), 0)) AS sentence
        FROM orders_vendorpart part
        LEFT JOIN orders_refund refund ON refund.part_id = part.id
        GROUP BY part.id
        HAVING part.refunded_minor <> coalesce(sum(refund.amount_minor), 0)""",
    "sums: lines give back no more than their part": """
        SELECT part.id AS subject, format('part %s, lines %s', part.refunded_minor,
            sum(line.refunded_minor)) AS sentence
        FROM orders_vendorpart part JOIN orders_orderline line ON line.part_id = part.id
        GROUP BY part.id HAVING part.refunded_minor < sum(line.refunded_minor)""",
    "no part of an unpaid order is paid": """
        SELECT part.id AS subject, format('the part is %s, the order %s', part.status,
            ord.status) AS sentence
        FROM orders_vendorpart part JOIN orders_order ord ON ord.id = part.order_id
        WHERE (part.status IN ('paid', 'shipped', 'delivered') AND ord.paid_at IS NULL)
            OR (part.status IN ('paid', 'shipped') AND ord.status NOT IN ('paid'))""",
    "a paid order has its money": """
        SELECT ord.id AS subject, format('the order is %s, the payment %s', ord.status,
            coalesce(intent.status, 'missing')) AS sentence
        FROM orders_order ord LEFT JOIN payments_intent intent ON intent.reference = ord.id
        WHERE ord.paid_at IS NOT NULL AND ord.total_minor > 0
            AND intent.status IS DISTINCT FROM 'succeeded'""",
    "I7 every answered key has its order": """
        SELECT key.id AS subject, format('answered %s', key.answer ->> 'order_id') AS sentence
        FROM common_idempotencykey key
        LEFT JOIN orders_order ord ON ord.id::text = key.answer ->> 'order_id'
        WHERE key.answer ? 'order_id' AND ord.id IS NULL OR key.answer IS NULL""",
    "every order has its number, parts and timeline": """
        SELECT ord.id AS subject, ord.number AS sentence FROM orders_order ord
        WHERE NOT EXISTS (SELECT FROM orders_timelineentry entry WHERE entry.order_id = ord.id)
            OR NOT EXISTS (SELECT FROM orders_vendorpart part WHERE part.order_id = ord.id)""",
}
