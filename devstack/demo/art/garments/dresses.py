"""Dresses: fit-and-flare, maxi, shift, wrap, and the child's party dress."""

from devstack.demo.art.cloth import Lay
from devstack.demo.art.colour import deeper, lighter
from devstack.demo.art.drape import Folds
from devstack.demo.art.garments.kit import Kit
from devstack.demo.art.paths import Path, half, trace
from devstack.demo.art.trims import both, button, seam, smooth

SCOOP = "M450 252 R 424 246 404 222 392 168"
VEE = "M450 306 R 428 258 408 210 392 168"


def _neck(kit: Kit, front: str) -> str:
    """Lay the inside of the back, then return the front's neckline."""
    inside = half("M450 188 R 420 184 392 168 L 384 220 L 404 326 L 450 326")
    kit.piece(inside, dim=0.6, relief=14, cast=0)
    return front


def _bodice(kit: Kit, neckline: str, waist: float = 478) -> None:
    path = half(
        f"{neckline} L 346 184 R 356 236 346 292 332 330 R 346 390 372 {waist} "
        f"Q 410 {waist + 8} 450 {waist + 8}"
    )
    folds = Folds()
    for side in (-1, 1):
        folds.crease(
            [(450 + side * 106, 345), (450 + side * 74, 372), (450 + side * 50, 366)], 9, 0.4
        )
        folds.crease(
            [(450 + side * 58, waist), (450 + side * 52, 430), (450 + side * 50, 392)], 8, 0.45
        )
        folds.crease(
            [(450 + side * 78, waist), (450 + side * 84, 450), (450 + side * 96, 425)], 11, 0.35
        )
    kit.piece(path, folds, Lay(wave=3), relief=34)
    _bind(kit, neckline)


