"""Trousers, skirts, shorts and the jumpsuit."""

from devstack.demo.art.cloth import Lay
from devstack.demo.art.colour import lighter
from devstack.demo.art.drape import Folds
from devstack.demo.art.garments.kit import Crease, Kit
from devstack.demo.art.paths import half, trace
from devstack.demo.art.trims import both, button, seam, smooth


def _legs(kit: Kit, top: float, hem: float, reach: float, waist: float = 118) -> None:
    crotch = top + 250
    path = trace(
        f"M{450 - waist} {top} L 452 {top} L 452 {crotch} "
        f"R 446 {crotch + 260} {440 - reach * 0.05} {hem} Q {400 - reach * 0.5} {hem + 18} "
        f"{330 - reach} {hem - 6} R {316 - reach * 0.5} {crotch + 240} 304 {crotch} "
        f"R 314 {top + 110} {450 - waist} {top}"
    )
    middle = 385 - reach * 0.5
    creases: list[Crease] = [
        ([(392, top + 20), (384, crotch + 120), (middle, hem)], 9, 0.5),
        ([(330, crotch - 30), (344, crotch + 200), (346 - reach * 0.8, hem)], 20, 0.45),
        ([(436, crotch + 40), (420, crotch + 240), (418 - reach * 0.2, hem)], 17, 0.45),
        ([(446, crotch - 10), (410, crotch + 30), (370, crotch + 36)], 13, 0.45),
    ]
    kit.pair(path, creases, relief=40)


def _waistband(kit: Kit, top: float, waist: float, *, cloth: bool = False) -> None:
    band = half(
        f"M450 {top - 30} L {450 - waist + 2} {top - 34} L {450 - waist - 2} {top + 12} "
        f"Q 400 {top + 18} 450 {top + 18}"
    )
    kit.piece(band, cloth=kit.trim if cloth else None, relief=10, cast=0.4)


def trousers(kit: Kit) -> None:
    """High-waisted, pleated, wide or tapered."""
    wide = kit.has("wide")
    _legs(kit, 190, 1080, 92 if wide else 6)
    for x in (392, 424):
        for sign in (-1, 1):
            spot = 450 + sign * (450 - x)
            seam(kit.layer, [(spot, 208), (spot - sign * 3, 300)], kit.cloth.tone, 1.8)
    both(kit.layer, smooth((336, 214), (322, 268), (306, 320)), kit.cloth.tone, 2)
    seam(kit.layer, smooth((450, 206), (452, 320), (450, 436)), kit.cloth.tone, 2)
    _waistband(kit, 190, 118, cloth=kit.has("contrast"))
    if kit.has("tie"):
        _tie(kit)
    else:
        button(kit.layer, (450, 183), kit.palette.light, 9)
        for x in (352, 400, 500, 548):
            loop = trace(f"M{x - 5} 152 L {x + 5} 152 L {x + 5} 212 L {x - 5} 212 L {x - 5} 152")
            kit.piece(loop, Folds(), relief=4, cast=0.3)


def _tie(kit: Kit) -> None:
    for end, sway in ((330, -26), (304, 20)):
        tail = trace(
            f"M444 190 R {446 + sway} {250} {442 + sway} {end} L {462 + sway} {end + 4} "
            f"R {462 + sway * 0.8} 250 458 190 L 444 190"
        )
        kit.piece(tail, cloth=kit.trim, relief=7, cast=0.4)
    for side in (-1, 1):
        loop = trace(
            f"M450 184 R {450 + side * 30} 158 {450 + side * 56} 176 {450 + side * 44} 206 450 192"
        )
        kit.piece(loop, cloth=kit.trim, relief=9, cast=0.4)


def skirt(kit: Kit) -> None:
    """A full midi, gathered or pleated; or a wrapped one."""
    hem, top, reach = (1010.0, 260.0, 300.0)
    path = half(
        f"M450 {top} L 338 {top} R 290 480 228 760 {450 - reach} {hem - 30} "
        f"R 180 {hem - 4} 230 {hem + 8} 290 {hem + 6} 350 {hem + 24} 404 {hem + 16} "
        f"450 {hem + 26}"
    )
    folds = Folds()
    if kit.has("pleated"):
        for number in range(15):
            t = (number + 0.5) / 15
            x0, x1 = 340 + 220 * t, 158 + 584 * t
            folds.crease(
                [(x0, top), ((x0 + x1) / 2 + (t - 0.5) * 10, 640), (x1, hem + 10)], 17, 0.75
            )
    else:
        folds.gather((342, 558, top), (164, 736, hem), 14, kit.dice, width=24, strength=0.8)
    kit.piece(path, folds, Lay(apex=(450, -120), wave=6), relief=44)
    if kit.has("border"):
        _border(kit, hem)
    _waistband(kit, top, 112, cloth=True)
    if kit.has("buttons"):
        for number in range(7):
            button(kit.layer, (450, 320 + number * 98), kit.palette.light, 9)


