"""Men's robes and two-piece suits: agbada, kaftan, senator; and the flowing boubou."""

from devstack.demo.art.cloth import Lay
from devstack.demo.art.colour import GOLD, Rgb, deeper, lighter, luminance, mix
from devstack.demo.art.drape import Folds
from devstack.demo.art.garments.kit import Crease, Kit
from devstack.demo.art.paths import half, mirror, move, trace
from devstack.demo.art.trims import both, button, cord, rosette, satin, seam, smooth, spiral


def thread(kit: Kit) -> Rgb:
    """An embroidery colour that shows on the cloth."""
    if kit.has("gold"):
        return GOLD
    if kit.has("tonal"):
        light = luminance(kit.cloth.tone) < 0.5
        return lighter(kit.cloth.tone, 0.42) if light else deeper(kit.cloth.tone, 0.38)
    return kit.palette.second


def legs(kit: Kit, top: float, hem: float, *, wide: float = 0) -> None:
    """The trousers below a tunic."""
    path = trace(
        f"M330 {top} L 448 {top} R 446 {hem - 120} 438 {hem} Q 384 {hem + 12} "
        f"{334 - wide} {hem} R 326 {hem - 120} 330 {top}"
    )
    middle = 388 - wide / 2
    creases: list[Crease] = [
        ([(middle, top), (middle - 2, hem - 60), (middle - 4, hem)], 12, 0.5),
        ([(350, hem - 150), (380, hem - 60), (372, hem)], 13, 0.4),
        ([(424, hem - 130), (412, hem - 60), (416, hem)], 10, 0.4),
    ]
    kit.pair(path, creases, relief=28)


def agbada(kit: Kit) -> None:
    """Three pieces: trousers, tunic at the neck, and the great robe folded on the shoulders."""
    legs(kit, 860, 1124)
    kit.piece(
        half("M450 186 R 424 182 398 178 L 384 240 L 400 352 L 450 352"),
        dim=0.55,
        relief=12,
        cast=0,
    )
    tunic = half("M450 250 R 430 244 412 224 400 184 L 384 240 L 400 400 L 450 420")
    kit.piece(tunic, relief=16)
    robe = half(
        "M450 352 R 436 320 420 260 408 186 L 376 182 R 300 210 236 262 196 340 "
        "R 140 470 108 620 92 782 R 128 826 176 838 236 830 L 244 938 "
        "R 300 968 370 974 450 984"
    )
    folds = Folds().gather((330, 570, 300), (262, 638, 970), 9, kit.dice, width=20, strength=0.6)
    kit.piece(robe, folds, Lay(wave=6), relief=46)
    _agbada_sleeves(kit)
    _agbada_embroidery(kit)


def _agbada_sleeves(kit: Kit) -> None:
    """The wide sleeve, thrown up over the shoulder in three lapped folds."""
    for inset, hem in ((0, 838), (44, 800), (92, 742)):
        path = trace(
            f"M{372 - inset * 0.1} 184 R {300 - inset * 0.2} 208 {236 - inset * 0.1} 262 "
            f"{196 - inset * 0.12} 342 R {142 - inset * 0.1} 470 {110 - inset * 0.1} 620 "
            f"{94 - inset * 0.08} {hem - 56} R {130} {hem - 6} {176} {hem} "
            f"{252 - inset * 0.9} {hem - 18} R {270 - inset * 0.8} 640 "
            f"{296 - inset * 0.6} 460 {330 - inset * 0.4} 300 "
            f"R {346 - inset * 0.2} 230 {372 - inset * 0.1} 184"
        )
        creases = [
            (
                [(350 - inset, 230), (262 - inset * 0.7, 440), (206 - inset * 0.5, hem - 20)],
                17,
                0.5,
            ),
            ([(300 - inset, 240), (210 - inset * 0.6, 450), (150, hem - 12)], 15, 0.45),
        ]
        kit.pair(path, creases, angle=14 + inset * 0.05, relief=26, cast=0.55)


def _agbada_embroidery(kit: Kit) -> None:
    ink = thread(kit)
    layer = kit.layer
    neck = smooth((404, 190), (418, 262), (436, 322), (450, 354))
    for offset, width in ((0, 7), (13, 4), (22, 4)):
        line = [(x - offset, y + offset * 0.5) for x, y in neck]
        cord(layer, line, ink, width)
        cord(layer, mirror(line), ink, width)
    _chest_panel(kit, ink)


