"""All garments by name."""

from devstack.demo.art.garments import (
    bags,
    bottoms,
    dresses,
    headwear,
    jewellery,
    robes,
    shoes,
    tops,
)
from devstack.demo.art.garments.kit import Garment

GARMENTS: dict[str, Garment] = {
    "agbada": robes.agbada,
    "kaftan": robes.kaftan,
    "senator": robes.senator,
    "boubou": robes.boubou,
    "buba-iro": tops.buba_iro,
    "flare-dress": dresses.flare_dress,
    "maxi-dress": dresses.maxi_dress,
    "shift-dress": dresses.shift_dress,
    "wrap-dress": dresses.wrap_dress,
    "kids-dress": dresses.kids_dress,
    "shirt": tops.shirt,
    "tee": tops.tee,
    "blouse": tops.blouse,
    "kimono": tops.kimono,
    "trousers": bottoms.trousers,
    "skirt": bottoms.skirt,
    "pencil-skirt": bottoms.pencil,
    "shorts": bottoms.shorts,
    "jumpsuit": bottoms.jumpsuit,
    "gele": headwear.gele,
    "fila": headwear.fila,
    "turban": headwear.turban,
    "tote": bags.tote,
    "clutch": bags.clutch,
    "bucket-bag": bags.bucket,
    "coral-set": jewellery.coral,
    "beads": jewellery.beads,
    "earrings": jewellery.earrings,
    "bangles": jewellery.bangles,
    "slides": shoes.slides,
    "sandals": shoes.sandals,
    "mules": shoes.mules,
}
FOOTWEAR = frozenset({"slides", "sandals", "mules"})
BAGS = frozenset({"tote", "clutch", "bucket-bag"})
CLOTHLESS = frozenset({"coral-set", "beads", "earrings", "bangles"}) | FOOTWEAR
