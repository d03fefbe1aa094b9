"""What the fixed catalogue holds, as facts; titles are made of them in `catalogue`."""

from dataclasses import dataclass

ALPHA = ("S", "M", "L", "XL", "XXL")
UK = ("UK 8", "UK 10", "UK 12", "UK 14", "UK 16")
WAIST = ("W30", "W32", "W34", "W36")
EU = ("EU 40", "EU 41", "EU 42", "EU 43", "EU 44")
EU_WOMEN = ("EU 37", "EU 38", "EU 39", "EU 40")
YEARS = ("2-3 y", "4-5 y", "6-7 y", "8-9 y")
ONE = ("One size",)

COLOURS = (
    "Red", "Wine", "Royal Blue", "Navy", "Black", "White", "Ivory", "Emerald Green", "Gold",
    "Grey", "Purple", "Teal", "Burnt Orange", "Pink", "Brown", "Cream",
)  # fmt: skip
HOUSES = (
    "Adunni Studio", "Kofar Dye Works", "Maitama Tailoring Room", "Alief Coral House",
    "Ariaria Leather", "Coal City Kids", "Balogun Lace Market", "Eko Street Supply",
)  # fmt: skip
BRANDS = ("", "Zuri", "Oge Lagos", "Nkem & Sons", "", "Tiwa Luxe")


@dataclass(frozen=True)
class Kind:
    """One kind of thing: what it is called in titles, and what it comes in."""

    key: str
    nouns: tuple[str, ...]
    category: tuple[str, str]
    sizes: tuple[str, ...]
    cloths: tuple[tuple[str, str], ...]
    pieces: int = 10
    words: str = ""


# (cloth as a fact, as a title writes it)
_ANKARA = (("ankara", "Ankara"), ("ankara", "African Print"), ("ankara", "Wax Print"))
_ASO_OKE = (("aso-oke", "Aso Oke"), ("aso-oke", "Aṣọ Òkè"), ("aso-oke", "Aso-Oke"))
_ADIRE = (("adire", "Adire"), ("adire", "Àdìrẹ"), ("adire", "Tie and Dye"))
_LACE, _PLAIN = (("lace", "Lace"), ("lace", "Cord Lace")), (("", ""),)
_LINEN, _BROCADE = (("linen", "Linen"),), (("brocade", "Brocade"),)
_LEATHER = (("leather", "Leather"),)