def _bind(kit: Kit, neckline: str) -> None:
    """A narrow binding round the neck."""
    line = half(neckline)
    line = line[len(line) // 2 :] + line[: len(line) // 2]
    kit.layer.line(line, deeper(kit.cloth.tone, 0.35), 7)
    kit.layer.line([(x, y - 1) for x, y in line], lighter(kit.cloth.tone, 0.2), 2.4, 0.8)


def _short_sleeves(kit: Kit) -> None:
    path = trace(
        "M360 180 R 318 190 282 226 262 300 R 254 330 252 346 R 290 366 338 354 "
        "L 340 318 R 352 280 356 240 360 180"
    )
    kit.pair(
        path,
        [
            ([(330, 200), (300, 260), (288, 350)], 13, 0.4),
            ([(346, 250), (326, 300), (316, 352)], 12, 0.45),
        ],
        angle=22,
    )


def _puff_sleeves(kit: Kit) -> None:
    path = trace(
        "M366 178 R 320 172 270 204 236 268 R 222 320 246 372 R 262 388 292 392 "
        "R 322 384 336 356 L 340 318 R 354 270 358 230 366 178"
    )
    creases = [
        ([(348, 190), (300, 230), (262, 300)], 13, 0.5),
        ([(352, 215), (310, 270), (276, 372)], 12, 0.55),
        ([(346, 260), (318, 310), (296, 378)], 11, 0.5),
        ([(250, 372), (256, 344), (254, 318)], 9, 0.5),
    ]
    kit.pair(path, creases, angle=24, relief=36)
    cuff = trace("M250 366 R 272 386 332 360 L 334 378 R 276 408 252 386 L 250 366")
    kit.pair(cuff, angle=14, cloth=kit.trim, relief=8, cast=0.3)


def _flare(kit: Kit, hem: float, reach: float, waist: float = 478) -> Path:
    """A full skirt whose hem runs over folds."""
    low = hem + 22
    path = half(
        f"M450 {waist} L 370 {waist} "
        f"R {450 - reach * 0.52} {waist + (hem - waist) * 0.34} "
        f"{450 - reach * 0.82} {waist + (hem - waist) * 0.72} {450 - reach} {hem - 26} "
        f"R {450 - reach * 0.93} {hem - 8} {450 - reach * 0.8} {hem + 9} "
        f"{450 - reach * 0.62} {hem + 8} {450 - reach * 0.44} {low + 1} "
        f"{450 - reach * 0.24} {low - 5} {450 - reach * 0.1} {low + 5} 450 {low}"
    )
    folds = Folds().gather(
        (374, 526, waist),
        (450 - reach * 0.92, 450 + reach * 0.92, hem),
        13,
        kit.dice,
        strength=0.8,
        width=21,
    )
    kit.piece(path, folds, Lay(apex=(450, waist - 330), wave=6), relief=40)
    return path


def _sash(kit: Kit, waist: float = 478) -> None:
    band = half(
        f"M450 {waist - 20} R 410 {waist - 22} 367 {waist - 24} L 366 {waist + 12} "
        f"R 410 {waist + 18} 450 {waist + 20}"
    )
    folds = Folds().crease([(370, waist - 6), (450, waist + 2), (530, waist - 8)], 7, 0.4)
    kit.piece(band, folds, cloth=kit.trim, relief=12)


def _bow(kit: Kit, at: tuple[float, float]) -> None:
    x, y = at
    left = (
        f"M{x} {y} R {x - 34} {y + 60} {x - 46} {y + 150} L {x - 16} {y + 162} "
        f"R {x - 4} {y + 80} {x + 8} {y}"
    )
    right = (
        f"M{x} {y} R {x + 24} {y + 62} {x + 22} {y + 138} L {x + 52} {y + 130} "
        f"R {x + 36} {y + 60} {x + 12} {y}"
    )
    for tail in (left, right):
        kit.piece(trace(tail), cloth=kit.trim, relief=10, cast=0.45)
    for side in (-1, 1):
        loop = trace(
            f"M{x} {y - 4} R {x + side * 30} {y - 32} {x + side * 66} {y - 28} "
            f"{x + side * 74} {y + 2} {x + side * 54} {y + 22} {x} {y + 6}"
        )
        folds = Folds().crease([(x, y), (x + side * 26, y - 6), (x + side * 52, y - 8)], 8, 0.55)
        kit.piece(loop, folds, cloth=kit.trim, relief=14)
    knot = trace(
        f"M{x - 11} {y - 12} R {x} {y - 16} {x + 12} {y - 11} {x + 13} {y + 12} {x} "
        f"{y + 15} {x - 12} {y + 12} {x - 11} {y - 12}"
    )
    kit.piece(knot, cloth=kit.trim, relief=9, cast=0.3)


def flare_dress(kit: Kit) -> None:
    """A fitted bodice over a full skirt."""
    neckline = _neck(kit, VEE if kit.has("vee") else SCOOP)
    _flare(kit, 985, 282)
    if kit.has("puff"):
        _puff_sleeves(kit)
    elif not kit.has("sleeveless"):
        _short_sleeves(kit)
    _bodice(kit, neckline)
    _princess(kit)
    _sash(kit)
    if kit.has("bow"):
        _bow(kit, (402, 480))


def _princess(kit: Kit) -> None:
    both(kit.layer, smooth((352, 262), (388, 330), (402, 400), (404, 462)), kit.cloth.tone, 1.8)


def maxi_dress(kit: Kit) -> None:
    """Floor length, with a tier and a slit of movement."""
    neckline = _neck(kit, VEE if kit.has("vee") else SCOOP)
    _flare(kit, 1105, 212)
    if kit.has("tiered"):
        _tier(kit)
    if kit.has("puff"):
        _puff_sleeves(kit)
    elif kit.has("bell"):
        _bell_sleeves(kit)
    elif not kit.has("sleeveless"):
        _short_sleeves(kit)
    _bodice(kit, neckline)
    _sash(kit)


def _tier(kit: Kit) -> None:
    path = half(
        "M450 880 R 370 874 295 850 L 226 1092 R 262 1114 300 1112 340 1128 380 1122 "
        "412 1134 450 1128"
    )
    folds = Folds().gather((282, 618, 878), (244, 656, 1120), 15, kit.dice, width=14)
    kit.piece(path, folds, Lay(wave=6, shift=(60, 90)), relief=22)
    seam(
        kit.layer,
        smooth((295, 850), (370, 874), (450, 881), (530, 874), (605, 850)),
        kit.cloth.tone,
    )


def _bell_sleeves(kit: Kit) -> None:
    path = trace(
        "M362 180 R 316 192 276 250 246 340 R 212 440 176 540 R 214 574 262 578 300 560 "
        "R 318 470 332 400 340 318 R 352 270 356 230 362 180"
    )
    kit.pair(
        path,
        [
            ([(340, 210), (290, 330), (222, 548)], 14, 0.45),
            ([(344, 290), (300, 420), (262, 570)], 14, 0.5),
            ([(280, 260), (240, 380), (196, 530)], 10, 0.35),
        ],
        angle=24,
        relief=30,
    )


def shift_dress(kit: Kit) -> None:
    """Straight from the shoulder to the knee."""
    front = _neck(kit, VEE if kit.has("vee") else SCOOP)
    if kit.has("bell"):
        _bell_sleeves(kit)
    elif not kit.has("sleeveless"):
        _short_sleeves(kit)
    path = half(
        f"{front} L 344 184 R 354 236 346 292 330 334 R 334 430 340 520 322 640 "
        "R 300 780 296 930 R 350 950 400 944 450 950"
    )
    folds = Folds().rumple((350, 520, 540, 760), 7, kit.dice, lean=0.1, strength=0.35)
    for side in (-1, 1):
        folds.crease(
            [(450 + side * 112, 350), (450 + side * 78, 376), (450 + side * 52, 368)], 9, 0.45
        )
        folds.crease(
            [(450 + side * 104, 540), (450 + side * 96, 700), (450 + side * 116, 930)], 20, 0.4
        )
        folds.crease(
            [(450 + side * 30, 560), (450 + side * 44, 740), (450 + side * 40, 945)], 17, 0.35
        )
    kit.piece(path, folds, Lay(wave=4), relief=44)
    _bind(kit, front)
    if kit.has("pockets"):
        for x in (356, 482):
            patch = trace(
                f"M{x} 640 L {x + 62} 640 L {x + 62} 706 Q {x + 31} 730 {x} 706 L {x} 640"
            )
            kit.piece(patch, Folds(), Lay(shift=(14, 9)), relief=9, cast=0.35)
    hem = smooth((300, 912), (350, 930), (450, 930), (550, 930), (600, 912))
    kit.layer.stitches(hem, kit.palette.light, strength=0.5)


def wrap_dress(kit: Kit) -> None:
    """One front crosses the other and ties at the side."""
    _neck(kit, VEE)
    _flare(kit, 1010, 236)
    overlap = trace(
        "M520 470 L 388 474 R 340 640 286 820 240 972 R 330 1012 420 1004 500 1024 "
        "R 545 830 540 640 520 470"
    )
    folds = Folds().gather((400, 512, 476), (280, 500, 1005), 8, kit.dice, width=17)
    kit.piece(overlap, folds, Lay(apex=(470, 150), wave=6), relief=30)
    _bell_sleeves(kit) if kit.has("bell") else _short_sleeves(kit)
    right = trace(
        "M508 168 R 492 230 456 300 390 420 L 372 478 L 528 478 R 556 390 568 330 "
        "R 552 290 546 236 554 184 L 508 168"
    )
    left = trace(
        "M392 168 R 412 236 450 312 520 410 L 530 478 L 372 478 R 346 390 332 330 "
        "R 348 290 354 236 346 184 L 392 168"
    )
    for path, points in (
        (right, [(380, 468), (450, 410), (540, 360)]),
        (left, [(524, 470), (450, 410), (352, 352)]),
    ):
        folds = Folds().crease(points, 12, 0.45)
        folds.crease([(x + 4, y + 34) for x, y in points], 10, 0.4)
        kit.piece(path, folds, Lay(wave=4), relief=26)
    _sash(kit)
    _bow(kit, (506, 480))


def kids_dress(kit: Kit) -> None:
    """A short-waisted party dress with puff sleeves and a bow."""
    neckline = _neck(kit, SCOOP)
    under = half("M450 560 L 250 780 R 230 830 212 868 R 260 902 310 894 360 900 410 908 450 906")
    kit.piece(under, cloth=kit.trim, relief=18)
    _flare(kit, 858, 262, 440)
    _puff_sleeves(kit)
    _bodice(kit, neckline, 440)
    collar = trace("M450 256 R 420 250 398 222 388 166 R 352 196 346 240 372 276 R 410 304 450 256")
    kit.pair(collar, cloth=kit.trim, relief=12)
    _sash(kit, 440)
    _bow(kit, (450, 442))
    for y in (300, 340, 380):
        button(kit.layer, (450, y), kit.palette.light, 7)
