"""What search reads of a product, by trigger; the synonyms to begin with.

Words are folded (`catalogue_fold`: no accents, no punctuation) and stemmed without stop words, so
that "off shoulder" and "all white" are words. Title A; brand, tags, kinds and house B; description
C; sizes and colours D, as words that no text contains: `12size`, `redhue`.
Typos are found in the small vocabulary, so the trigram index on every title goes.
"""

from django.db import migrations

FOLD = r"""
CREATE OR REPLACE FUNCTION catalogue_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(
        translate(
            lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g')),
            'ɓɗƙƴøłđı''`' || U&'\02bc\2018\2019\02b9\2032', 'bdkyoldi'),
        '[\x01-/:-@\[-`{-\u00bf\u2000-\u206f\u20a0-\u20cf\ufffd]+', ' ', 'g'))
$$;
"""
OLD_FOLD = r"""
CREATE OR REPLACE FUNCTION catalogue_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'))
$$;
"""
DICTIONARY = """
CREATE TEXT SEARCH DICTIONARY catalogue_stem (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION catalogue (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION catalogue
    ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
    WITH catalogue_stem;
"""
DROP_DICTIONARY = """
DROP TEXT SEARCH CONFIGURATION catalogue;
DROP TEXT SEARCH DICTIONARY catalogue_stem;
"""
# '{"UK 12", "XL"}' becomes 'uk12size 12size xlsize'; '{Wine red}' becomes 'winehue redhue'.
MARKS = r"""
CREATE FUNCTION catalogue_marks(sizes text[], colours text[]) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT to_tsvector('catalogue', coalesce(string_agg(DISTINCT mark, ' '), '')) FROM (
        SELECT replace(size, ' ', '') || 'size' AS mark
        FROM unnest(sizes) AS label, catalogue_fold(label) AS size
        UNION ALL
        SELECT digits[1] || 'size'
        FROM unnest(sizes) AS label,
             regexp_matches(catalogue_fold(label), '\m[a-z]{0,2}([0-9]{1,3})\M', 'g') AS digits
        UNION ALL
        SELECT word || 'hue'
        FROM unnest(colours) AS label, regexp_split_to_table(catalogue_fold(label), ' ') AS word
    ) AS marks
$$;
CREATE FUNCTION catalogue_kinds(category uuid) RETURNS text LANGUAGE sql STABLE AS $$
    WITH RECURSIVE above(parent_id, name) AS (
        SELECT parent_id, name::text FROM products_category WHERE id = category
        UNION ALL
        SELECT up.parent_id, up.name FROM products_category up JOIN above ON up.id = above.parent_id
    )
    SELECT string_agg(name, ' ') FROM above
$$;
"""
DROP_MARKS = """
DROP FUNCTION catalogue_kinds(uuid);
DROP FUNCTION catalogue_marks(text[], text[]);
"""
DOCUMENT = r"""
CREATE OR REPLACE FUNCTION products_search_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    body text;
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.search_text <> ''
        AND (NEW.title, NEW.description, NEW.tags, NEW.brand_id, NEW.category_id,
             NEW.vendor_name, NEW.sizes, NEW.colours)
        IS NOT DISTINCT FROM
            (OLD.title, OLD.description, OLD.tags, OLD.brand_id, OLD.category_id,
             OLD.vendor_name, OLD.sizes, OLD.colours)
    THEN
        RETURN NEW;
    END IF;
    body := concat_ws(' ',
        (SELECT name FROM products_brand WHERE id = NEW.brand_id),
        array_to_string(NEW.tags, ' '), NEW.vendor_name, catalogue_kinds(NEW.category_id));
    NEW.search_text := catalogue_fold(
        concat_ws(' ', NEW.title, body, array_to_string(NEW.colours, ' ')));
    NEW.search_vector :=
        setweight(to_tsvector('catalogue', catalogue_fold(NEW.title)), 'A')
        || setweight(to_tsvector('catalogue', catalogue_fold(body)), 'B')
        || setweight(to_tsvector('english',
            catalogue_fold(regexp_replace(NEW.description, '<[^>]*>|&[a-z#0-9]+;', ' ', 'g'))), 'C')
        || catalogue_marks(NEW.sizes, NEW.colours);
    RETURN NEW;
END
$$;
DROP TRIGGER products_search_document ON products_product;
CREATE TRIGGER products_search_document
BEFORE INSERT OR UPDATE OF title, description, tags, brand_id, category_id, vendor_name, sizes,
    colours, search_text
ON products_product FOR EACH ROW EXECUTE FUNCTION products_search_document();

-- An empty text asks the trigger above to read anew. Rows are locked in id order, as everywhere.
CREATE OR REPLACE FUNCTION products_brand_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM products_product WHERE brand_id = NEW.id ORDER BY id FOR NO KEY UPDATE;
    UPDATE products_product SET search_text = '' WHERE brand_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE FUNCTION products_category_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    below uuid[] := ARRAY(
        WITH RECURSIVE tree(id) AS (
            SELECT NEW.id
            UNION ALL
            SELECT down.id FROM products_category down JOIN tree ON down.parent_id = tree.id
        )
        SELECT id FROM tree);
BEGIN
    PERFORM 1 FROM products_product WHERE category_id = ANY(below) ORDER BY id FOR NO KEY UPDATE;
    UPDATE products_product SET search_text = '' WHERE category_id = ANY(below);
    RETURN NULL;
END
$$;
CREATE TRIGGER products_category_renamed AFTER UPDATE OF name, parent_id ON products_category
FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name OR OLD.parent_id IS DISTINCT FROM NEW.parent_id)
EXECUTE FUNCTION products_category_renamed();
"""
OLD_DOCUMENT = """
DROP TRIGGER products_category_renamed ON products_category;
DROP FUNCTION products_category_renamed();
CREATE OR REPLACE FUNCTION products_brand_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE products_product SET brand_id = NEW.id WHERE brand_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION products_search_document() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    label text := (SELECT name FROM products_brand WHERE id = NEW.brand_id);
    tags text := array_to_string(NEW.tags, ' ');
    body text := regexp_replace(NEW.description, '<[^>]*>', ' ', 'g');
BEGIN
    NEW.search_text := catalogue_fold(concat_ws(' ', NEW.title, label, tags));
    NEW.search_vector :=
        setweight(to_tsvector('english', catalogue_fold(NEW.title)), 'A')
        || setweight(to_tsvector('english', catalogue_fold(concat_ws(' ', label, tags))), 'B')
        || setweight(to_tsvector('english', catalogue_fold(body)), 'C');
    RETURN NEW;
END
$$;
DROP TRIGGER products_search_document ON products_product;
CREATE TRIGGER products_search_document
BEFORE INSERT OR UPDATE OF title, description, tags, brand_id ON products_product
FOR EACH ROW EXECUTE FUNCTION products_search_document();
"""
BACKFILL = """
UPDATE products_product AS product SET
    vendor_name = vendor.store_name,
    search_text = '',
    sizes = ARRAY(
        SELECT size FROM products_variant WHERE product_id = product.id AND is_active
        GROUP BY size ORDER BY min(position), size),
    colours = ARRAY(
        SELECT colour_name FROM products_variant
        WHERE product_id = product.id AND is_active AND colour_name <> ''
        GROUP BY colour_name ORDER BY min(position), colour_name)
FROM vendors_vendor AS vendor WHERE vendor.id = product.vendor_id;
"""
OLD_BACKFILL = "UPDATE products_product SET title = title;"
SIMILAR_AWAY = "DROP INDEX IF EXISTS product_similar;"
MEANING_THE_SAME = (
    "agbada, babanriga, babariga, babban riga, babbanriga, grand boubou, three piece agbada",
    "aso oke, asooke, ofi, sanyan, alaari, etu",
    "ankara, african print, wax print, african wax, dutch wax, hollandais, kitenge",
    "gele, headtie, head tie, head wrap, headwrap, ichafu, turban",
    "kaftan, caftan, jalabia, jalabiya, jellabiya, djellaba",
    "boubou, bubu, boo boo, bou bou",
    "senator, senator suit, senator wear",
    "dashiki, danshiki, dansiki",
    "isiagu, isi agu, lion head",
    "fila, cap, hula, abeti aja, kufi",
    "adire, tie dye, tie and dye, tye dye, kampala, batik",
    "george, george wrapper, intorica",
    "coral beads, coral bead, ivie, edo beads, coral",
    "ipele, shawl, stole, iborun, shoulder sash",
    "iro, wrapper, wrappa, rapa",
    "iro and buba, iro buba, wrapper and blouse, wrapper and buba",
    "sokoto, sooro, shokoto",
    "asoebi, aso ebi",
    "slippers, palm, palms, palm slippers, slides, pam",
    "sneakers, kicks, canvas, trainers, tennis shoes, gym shoes",
    "trousers, pants, trouser, slacks",
    "jumper, sweater, pullover, cardigan, knitwear",
    "handbag, hand bag, purse, bag",
    "jewellery, jewelry, jewelery",
    "gown, dress, frock",
    "blouse, top",
    "tee, t shirt, tshirt, tee shirt, polo",
    "jumpsuit, playsuit, catsuit",
    "two piece, 2 piece, co ord, coord, up and down, matching set",
    "bride, bridal, wedding",
    "groom, bridegroom, wedding",
    "kids, children, child, kiddies",
    "women, ladies, female, lady, woman",
    "men, male, gents, man, guys",
    "girls, girl",
    "boys, boy",
    "babies, baby, infant, newborn, toddler",
    "heels, high heels, stiletto, pumps, court shoes",
    "shoes, footwear",
    "sandals, sandal",
    "bum bag, waist bag, fanny pack",
    "bra, brassiere",
    "pyjamas, pajamas, nightwear, sleepwear, night gown",
    "blazer, suit jacket",
    "necklace, neckpiece, chain",
    "bangle, bracelet, wristlet",
    "fascinator, hat, hatinator",
    "sequin, sequined, sequins, sequence",
    "lace, cord lace, voile lace",
    "grey, gray, ash",
    "wine, burgundy, maroon",
    "purple, lilac, violet",
    "cream, ivory, off white, ecru",
    "navy, navy blue",
    "teal, turquoise",
    "brown, coffee, chocolate",
    "gold, golden",
    "beige, nude, camel",
    "multicolour, multicolor, multicoloured, multicolored, colourful",
)
ONE_WAY = (
    "native wear, agbada, kaftan, senator, isiagu, buba, dashiki, babanriga",
    "native, agbada, kaftan, senator, isiagu, buba, dashiki, traditional",
    "traditional wear, agbada, kaftan, senator, isiagu, buba, aso oke, traditional",
    "english wear, suit, shirt, trousers, blazer",
    "sokoto, trousers",
    "buba, blouse, top",
    "owambe, aso oke, lace, gele, agbada",
    "asoebi, lace, aso oke, ankara, george",
    "shoe, shoes, sneakers, sandals, mules, loafers, slippers",
    "blue, navy",
    "red, wine",
    "bead, beads, coral",
)


def begin_with(apps, schema_editor) -> None:
    """Give staff a list to go on with."""
    synonym = apps.get_model("products", "Synonym")
    both = [synonym(terms=group.split(", ")) for group in MEANING_THE_SAME]
    one = [synonym(terms=group.split(", "), is_one_way=True) for group in ONE_WAY]
    synonym.objects.bulk_create([*both, *one])


class Migration(migrations.Migration):
    """Replaces the functions and the trigger, fills what they read."""

    dependencies = [("products", "0004_search_columns"), ("vendors", "0001_initial")]
    operations = [
        migrations.RunSQL(FOLD, OLD_FOLD),
        migrations.RunSQL(DICTIONARY, DROP_DICTIONARY),
        migrations.RunSQL(MARKS, DROP_MARKS),
        migrations.RunSQL(DOCUMENT, OLD_DOCUMENT),
        migrations.RunSQL(BACKFILL, OLD_BACKFILL),
        migrations.RunSQL(SIMILAR_AWAY, migrations.RunSQL.noop),
        migrations.RunPython(begin_with, migrations.RunPython.noop),
    ]