def _border(kit: Kit, hem: float) -> None:
    band = half(
        f"M450 {hem - 40} R 350 {hem - 44} 240 {hem - 62} 168 {hem - 92} "
        f"L 150 {hem - 30} R 180 {hem - 4} 230 {hem + 8} 290 {hem + 6} 350 {hem + 24} "
        f"404 {hem + 16} 450 {hem + 26}"
    )
    folds = Folds().gather((180, 720, hem - 80), (160, 740, hem + 14), 14, kit.dice, strength=0.5)
    kit.piece(band, folds, cloth=kit.trim, relief=18, cast=0.2)


def pencil(kit: Kit) -> None:
    """A fitted skirt with a wrapped front."""
    path = half("M450 270 L 340 270 R 306 370 296 470 R 306 720 318 990 R 380 1004 450 1004")
    folds = Folds().crease([(320, 420), (420, 450), (560, 400)], 13, 0.35)
    for side in (-1, 1):
        folds.crease(
            [(450 + side * 100, 520), (450 + side * 84, 760), (450 + side * 104, 990)], 20, 0.4
        )
    kit.piece(path, folds, Lay(wave=4), relief=52)
    front = trace(
        "M340 270 L 556 270 R 586 400 566 640 480 1018 R 400 1002 360 1000 318 990 "
        "R 306 720 296 470 R 306 370 340 270"
    )
    folds = Folds()
    for number in range(4):
        x = 548 - number * 34
        folds.crease([(x, 290), (x - 70, 420), (330, 520 + number * 60)], 14, 0.4)
    kit.piece(front, folds, Lay(angle=4, wave=4), relief=40)
    _waistband(kit, 270, 112, cloth=True)


def jumpsuit(kit: Kit) -> None:
    """Wide legs, a belted waist, a V neck."""
    kit.piece(
        half("M450 172 R 424 170 400 158 L 384 220 L 404 326 L 450 326"),
        dim=0.6,
        relief=12,
        cast=0,
    )
    _legs(kit, 452, 1112, 66, 96)
    _jumpsuit_top(kit)
    both(kit.layer, smooth((358, 486), (340, 540), (318, 580)), kit.cloth.tone, 2)
    _belt(kit)


def _jumpsuit_top(kit: Kit) -> None:
    if not kit.has("sleeveless"):
        sleeve = trace(
            "M352 172 R 300 190 262 240 236 324 R 230 346 228 360 R 268 386 320 392 "
            "L 346 326 R 366 270 366 220 352 172"
        )
        kit.pair(
            sleeve,
            [
                ([(338, 210), (288, 290), (262, 376)], 14, 0.45),
                ([(334, 300), (308, 340), (296, 388)], 12, 0.45),
            ],
            angle=22,
            relief=30,
        )
    body = half(
        "M450 324 R 430 270 412 214 398 156 L 350 174 R 354 240 338 326 "
        "R 344 390 356 452 Q 410 464 450 464"
    )
    folds = Folds()
    for side in (-1, 1):
        folds.crease(
            [(450 + side * 106, 340), (450 + side * 76, 366), (450 + side * 48, 360)], 10, 0.4
        )
        folds.crease(
            [(450 + side * 60, 455), (450 + side * 54, 410), (450 + side * 50, 372)], 10, 0.45
        )
    kit.piece(body, folds, Lay(wave=3), relief=36)
    seam(kit.layer, smooth((450, 326), (451, 380), (450, 440)), kit.cloth.tone, 1.8)


def _belt(kit: Kit) -> None:
    band = half("M450 434 R 400 432 352 430 L 352 466 R 400 472 450 474")
    kit.piece(band, cloth=kit.trim, relief=10)
    buckle = [(428, 432), (474, 432), (474, 476), (428, 476)]
    kit.layer.line([*buckle, buckle[0], buckle[1]], kit.palette.second, 6)
    kit.layer.line([(451, 436), (451, 472)], lighter(kit.palette.second, 0.3), 4)


def shorts(kit: Kit) -> None:
    """A child's or a beach pair, drawn in by a cord."""
    path = trace("M314 330 L 452 330 L 452 560 L 446 800 Q 350 830 246 800 R 268 600 314 330")
    creases = [
        ([(360, 350), (350, 560), (320, 805)], 20, 0.5),
        ([(420, 360), (412, 560), (404, 810)], 18, 0.45),
        ([(446, 560), (400, 600), (360, 604)], 14, 0.45),
    ]
    kit.pair(path, creases, relief=42)
    both(kit.layer, smooth((326, 360), (308, 430), (290, 500)), kit.cloth.tone, 2)
    _waistband(kit, 330, 136)
    kit.layer.stitches([(316, 322), (584, 322)], lighter(kit.cloth.tone, 0.5))
    for sway in (-22, 18):
        line = smooth((450, 330), (446 + sway, 400), (450 + sway, 470))
        kit.layer.line(line, kit.palette.light, 6)
    hem = smooth((252, 778), (350, 806), (444, 780))
    for side in (0, 1):
        edge = hem if not side else [(900 - x, y) for x, y in hem][::-1]
        kit.layer.stitches(edge, lighter(kit.cloth.tone, 0.5))
