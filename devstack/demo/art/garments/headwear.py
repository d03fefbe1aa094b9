"""Gele, fila and the tied turban."""

from devstack.demo.art.cloth import Lay
from devstack.demo.art.colour import lighter
from devstack.demo.art.drape import Folds
from devstack.demo.art.garments.kit import Kit
from devstack.demo.art.paths import Point, ellipse, move, trace, turn
from devstack.demo.art.trims import cord, rosette, seam, smooth

PETAL = "M-62 0 R -150 -180 -150 -340 -70 -440 R -10 -476 40 -470 84 -430 R 150 -330 146 -170 62 0"


def gele(kit: Kit) -> None:
    """A stiff headwrap, pleated into a fan."""
    base: Point = (450, 742)
    for angle, size in ((-58, 0.82), (62, 0.88), (-34, 0.98), (40, 1.06), (-10, 1.02), (16, 1.12)):
        _petal(kit, base, angle, size)
    _headband(kit)


def _petal(kit: Kit, base: Point, angle: float, size: float) -> None:
    def place(points: list[Point]) -> list[Point]:
        sized = [(x * size, y * size) for x, y in points]
        return turn(move(sized, *base), angle, base)

    folds = Folds()
    for x in (-84, -46, -8, 30, 72):
        points = [(x * 0.3, -30.0), (x * 0.95, -200.0), (x * 0.9, -400.0)]
        folds.crease(place(points), 15, 0.7)
    kit.piece(place(trace(PETAL)), folds, Lay(angle=angle, wave=3), relief=30, cast=0.65)


def _headband(kit: Kit) -> None:
    kit.piece(
        trace(
            "M232 760 R 300 690 450 668 600 690 668 760 R 620 900 540 936 450 940 "
            "R 360 936 280 900 232 760"
        ),
        dim=0.62,
        relief=20,
        cast=0,
    )
    _back_band(kit)
    _crossed_band(kit)


def _back_band(kit: Kit) -> None:
    back = trace(
        "M222 752 R 262 640 360 590 470 584 R 590 596 660 660 680 748 "
        "R 640 852 590 892 540 910 R 590 830 570 770 450 764 R 330 770 300 830 350 910 "
        "R 292 884 246 832 222 752"
    )
    folds = Folds()
    for lift in (0, 34, 68):
        folds.crease(
            [
                (236, 770 - lift),
                (340, 690 - lift * 0.9),
                (450, 672 - lift),
                (570, 690 - lift * 0.9),
                (668, 770 - lift),
            ],
            13,
            0.55,
        )
    kit.piece(back, folds, Lay(angle=-6, wave=4), relief=34, cast=0.6)


def _crossed_band(kit: Kit) -> None:
    cross = trace(
        "M236 800 R 320 690 450 620 600 590 R 660 610 690 680 682 760 "
        "R 640 700 520 716 420 764 R 350 800 316 850 330 902 R 280 880 248 842 236 800"
    )
    folds = Folds()
    for lift in (0, 26, 52, 78):
        folds.crease(
            [
                (262 + lift * 0.4, 850 - lift * 0.9),
                (380, 752 - lift * 0.9),
                (520, 690 - lift * 0.9),
                (672, 700 - lift),
            ],
            11,
            0.6,
        )
    kit.piece(cross, folds, Lay(angle=-24, wave=4), relief=30, cast=0.6)


def fila(kit: Kit) -> None:
    """A soft cap whose crown falls to one side."""
    crown = trace(
        "M262 760 R 256 600 300 470 400 410 R 520 360 660 400 716 500 "
        "R 744 580 716 660 660 690 R 664 730 660 768 Q 460 830 262 760"
    )
    folds = Folds()
    for points in (
        [(280, 700), (330, 520), (460, 430)],
        [(640, 690), (600, 600), (500, 520)],
        [(560, 700), (520, 600), (420, 520)],
        [(700, 520), (640, 600), (650, 690)],
    ):
        folds.crease(points, 20, 0.5)
    kit.piece(crown, folds, Lay(angle=-4), relief=56)
    fold = trace(
        "M400 412 R 470 470 560 560 660 692 R 724 652 744 580 716 500 R 660 400 520 360 400 412"
    )
    folds = Folds().crease([(450, 430), (580, 480), (690, 600)], 22, 0.45)
    folds.crease([(520, 410), (640, 460), (716, 560)], 16, 0.4)
    kit.piece(fold, folds, Lay(angle=38), relief=40, cast=0.6)
    band = trace("M258 690 Q 460 766 664 692 L 660 772 Q 460 842 262 764 L 258 690")
    kit.piece(
        band,
        Folds(),
        Lay(angle=2),
        cloth=kit.trim if kit.has("contrast") else None,
        relief=18,
        cast=0.35,
    )
    light = lighter(kit.cloth.tone, 0.45)
    for drop in (14, 58):
        kit.layer.stitches(smooth((260, 690 + drop), (460, 752 + drop), (662, 694 + drop)), light)
    if kit.has("gold"):
        for number in range(7):
            x = 300 + number * 53
            rosette(
                kit.layer, (x, 738 + 14 * (1 - ((number - 3) / 3) ** 2)), 15, kit.palette.second
            )


def turban(kit: Kit) -> None:
    """A ready-tied turban with a knot in front."""
    dome = trace(
        "M216 730 R 210 560 290 420 450 390 R 610 420 690 560 684 730 "
        "R 640 800 560 826 450 830 R 340 826 260 800 216 730"
    )
    folds = Folds()
    for side in (-1, 1):
        for lift in (0, 60, 120, 180, 236):
            folds.crease(
                [
                    (450, 690 - lift * 0.5),
                    (450 + side * 120, 640 - lift * 0.9),
                    (450 + side * 222, 740 - lift * 1.1),
                ],
                15,
                0.6,
            )
    kit.piece(dome, folds, Lay(wave=5), relief=56)
    kit.piece(ellipse(450, 800, 176, 40), dim=0.7, relief=16, cast=0.2)
    _front_knot(kit)
    line = smooth((226, 742), (300, 792), (450, 810), (600, 792), (674, 742))
    if kit.has("gold"):
        cord(kit.layer, line, kit.palette.second, 7)
    else:
        seam(kit.layer, line, kit.cloth.tone)


def _front_knot(kit: Kit) -> None:
    for side in (-1, 1):
        wing = trace(
            f"M450 660 R {450 + side * 60} 560 {450 + side * 160} 540 {450 + side * 206} 590 "
            f"R {450 + side * 200} 660 {450 + side * 110} 706 450 690"
        )
        folds = Folds().crease(
            [(450, 676), (450 + side * 90, 630), (450 + side * 180, 596)], 14, 0.6
        )
        folds.crease([(450, 684), (450 + side * 90, 662), (450 + side * 170, 640)], 11, 0.5)
        kit.piece(wing, folds, Lay(angle=side * -28), relief=26, cast=0.6)
    knot = trace("M412 640 R 450 618 488 640 R 500 680 488 718 R 450 736 412 718 R 400 680 412 640")
    folds = Folds().crease([(428, 640), (440, 680), (430, 716)], 9, 0.6)
    folds.crease([(462, 636), (470, 680), (462, 718)], 9, 0.6)
    kit.piece(knot, folds, relief=20, cast=0.5)
