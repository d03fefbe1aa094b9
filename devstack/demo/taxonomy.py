"""What the vendors share: the category tree, size runs, collections."""

from dataclasses import dataclass

CATEGORIES: dict[str, tuple[str, ...]] = {
    "Women": (
        "Dresses",
        "Tops",
        "Skirts & Trousers",
        "Jumpsuits",
        "Kimonos & jackets",
        "Traditional sets",
    ),
    "Men": ("Agbada & Kaftan", "Senator suits", "Shirts", "Tees", "Trousers"),
    "Kids": ("Girls", "Boys"),
    "Accessories": ("Headwraps & caps", "Bags", "Jewellery"),
    "Shoes": ("Sandals & slides", "Mules & flats"),
}

SIZE_RUNS: dict[str, tuple[str, ...]] = {
    "alpha": ("XS", "S", "M", "L", "XL", "XXL", "3XL"),
    "uk": ("UK 8", "UK 10", "UK 12", "UK 14", "UK 16", "UK 18"),
    "waist": ("W30", "W32", "W34", "W36", "W38", "W40"),
    "kids": ("2-3 y", "4-5 y", "6-7 y", "8-9 y", "10-11 y", "12-13 y"),
    "eu": ("EU 37", "EU 38", "EU 39", "EU 40", "EU 41", "EU 42", "EU 43", "EU 44", "EU 45"),
    "eu-women": ("EU 36", "EU 37", "EU 38", "EU 39", "EU 40", "EU 41", "EU 42"),
    "cap": ("56 cm", "58 cm", "60 cm", "62 cm"),
    "one": ("One size",),
}


@dataclass(frozen=True)
class Collection:
    """A themed selection across vendors."""

    slug: str
    title: str
    blurb: str
    featured: bool


COLLECTIONS = (
    Collection(
        "owambe-season",
        "Owambe season",
        "Lace, aso oke and gold thread for parties that start at noon and end when they end.",
        featured=True,
    ),
    Collection(
        "adire-stories",
        "Adire stories",
        "Indigo drawn by feather, tied round beans and stitched leaf by leaf.",
        featured=True,
    ),
    Collection(
        "office-to-evening",
        "Office to evening",
        "Pieces that sit through a meeting and stay for the dancing.",
        featured=True,
    ),
    Collection(
        "harmattan-linen",
        "Harmattan linen",
        "Washed, breathing cloth in the colours of dust and dry grass.",
        featured=False,
    ),
    Collection(
        "market-day",
        "Market day",
        "Easy things under forty thousand naira, for every day of the week.",
        featured=False,
    ),
    Collection(
        "little-celebrations",
        "Little celebrations",
        "Birthdays, Sallah and page-boy duty, all machine washable.",
        featured=False,
    ),
    Collection(
        "bridal-coral",
        "Bridal coral",
        "Strands knotted bead by bead for the day itself.",
        featured=True,
    ),
)