def _chest_panel(kit: Kit, ink: Rgb) -> None:
    """The asymmetric breast panel with its eight knives and coils."""
    layer = kit.layer
    panel = smooth((392, 232), (356, 300), (346, 400), (362, 500), (410, 560), (462, 560))
    for offset, width in ((0, 6), (12, 3.4)):
        cord(layer, [(x + offset, y - offset * 0.4) for x, y in panel], ink, width)
    right = smooth((508, 232), (520, 300), (516, 380), (496, 470), (462, 560))
    for offset, width in ((0, 6), (-12, 3.4)):
        cord(layer, [(x + offset, y - abs(offset) * 0.4) for x, y in right], ink, width)
    for at, radius, hand in (
        ((398, 330), 22, 1),
        ((392, 410), 26, -1),
        ((416, 490), 24, 1),
        ((484, 350), 19, -1),
        ((478, 420), 19, 1),
        ((464, 500), 17, -1),
    ):
        cord(layer, spiral(at, radius, 2.6, hand=hand), ink, 4)
    for number in range(4):
        y = 388 + number * 40
        knife = [(436, y), (445, y + 30), (436, y + 38), (427, y + 30)]
        satin(layer, knife, ink)
    rosette(layer, (436, 372), 12, ink)


def _tunic(kit: Kit, *, hem: float, flare: float = 0) -> None:
    """A long shirt with set-in sleeves, slit at the sides."""
    sleeve = trace(
        "M346 212 R 304 226 276 262 258 330 R 236 470 214 590 196 706 "
        "Q 226 728 264 718 R 288 600 310 480 334 372 R 380 340 390 260 354 206 L 346 212"
    )
    creases = [
        ([(330, 240), (278, 420), (224, 716)], 13, 0.45),
        ([(318, 350), (276, 470), (258, 520)], 13, 0.5),
        ([(250, 440), (268, 500), (282, 520)], 9, 0.4),
        ([(300, 300), (286, 380), (270, 430)], 10, 0.4),
    ]
    kit.pair(sleeve, creases, angle=12, relief=30)
    body = half(
        f"M450 262 R 428 250 410 226 398 186 L 346 206 R 362 262 358 326 326 374 "
        f"R 322 560 {312 - flare} 720 {304 - flare} {hem} R 350 {hem + 12} 400 {hem + 8} "
        f"450 {hem + 12}"
    )
    folds = Folds().rumple((340, 420, 540, hem - 120), 8, kit.dice, lean=0.06, strength=0.4)
    for side in (-1, 1):
        folds.crease(
            [(450 + side * 118, 380), (450 + side * 92, 430), (450 + side * 60, 450)], 12, 0.4
        )
        folds.crease(
            [(450 + side * 108, 560), (450 + side * 96, 740), (450 + side * 112, hem)], 19, 0.45
        )
        folds.crease(
            [(450 + side * 48, 600), (450 + side * 58, 760), (450 + side * 50, hem)], 16, 0.35
        )
    kit.piece(body, folds, Lay(wave=4), relief=40)


def _stand_collar(kit: Kit) -> None:
    band = half("M450 266 R 424 258 402 226 395 180 L 410 166 R 418 204 432 232 450 240")
    kit.piece(band, cloth=kit.trim if kit.has("contrast") else None, relief=10)


def _back(kit: Kit) -> None:
    kit.piece(
        half("M450 180 R 424 176 400 164 L 384 220 L 404 300 L 450 300"),
        dim=0.56,
        relief=12,
        cast=0,
    )


def kaftan(kit: Kit) -> None:
    """Tunic and trousers with embroidery down the chest."""
    legs(kit, 820, 1120)
    _back(kit)
    _tunic(kit, hem=872, flare=14)
    ink = thread(kit)
    placket = half("M450 254 R 432 248 418 230 L 418 470 L 450 506")
    kit.piece(placket, Folds(), relief=8, cast=0.25)
    _kaftan_embroidery(kit, ink)
    for line in (smooth((198, 692), (228, 712), (266, 702)),):
        for shift in (0, 11):
            cuff = move(line, 0, -shift)
            cord(kit.layer, cuff, ink, 4.4)
            cord(kit.layer, mirror(cuff), ink, 4.4)
    seam(
        kit.layer,
        smooth((296, 856), (370, 866), (450, 868), (530, 866), (604, 856)),
        kit.cloth.tone,
        1.4,
    )


