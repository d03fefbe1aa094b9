"""Why each index of the catalogue's tables exists, and which plans are worth a look."""

from collections.abc import Mapping

_ORDER = "a list in this order within one {group}: rows come in order, as many as a page holds"
_GROUPS = ("category", "vendor", "brand")
_OF_GROUPS = {
    f"product_{group}_{order}": _ORDER.format(group={"vendor": "store"}.get(group, group))
    for group in _GROUPS
    for order in ("newest", "price", "rating")
}
_DJANGO = "Django's own for a relation; a few megabytes, and dropping it saves nothing measurable"
_DELETE = "guards deleting: without it each {what} that goes reads the whole table"
WHY: Mapping[str, str] = {
    **_OF_GROUPS,
    "product_newest": "the shop's own order; also walked for filters that most products pass",
    "product_by_price": "cheapest and dearest first; price ranges of a search",
    "product_by_rating": "best rated first",
    "product_popular": "facets of the shop look at its first 3,000; tiers are sorted from it: "
    "it holds `popularity_tier`",
    "product_category_popular": "facets of one category look at its first 3,000: by "
    "`product_popular` a small category was looked for in half of the shop",
    "product_search": "words that few products have; staff's search",
    "product_search_head": "common words, among the 2,000 most popular; suggested products",
    "product_search_wide": "the same among 16,000, where 2,000 hold too few",
    "product_search_far": "the same among 128,000",
    "product_search_sold_out": "words among what is sold out, in no tier",
    "product_search_unlisted": "staff find drafts and archived products by words",
    "product_changed": "each minute: the words of products changed in the last quarter of an hour; "
    "counts of everything listed",
    "product_vendor_made": "a vendor's own list; stands for the key of `vendor`",
    "product_made": "staff's list of all products",
    "products_product_slug_70d3148d_like": "a product's page; free addresses are found by their "
    "beginning (`save_with_slug`)",
    "products_product_slug_key": "two products never share an address; the planner prefers the one "
    "above",
    "product_handle_once_per_vendor": "an import finds its product again, and never twice",
    "products_product_category_id_9b594869": "renaming a category reads its words anew in every "
    "product, unlisted ones too; " + _DELETE.format(what="category"),
    "products_product_brand_id_3e2e8fd1": "the same for a brand",
    "products_product_cover_id_e5f6124f": _DELETE.format(what="picture"),
    "products_product_size_guide_id_382e62d3": _DELETE.format(what="size guide"),
    "products_media_product_id_fb76d787": "the pictures of a page",
    "products_media_variant_id_aa8cee3e": _DELETE.format(what="variant"),
    "media_once_per_product": "the same picture is not kept twice",
    "media_source_once_per_product": "an import does not fetch a picture twice",
    "media_pending": "pictures whose renditions wait; empty but for those",
    "products_variant_product_id_732de862": "the variants of a page, retired ones too",
    "products_variant_vendor_id_77db8471": "a vendor's stock, searched by words; "
    + _DELETE.format(what="vendor"),
    "variant_once_per_size_and_colour": "lists by size and colour ask it for each product on the "
    "way, without reading the variant",
    "variant_sku_once_per_vendor": "an import finds its variants; two never share an SKU",
    "variant_by_sku": "staff find a variant by its whole SKU",
    "variant_of_colour": "colours to choose from, by jumps; what ANALYZE learns of `upper(…)`",
    "variant_of_size": "sizes to choose from, by jumps; what ANALYZE learns of `upper(…)`",
    "products_product_collect_product_id_collection_id_337db282_uniq": "whether a product is in "
    "a large collection, asked on the way through the list's order",
    "products_product_collections_collection_id_77a362bb": "what a collection holds, gathered",
    "products_product_collections_product_id_66b573ef": _DJANGO,
    "term_once": "what search knows of a typed word",
    "term_by_text": "words, names and phrases that begin so",
    "term_near": "words that a typo may have meant",
}
KEY = "the key"
HOT: Mapping[str, str] = {
    "list: newest": "The index gives the page in order; 21 rows are joined to what a tile shows.",
    "list: newest, deep page": "A cursor is a place in the same index: as cheap as the first page.",
    "category, root: newest": "The first 26 of each category below it, merged and cut: no "
    "category is read further than a page.",
    "category, root, deep page": "The same from behind the cursor in each of them.",
    "category, smallest: -price": "One category has one index for this order.",
    "collection, smallest: newest": "Gathered as an array of keys. As a join it walked the shop's "
    "order.",
    "collection, largest: newest": "Large enough to be met on the way through the list's order.",
    "price range, narrow": "Walks the order, throws away what is dearer or cheaper; a range that "
    "few products meet is read by `product_by_price`.",
    "colour black, size UK 12": "Each product on the way is asked whether one variant has both.",
    "search, one word": "A common word is looked for among the 2,000 most popular. Matches are "
    "ranked by their own columns; a page of them is joined to what a tile shows.",
    "search, two words": "The rarer word decides how far to look: here 16,000.",
    "search, a typo": "The shown statement ranks what the mended word finds.",
    "search, colour and size": "Colour and size are words of the same index (`redhue`, `12size`).",
    "search, within a price": "The dearest search we know: a common word within a price that few "
    "of its products have. Three tiers are looked through; one more would walk the price.",
    "suggest, few letters": "A tier of 2,000, by the beginning of a word.",
    "facets, whole shop": "3,000 products at most, the most popular first, read once.",
    "facets, category": "The same on the way through the popular ones.",
    "category, capped count": "Keys of the page first, then its tiles; the count reads 10,001 "
    "entries of an index and stops.",
    "category, deepest number": "8,000 keys are counted off in an index, 20 tiles are joined.",
    "count: everything listed": "Stops at 1,001.",
    "product page": "By its address; variants, pictures and reviews come as JSON of the same row.",
    "by the clock: products that strayed from their tier": "Every quarter of an hour. All listed "
    "products in order, from the index alone; only rows that moved are locked and written.",
}
