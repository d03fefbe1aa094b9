"""Full text search by trigger, so that every way of saving a product keeps it right.

Accents and tone marks fall away by Unicode normalisation: no `unaccent` needed. Trigram search
needs contrib's pg_trgm; where the server lacks it (a bare wheel) the shop does without.
"""

from django.db import migrations

FOLD = r"""
CREATE FUNCTION catalogue_fold(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g'))
$$;
"""
DOCUMENT = """
CREATE FUNCTION products_search_document() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER products_search_document
BEFORE INSERT OR UPDATE OF title, description, tags, brand_id ON products_product
FOR EACH ROW EXECUTE FUNCTION products_search_document();

CREATE FUNCTION products_brand_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE products_product SET brand_id = NEW.id WHERE brand_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER products_brand_renamed AFTER UPDATE OF name ON products_brand
FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name)
EXECUTE FUNCTION products_brand_renamed();
"""
DROP_DOCUMENT = """
DROP TRIGGER products_brand_renamed ON products_brand;
DROP FUNCTION products_brand_renamed();
DROP TRIGGER products_search_document ON products_product;
DROP FUNCTION products_search_document();
"""
SIMILAR = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') THEN
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        CREATE INDEX product_similar ON products_product USING gin (search_text gin_trgm_ops);
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'pg_trgm may not be created by this role: search without typo tolerance';
END
$$;
"""


class Migration(migrations.Migration):
    """Adds the functions, triggers and the optional index."""

    dependencies = [("products", "0001_initial")]
    operations = [
        migrations.RunSQL(FOLD, "DROP FUNCTION catalogue_fold(text);"),
        migrations.RunSQL(DOCUMENT, DROP_DOCUMENT),
        migrations.RunSQL(SIMILAR, "DROP INDEX IF EXISTS product_similar;"),
    ]