def _kaftan_embroidery(kit: Kit, ink: Rgb) -> None:
    layer = kit.layer
    neck = smooth((396, 188), (406, 226), (426, 252), (450, 264))
    for offset, width in ((0, 6), (11, 3.6)):
        line = [(x - offset * 0.7, y + offset) for x, y in neck]
        cord(layer, line, ink, width)
        cord(layer, mirror(line), ink, width)
    edge = [(414.0, 280.0), (414, 470), (450, 512)]
    cord(layer, edge, ink, 5)
    cord(layer, mirror(edge), ink, 5)
    for number in range(5):
        y = 300 + number * 40
        rosette(layer, (450, y), 13, ink)
        for side in (-1, 1):
            cord(layer, spiral((450 + side * 52, y + 10), 15 - number, 2.1, hand=side), ink, 3.4)


def senator(kit: Kit) -> None:
    """A trim suit: stand collar, half placket, breast pocket, clean lines."""
    legs(kit, 780, 1118)
    _back(kit)
    _tunic(kit, hem=812)
    accent = kit.trim if kit.has("contrast") else kit.cloth
    placket = half("M450 250 L 432 246 L 432 520 L 450 530")
    kit.piece(placket, Folds(), cloth=accent, relief=7, cast=0.3)
    _stand_collar(kit)
    if kit.has("band"):
        band = trace("M346 206 L 382 196 R 392 330 388 520 L 392 822 L 344 824 R 352 560 346 206")
        kit.piece(band, Folds(), cloth=kit.trim, relief=8, cast=0.2)
    patch = trace("M498 356 L 560 350 L 562 362 L 500 369 L 498 356")
    kit.piece(patch, Folds(), cloth=accent, relief=5, cast=0.35)
    ink = mix(kit.palette.light, kit.palette.second, 0.5)
    for number in range(4):
        button(kit.layer, (450, 290 + number * 62), ink, 7.5)
    both(kit.layer, smooth((200, 682), (230, 700), (268, 692)), kit.cloth.tone, 1.6)
    kit.layer.stitches(
        smooth((312, 796), (380, 806), (450, 808), (520, 806), (588, 796)),
        lighter(kit.cloth.tone, 0.4),
        strength=0.5,
    )


def boubou(kit: Kit) -> None:
    """A floor-length, one-piece robe with batwing sleeves and a worked V neck."""
    kit.piece(
        half("M450 176 R 424 172 398 168 L 384 230 L 400 330 L 450 330"),
        dim=0.56,
        relief=12,
        cast=0,
    )
    body = half(
        "M450 330 R 432 286 412 230 398 170 L 362 178 R 286 206 226 270 178 360 "
        "R 132 470 112 600 108 706 R 138 742 184 748 232 738 R 262 840 262 960 240 1092 "
        "R 290 1120 370 1124 450 1132"
    )
    folds = Folds().gather((350, 550, 260), (250, 650, 1120), 9, kit.dice, width=21, strength=0.6)
    for side in (-1, 1):
        for start, end in (
            ((96, 230), (300, 690)),
            ((120, 300), (240, 735)),
            ((80, 330), (196, 760)),
        ):
            x0, x1 = 450 + side * start[0], 450 + side * end[0]
            folds.crease(
                [
                    (x0, start[1]),
                    ((x0 + x1) / 2 + side * 26, (start[1] + end[1]) / 2),
                    (x1, end[1]),
                ],
                17,
                0.5,
            )
    kit.piece(body, folds, Lay(wave=7), relief=48)
    _boubou_embroidery(kit, thread(kit))


def _boubou_embroidery(kit: Kit, ink: Rgb) -> None:
    neck = smooth((394, 172), (410, 236), (430, 290), (450, 332))
    for offset, width in ((0, 7), (14, 4), (24, 5)):
        line = [(x - offset, y + offset * 0.6) for x, y in neck]
        cord(kit.layer, line, ink, width)
        cord(kit.layer, mirror(line), ink, width)
    for number in range(5):
        rosette(kit.layer, (450, 372 + number * 36), 15 - number, ink)
        for side in (-1, 1):
            cord(
                kit.layer,
                spiral(
                    (450 + side * (34 - number * 3), 366 + number * 36),
                    15 - number * 1.6,
                    2.2,
                    hand=side,
                ),
                ink,
                3.6,
            )
    hem = smooth((246, 1070), (300, 1092), (370, 1098), (450, 1104))
    for line in (hem, mirror(hem)):
        cord(kit.layer, line, ink, 4)
