"""What a person expects of a query: facts of the catalogue, written before search was tuned.

A query without facts is junk: nothing may be found. A miss is a finding about search; the label
is not bent to fit it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A query, its sort, and the facts that a fitting product has (any of each tuple)."""

    query: str
    sort: str
    kinds: tuple[str, ...] = ()
    cloths: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    house: str = ""
    brand: str = ""

    @property
    def is_junk(self) -> bool:
        """Whether nothing fits."""
        return not (self.kinds or self.cloths or self.colours or self.house or self.brand)


_GOWNS = ("gown", "kids-gown", "boubou")
_NATIVE = ("agbada", "kaftan", "senator", "isiagu", "dashiki", "kids-native")
_AGBADA = ("agbada", "kids-native")
_BLUE = ("Royal Blue", "Navy")

# fmt: off
LABELS = (
    # Plain words and plurals.
    Label("agbada", "word", _AGBADA),
    Label("kaftans", "plural", ("kaftan", "kids-native")),
    Label("gowns", "plural", _GOWNS),
    Label("dresses", "plural", _GOWNS),
    Label("skirts", "plural", ("skirt",)),
    Label("earring", "plural", ("earrings",)),
    Label("handbags", "plural", ("handbag",)),
    Label("geles", "plural", ("gele",)),
    Label("shirts", "plural", ("shirt", "dashiki", "tee")),
    Label("sandal", "plural", ("sandals",)),
    Label("jumpsuits", "plural", ("jumpsuit",)),
    Label("ankara", "word", cloths=("ankara",)),
    Label("lace", "word", cloths=("lace",)),
    Label("adire", "word", cloths=("adire",)),
    Label("akwete", "word", cloths=("akwete",)),
    Label("leather", "word", cloths=("leather",), house="Ariaria Leather"),
    Label("linen trousers", "words", ("trousers",), ("linen",)),
    Label("lace blouse", "words", ("blouse",), ("lace",)),
    Label("ankara skirt", "words", ("skirt",), ("ankara",)),
    Label("aso oke agbada", "words", ("agbada", "kids-native"), ("aso-oke",)),
    Label("adire boubou", "words", ("boubou",), ("adire",)),
    Label("off shoulder gown", "words", ("gown",)),
    Label("girls dress", "words", ("kids-gown",)),
    Label("boys agbada", "words", ("kids-native",)),
    Label("men shirt", "words", ("shirt", "dashiki")),
    Label("ladies bag", "words", ("handbag",)),
    Label("palm slippers for men", "words", ("slippers",)),
    Label("wedding beads", "words", ("beads",)),
    # Local words and their spellings.
    Label("aso oke", "local", cloths=("aso-oke",)),
    Label("aso-oke", "local", cloths=("aso-oke",)),
    Label("asooke", "local", cloths=("aso-oke",)),
    Label("babanriga", "local", _AGBADA),
    Label("babariga", "local", _AGBADA),
    Label("babban riga", "local", _AGBADA),
    Label("iro and buba", "local", ("iro-buba",)),
    Label("iro", "local", ("iro-buba",)),
    Label("gele", "local", ("gele",)),
    Label("fila", "local", ("fila",)),
    Label("isiagu", "local", ("isiagu",)),
    Label("isi agu", "local", ("isiagu",)),
    Label("ipele", "local", ("ipele",)),
    Label("senator wear", "local", ("senator", "kids-native")),
    Label("dashiki", "local", ("dashiki",)),
    Label("danshiki", "local", ("dashiki",)),
    Label("bubu", "local", ("boubou",)),
    Label("george wrapper", "local", ("george",)),
    Label("intorica", "local", ("george",)),
    Label("native wear", "local", _NATIVE),
    Label("native for boys", "local", ("kids-native",)),
    Label("sokoto", "local", ("trousers",)),
    Label("kampala", "local", cloths=("adire",)),
    # Other words for the same.
    Label("african print dress", "synonym", _GOWNS, ("ankara",)),
    Label("wax print", "synonym", cloths=("ankara",)),
    Label("headtie", "synonym", ("gele",)),
    Label("head tie", "synonym", ("gele",)),
    Label("caftan", "synonym", ("kaftan", "kids-native")),
    Label("jalabia", "synonym", ("kaftan", "kids-native")),
    Label("kicks", "synonym", ("sneakers",)),
    Label("canvas", "synonym", ("sneakers",)),
    Label("pants", "synonym", ("trousers",)),
    Label("purse", "synonym", ("handbag",)),
    Label("hand bag", "synonym", ("handbag",)),
    Label("jumper", "synonym", ("sweater",)),
    Label("jewelry", "synonym", ("beads", "earrings")),
    Label("jewellery", "synonym", ("beads", "earrings")),
    Label("tshirt", "synonym", ("tee",)),
    Label("shawl", "synonym", ("ipele",)),
    Label("up and down", "synonym", ("two-piece",)),
    Label("co ord set", "synonym", ("two-piece",)),
    Label("tie and dye", "synonym", cloths=("adire",)),
    Label("slides", "synonym", ("slippers",)),
    Label("footwear", "synonym", ("slippers", "sandals", "sneakers", "heels")),
    Label("stiletto", "synonym", ("heels",)),
    # Typos.
    Label("agbda", "typo", _AGBADA),
    Label("agbadda", "typo", _AGBADA),
    Label("anakra gown", "typo", _GOWNS, ("ankara",)),
    Label("ankra", "typo", cloths=("ankara",)),
    Label("kaftn", "typo", ("kaftan", "kids-native")),
    Label("senetor", "typo", ("senator", "kids-native")),
    Label("trouzers", "typo", ("trousers",)),
    Label("slipers", "typo", ("slippers",)),
    Label("snikers", "typo", ("sneakers",)),
    Label("earings", "typo", ("earrings",)),
    Label("jumpsiut", "typo", ("jumpsuit",)),
    Label("dahsiki", "typo", ("dashiki",)),
    Label("isiaggu", "typo", ("isiagu",)),
    Label("adirre", "typo", cloths=("adire",)),
    Label("blous", "typo", ("blouse",)),
    Label("ankaragown", "typo", _GOWNS, ("ankara",)),
    Label("sweeter", "typo", ("sweater",)),
    Label("wedding geel", "typo", ("gele",)),
    # Three letters, and words that ran together.
    Label("lce", "typo", cloths=("lace",)),
    Label("gle", "typo", ("gele",)),
    Label("fla", "typo", ("fila",)),
    Label("red lce gown", "typo", _GOWNS, ("lace",), ("Red",)),
    Label("asoke", "typo", cloths=("aso-oke",)),
    Label("asoke agbada", "typo", ("agbada", "kids-native"), ("aso-oke",)),
    Label("maxidress", "typo", ("gown",)),
    Label("cordlace", "typo", cloths=("lace",)),
    # Accents and tone marks.
    Label("àgbádá", "accent", _AGBADA),
    Label("aṣọ òkè", "accent", cloths=("aso-oke",)),
    Label("àdìrẹ", "accent", cloths=("adire",)),
    Label("gèlè", "accent", ("gele",)),
    Label("AGBADA!!!", "accent", _AGBADA),
    # Colours and sizes.
    Label("red gown", "colour", _GOWNS, colours=("Red",)),
    Label("red ankara gown size 12", "size", ("gown",), ("ankara",), ("Red",), ("UK 12",)),
    Label("black senator xl", "size", ("senator",), (), ("Black",), ("XL",)),
    Label("white agbada", "colour", _AGBADA, colours=("White",)),
    Label("burgundy lace", "colour", cloths=("lace",), colours=("Wine",)),
    Label("gray shirt", "colour", ("shirt", "dashiki", "tee"), colours=("Grey",)),
    Label("blue kaftan", "colour", ("kaftan", "kids-native"), colours=_BLUE),
    Label("green gele", "colour", ("gele",), colours=("Emerald Green",)),
    Label("uk 14 dress", "size", ("gown",), sizes=("UK 14",)),
    Label("trousers waist 34", "size", ("trousers",), sizes=("W34",)),
    Label("sneakers 42", "size", ("sneakers",), sizes=("EU 42",)),
    Label("navy blue senator", "colour", ("senator", "kids-native"), colours=("Navy",)),
    Label("kaftan size l", "size", ("kaftan",), sizes=("L",)),
    Label("girls dress 6 years", "size", ("kids-gown",), sizes=("6-7 y",)),
    # Brands and houses.
    Label("zuri gown", "brand", _GOWNS, brand="Zuri"),
    Label("oge lagos", "brand", brand="Oge Lagos"),
    Label("nkem and sons", "brand", brand="Nkem & Sons"),
    Label("tiwa luxe handbag", "brand", ("handbag",), brand="Tiwa Luxe"),
    Label("maitama agbada", "house", _AGBADA, house="Maitama Tailoring Room"),
    Label("kofar dye works", "house", house="Kofar Dye Works"),
    Label("coal city kids", "house", house="Coal City Kids"),
    Label("maitma tailoring", "house", house="Maitama Tailoring Room"),
    # Quotes and minus.
    Label('"maxi dress"', "syntax", ("gown",)),
    Label("ankara -gown -dress", "syntax", ("dashiki", "shirt", "skirt", "blouse", "jumpsuit",
          "two-piece", "gele", "earrings", "handbag", "slippers", "cloth"), ("ankara",)),
    # Junk.
    Label("qqqqzzzz", "junk"),
    Label("'; DROP TABLE products;--", "junk"),
    Label("((((", "junk"),
    Label("%%%", "junk"),
    Label("laptop charger", "junk"),
    Label("xyzzy plugh", "junk"),
    Label("usb", "junk"),
    Label("dvd", "junk"),
    Label("gas", "junk"),
)
# fmt: on