KINDS = (
    Kind(
        "agbada",
        ("Agbada", "Three Piece Agbada", "Babanriga", "Grand Agbada"),
        ("Men", "Agbada & Kaftan"),
        ALPHA,
        (*_ASO_OKE, *_BROCADE, *_PLAIN),
        14,
    ),
    Kind(
        "kaftan",
        ("Kaftan", "Caftan", "Jalabia"),
        ("Men", "Agbada & Kaftan"),
        ALPHA,
        (*_LINEN, *_PLAIN, *_BROCADE, *_ADIRE),
        14,
    ),
    Kind(
        "senator",
        ("Senator Suit", "Senator Wear", "Senator Set"),
        ("Men", "Senator suits"),
        ALPHA,
        _PLAIN,
        12,
    ),
    Kind("dashiki", ("Dashiki", "Dashiki Shirt"), ("Men", "Shirts"), ALPHA, (*_PLAIN, *_ANKARA), 8),
    Kind("isiagu", ("Isiagu Top", "Isi Agu Tunic"), ("Men", "Traditional"), ALPHA, _PLAIN, 6),
    Kind(
        "fila",
        ("Fila", "Fila Cap", "Hula Cap"),
        ("Accessories", "Headwraps & caps"),
        ("56 cm", "58 cm", "60 cm"),
        (*_ASO_OKE, *_PLAIN),
        10,
    ),
    Kind(
        "shirt",
        ("Shirt", "Camp Shirt", "Long Sleeve Shirt"),
        ("Men", "Shirts"),
        ALPHA,
        (*_LINEN, *_ANKARA, *_PLAIN),
        14,
    ),
    Kind(
        "trousers",
        ("Trousers", "Wide Pants", "Chinos Trousers"),
        ("Men", "Trousers"),
        WAIST,
        (*_LINEN, *_PLAIN),
        12,
    ),
    Kind("tee", ("T-Shirt", "Tee", "Polo T-Shirt"), ("Men", "Tees"), ALPHA, (*_PLAIN, *_ADIRE), 10),
    Kind(
        "gown",
        ("Gown", "Dress", "Maxi Dress", "Off Shoulder Gown", "Wrap Dress"),
        ("Women", "Dresses"),
        UK,
        (*_ANKARA, *_LACE, *_ADIRE, *_PLAIN),
        36,
    ),
    Kind(
        "boubou",
        ("Boubou", "Bubu Gown"),
        ("Women", "Dresses"),
        ONE,
        (*_ADIRE, *_BROCADE, *_PLAIN),
        10,
    ),
    Kind(
        "iro-buba",
        ("Iro and Buba", "Wrapper and Blouse Set"),
        ("Women", "Traditional sets"),
        UK,
        (*_LACE, *_ASO_OKE),
        10,
    ),
    Kind(
        "skirt",
        ("Skirt", "Pencil Skirt", "Pleated Skirt"),
        ("Women", "Skirts & Trousers"),
        UK,
        (*_ANKARA, *_PLAIN),
        12,
    ),
    Kind(
        "blouse", ("Blouse", "Peplum Top"), ("Women", "Tops"), UK, (*_LACE, *_ANKARA, *_PLAIN), 10
    ),
    Kind("jumpsuit", ("Jumpsuit", "Playsuit"), ("Women", "Jumpsuits"), UK, (*_ANKARA, *_PLAIN), 10),
    Kind(
        "two-piece",
        ("Two Piece Set", "Co-ord Set", "2 Piece Up and Down"),
        ("Women", "Two pieces"),
        UK,
        (*_ANKARA, *_ADIRE, *_LINEN),
        10,
    ),
    Kind("sweater", ("Sweater", "Jumper", "Cardigan"), ("Women", "Knitwear"), ALPHA, _PLAIN, 8),
    Kind(
        "gele",
        ("Gele", "Headtie", "Head Wrap", "Auto Gele"),
        ("Accessories", "Headwraps & caps"),
        ONE,
        (*_ASO_OKE, *_BROCADE, *_ANKARA),
        14,
    ),
    Kind("ipele", ("Ipele", "Shawl"), ("Accessories", "Headwraps & caps"), ONE, _ASO_OKE, 6),
    Kind(
        "beads",
        ("Coral Beads Set", "Coral Bead Necklace", "Bridal Beads"),
        ("Accessories", "Jewellery"),
        ONE,
        _PLAIN,
        8,
        "coral",
    ),
    Kind(
        "earrings",
        ("Earrings", "Drop Earrings"),
        ("Accessories", "Jewellery"),
        ONE,
        (*_PLAIN, *_ANKARA),
        8,
    ),
    Kind(
        "handbag",
        ("Handbag", "Purse", "Tote Bag", "Bucket Bag"),
        ("Accessories", "Bags"),
        ONE,
        (*_LEATHER, *_ANKARA),
        14,
    ),
    Kind(
        "slippers",
        ("Palm Slippers", "Slides", "Slippers"),
        ("Shoes", "Sandals & slides"),
        EU,
        (*_LEATHER, *_ANKARA),
        12,
    ),
    Kind("sandals", ("Sandals", "Strap Sandals"), ("Shoes", "Sandals & slides"), EU, _LEATHER, 8),
    Kind("sneakers", ("Sneakers", "Canvas Trainers"), ("Shoes", "Sneakers"), EU, _PLAIN, 10),
    Kind(
        "heels",
        ("High Heels", "Court Shoes", "Block Heels"),
        ("Shoes", "Heels"),
        EU_WOMEN,
        (*_PLAIN, *_LACE),
        8,
    ),
    Kind(
        "kids-gown",
        ("Girls Gown", "Baby Girl Dress"),
        ("Kids", "Girls"),
        YEARS,
        (*_ANKARA, *_LACE),
        8,
        "birthday",
    ),
    Kind(
        "kids-native",
        ("Boys Agbada", "Boys Senator", "Little Kaftan for Boys"),
        ("Kids", "Boys"),
        YEARS,
        (*_PLAIN, *_ASO_OKE),
        9,
        "birthday",
    ),
    Kind(
        "george",
        ("George Wrapper", "Intorica George Wrapper"),
        ("Fabrics", "Cloth"),
        ONE,
        _PLAIN,
        6,
    ),
    Kind(
        "cloth",
        ("Fabric, 5 Yards", "Fabric, 6 Yards", "Material"),
        ("Fabrics", "Cloth"),
        ONE,
        (*_ANKARA, *_LACE, *_ADIRE, *_ASO_OKE, ("akwete", "Akwete")),
        16,
    ),
)
