"""Sandals, slides and mules, a pair seen from above."""

from devstack.demo.art.cloth import Lay
from devstack.demo.art.colour import deeper, lighter
from devstack.demo.art.drape import Folds
from devstack.demo.art.garments.kit import Kit
from devstack.demo.art.paths import Path, Point, mirror, move, scale, trace, turn
from devstack.demo.art.trims import bead, smooth

SOLE = (
    "M322 250 R 258 262 214 340 206 450 R 206 560 244 660 254 770 R 256 860 252 930 300 972 "
    "R 352 982 384 930 386 850 R 384 740 420 620 420 480 R 416 350 384 258 322 250"
)
POINTED = (
    "M352 196 R 290 268 222 350 208 470 R 210 580 246 680 254 780 R 256 870 254 940 302 980 "
    "R 352 990 384 938 388 858 R 386 750 426 620 424 470 R 416 340 390 262 352 196"
)
TILT = -7.0
HEEL: Point = (310, 900)


def _shoe(kit: Kit, side: int, path: Path, folds: Folds | None = None, **options: float) -> None:
    """A part of the left shoe, or of the right one as its mirror image."""
    turned = turn(path, TILT, HEEL)
    placed = move(turned, -4, 0)
    outline = placed if side < 0 else mirror(placed)
    cloth = kit.trim if options.get("sole") else kit.cloth
    kit.piece(
        outline,
        folds,
        Lay(angle=TILT * -side, scale=1),
        cloth=cloth,
        relief=options.get("relief", 20),
        cast=options.get("cast", 0.5),
        dim=options.get("dim", 0),
    )


def _sole(kit: Kit, side: int, source: str) -> None:
    sole = trace(source)
    _shoe(kit, side, sole, sole=1, dim=0.5, relief=10)
    bed = scale(sole, 0.93, (318, 615))
    _shoe(kit, side, bed, sole=1, relief=34, cast=0)
    inner = scale(sole, 0.87, (318, 615))
    line = move(turn([*inner, inner[0]], TILT, HEEL), -4, 0)
    kit.layer.stitches(line if side < 0 else mirror(line), lighter(kit.trim.tone, 0.45), 1.6, 0.7)


def slides(kit: Kit) -> None:
    """One broad padded strap."""
    strap = trace(
        "M196 396 R 250 350 360 346 432 392 R 446 460 444 540 438 590 "
        "R 370 530 270 540 204 610 R 186 540 184 460 196 396"
    )
    for side in (-1, 1):
        _sole(kit, side, SOLE)
        _shoe(kit, side, strap, relief=40, cast=0.7)
        for edge in (
            smooth((200, 416), (262, 374), (360, 368), (428, 410)),
            smooth((208, 588), (280, 522), (370, 512), (434, 566)),
        ):
            line = move(turn(edge, TILT, HEEL), -4, 0)
            kit.layer.stitches(
                line if side < 0 else mirror(line), lighter(kit.cloth.tone, 0.6), 1.7
            )


def sandals(kit: Kit) -> None:
    """Crossed straps, a ring, an ankle strap."""
    first = trace(
        "M192 372 R 270 400 360 470 436 590 L 428 648 R 350 540 270 462 190 436 L 192 372"
    )
    second = trace(
        "M438 380 R 360 400 270 470 198 590 L 214 648 R 290 540 360 468 438 446 L 438 380"
    )
    ankle = trace(
        "M240 760 R 290 724 350 724 398 756 L 396 806 R 350 776 290 776 246 808 L 240 760"
    )
    for side in (-1, 1):
        _sole(kit, side, SOLE)
        for strap in (first, second, ankle):
            _shoe(kit, side, strap, relief=16, cast=0.7)
        for at in ((316, 476), (258, 782)):
            spot = move(turn([at], TILT, HEEL), -4, 0)[0]
            place = spot if side < 0 else (900 - spot[0], spot[1])
            bead(kit.layer, place, 24 if at[1] < 500 else 12, kit.palette.second)


def mules(kit: Kit) -> None:
    """Pointed backless shoes covered in cloth."""
    upper = trace(
        "M352 190 R 288 262 214 350 198 470 R 198 540 216 610 222 650 "
        "R 290 560 360 556 424 620 R 436 560 438 470 R 424 340 394 256 352 190"
    )
    opening = smooth((222, 640), (290, 554), (360, 550), (424, 612))
    for side in (-1, 1):
        _sole(kit, side, POINTED)
        folds = Folds()
        _shoe(kit, side, upper, folds, relief=46, cast=0.75)
        line = move(turn(opening, TILT, HEEL), -4, 0)
        line = line if side < 0 else mirror(line)
        kit.layer.line(line, deeper(kit.cloth.tone, 0.3), 9)
        kit.layer.line(line, kit.palette.second, 4)
        if kit.has("bow"):
            at = move(turn([(320, 500)], TILT, HEEL), -4, 0)[0]
            at = at if side < 0 else (900 - at[0], at[1])
            _knot(kit, at)


def _knot(kit: Kit, at: Point) -> None:
    x, y = at
    for side in (-1, 1):
        loop = trace(
            f"M{x} {y} R {x + side * 40} {y - 40} {x + side * 86} {y - 26} "
            f"{x + side * 80} {y + 26} {x} {y + 10}"
        )
        folds = Folds().crease([(x, y + 2), (x + side * 36, y - 8), (x + side * 66, y - 6)], 9, 0.5)
        kit.piece(loop, folds, cloth=kit.trim, relief=14, cast=0.6)
    knot = [(x - 15, y - 17), (x + 15, y - 17), (x + 17, y + 19), (x - 17, y + 19)]
    kit.piece(knot, cloth=kit.trim, relief=10, cast=0.4)
