"""Blouses, shirts, tees, the kimono jacket, and the blouse with its wrapper."""

from devstack.demo.art.cloth import Lay
from devstack.demo.art.colour import lighter
from devstack.demo.art.drape import Folds
from devstack.demo.art.garments.kit import Kit
from devstack.demo.art.paths import half, mirror, trace
from devstack.demo.art.trims import both, button, seam, smooth


def _inside(kit: Kit) -> None:
    kit.piece(
        half("M450 250 R 410 246 376 232 L 372 300 L 400 380 L 450 380"),
        dim=0.6,
        relief=12,
        cast=0,
    )


def shirt(kit: Kit) -> None:
    """A camp-collar shirt; long sleeves on request."""
    _inside(kit)
    if kit.has("long"):
        sleeve = trace(
            "M318 268 R 266 288 236 340 220 420 R 196 580 172 720 166 842 "
            "Q 206 864 246 850 R 262 720 292 580 313 452 R 366 420 380 320 330 262 L 318 268"
        )
        creases = [
            ([(306, 320), (246, 560), (204, 848)], 15, 0.45),
            ([(300, 440), (262, 560), (236, 610)], 14, 0.5),
            ([(206, 600), (232, 640), (254, 650)], 10, 0.4),
        ]
    else:
        sleeve = trace(
            "M318 266 R 262 288 222 340 176 470 R 166 500 160 520 R 214 552 284 566 "
            "L 313 452 R 366 420 380 320 330 262 L 318 266"
        )
        creases = [
            ([(306, 320), (250, 430), (222, 548)], 15, 0.45),
            ([(304, 400), (278, 470), (262, 560)], 13, 0.5),
        ]
    kit.pair(sleeve, creases, angle=18, relief=34)
    body = half(
        "M450 330 R 420 290 398 262 384 234 L 318 262 R 337 330 334 400 304 454 "
        "R 306 640 300 900 Q 370 926 450 922"
    )
    folds = Folds().rumple((330, 420, 560, 780), 9, kit.dice, lean=0.05, strength=0.4)
    for side in (-1, 1):
        folds.crease(
            [(450 + side * 138, 460), (450 + side * 100, 520), (450 + side * 60, 540)], 14, 0.4
        )
        folds.crease(
            [(450 + side * 122, 640), (450 + side * 108, 780), (450 + side * 128, 915)], 18, 0.4
        )
    kit.piece(body, folds, Lay(wave=4), relief=42)
    _shirt_front(kit)


def _shirt_front(kit: Kit) -> None:
    cloth = kit.trim if kit.has("contrast") else None
    seam(kit.layer, smooth((450, 336), (452, 600), (450, 920)), kit.cloth.tone, 2)
    kit.layer.stitches([(470, 345), (470, 918)], lighter(kit.cloth.tone, 0.5), 1.4, 0.45)
    collar = trace(
        "M386 228 R 366 244 350 262 344 280 L 362 348 L 450 336 R 416 296 396 262 386 228"
    )
    kit.pair(
        collar, [([(372, 260), (388, 300), (420, 326)], 9, 0.35)], angle=-24, cloth=cloth, relief=12
    )
    for number in range(5):
        button(kit.layer, (460, 378 + number * 112), kit.palette.light, 8)
    patch = trace("M496 424 L 574 420 L 576 500 Q 538 524 500 504 L 496 424")
    kit.piece(patch, Folds(), Lay(shift=(21, 13)), cloth=cloth, relief=8, cast=0.3)
    hem = smooth((304, 880), (370, 900), (450, 900), (530, 900), (596, 880))
    kit.layer.stitches(hem, lighter(kit.cloth.tone, 0.5), 1.4, 0.5)


def tee(kit: Kit) -> None:
    """A boxy tee with a ribbed neck."""
    kit.piece(
        half("M450 262 R 414 258 382 240 L 374 290 L 400 340 L 450 340"),
        dim=0.6,
        relief=12,
        cast=0,
    )
    sleeve = trace(
        "M322 262 R 262 284 218 340 178 462 R 168 490 162 512 R 216 546 282 562 L 314 454 "
        "R 366 420 380 320 334 258 L 322 262"
    )
    kit.pair(
        sleeve,
        [
            ([(308, 320), (256, 430), (226, 545)], 15, 0.45),
            ([(302, 420), (276, 480), (262, 556)], 12, 0.5),
        ],
        angle=20,
        relief=32,
    )
    body = half(
        "M450 318 R 416 312 392 284 376 238 L 322 258 R 340 326 337 400 306 454 "
        "R 308 640 304 884 Q 370 902 450 902"
    )
    folds = Folds().rumple((330, 440, 560, 780), 9, kit.dice, lean=0.1, strength=0.42)
    for side in (-1, 1):
        folds.crease(
            [(450 + side * 136, 462), (450 + side * 96, 520), (450 + side * 56, 536)], 14, 0.45
        )
    kit.piece(body, folds, Lay(wave=5), relief=42)
    rib = half("M450 334 R 408 328 380 294 364 242 L 378 236 R 394 282 418 310 450 316")
    kit.piece(rib, cloth=kit.trim if kit.has("contrast") else None, relief=8, cast=0.25)
    light = lighter(kit.cloth.tone, 0.5)
    kit.layer.stitches(smooth((306, 866), (370, 884), (450, 885), (530, 884), (594, 866)), light)
    cuff = smooth((168, 496), (216, 528), (282, 545))
    kit.layer.stitches(cuff, light)
    kit.layer.stitches(mirror(cuff), light)


def _buba_blouse(kit: Kit, hem: float) -> None:
    kit.piece(
        half("M450 176 R 414 172 384 160 L 376 220 L 400 290 L 450 290"),
        dim=0.6,
        relief=12,
        cast=0,
    )
    sleeve = trace(
        "M352 172 R 290 196 246 258 196 350 R 158 430 132 512 R 176 556 236 574 292 562 "
        "R 312 470 330 400 334 330 L 352 172"
    )
    kit.pair(
        sleeve,
        [
            ([(338, 220), (260, 370), (186, 548)], 16, 0.5),
            ([(330, 320), (280, 430), (244, 566)], 15, 0.5),
            ([(260, 260), (200, 390), (158, 520)], 11, 0.35),
        ],
        angle=28,
        relief=36,
    )
    body = half(
        f"M450 268 R 420 258 396 220 384 158 L 352 168 R 342 250 332 332 "
        f"R 326 430 310 {hem - 20} R 350 {hem + 4} 400 {hem - 4} 450 {hem + 4}"
    )
    folds = Folds().gather((370, 530, 300), (324, 576, hem), 8, kit.dice, width=16, strength=0.45)
    kit.piece(body, folds, Lay(wave=5), relief=38)


def buba_iro(kit: Kit) -> None:
    """Loose blouse, wrapped skirt, and the folded shoulder cloth."""
    skirt = half("M450 500 L 330 500 R 312 640 310 800 318 1096 R 380 1116 420 1108 450 1112")
    folds = Folds()
    for x0, x1 in ((350, 372), (390, 430), (520, 470), (560, 540)):
        folds.crease([(x0, 530), ((x0 + x1) / 2 - 14, 800), (x1, 1100)], 18, 0.45)
    kit.piece(skirt, folds, Lay(wave=5), cloth=kit.trim if kit.has("contrast") else None, relief=46)
    wrap = trace(
        "M330 500 L 546 500 R 566 700 540 900 502 1122 R 420 1110 360 1114 312 1096 "
        "R 306 800 312 640 330 500"
    )
    folds = Folds().gather((400, 540, 500), (330, 500, 1110), 6, kit.dice, width=17, strength=0.5)
    kit.piece(
        wrap,
        folds,
        Lay(angle=5, wave=5),
        cloth=kit.trim if kit.has("contrast") else None,
        relief=34,
    )
    _buba_blouse(kit, 596)
    if kit.has("sash"):
        _shoulder_cloth(kit)


def _shoulder_cloth(kit: Kit) -> None:
    """Ipele: the folded cloth over one shoulder."""
    path = trace("M510 158 L 600 196 R 618 400 622 560 618 790 L 512 800 R 520 560 518 380 510 158")
    folds = Folds()
    for x in (540, 566, 592):
        folds.crease([(x - 8, 180), (x + 2, 460), (x, 792)], 11, 0.5)
    kit.piece(path, folds, cloth=kit.trim, relief=18, cast=0.55)
    for x in range(516, 618, 8):
        kit.layer.line([(x, 796), (x + 1, 836)], kit.palette.second, 2.4, 0.9)


def kimono(kit: Kit) -> None:
    """An open jacket with wide sleeves, contrast bands."""
    kit.piece(
        half("M450 210 R 410 206 372 190 L 340 500 L 340 900 L 450 900"), dim=0.5, relief=16, cast=0
    )
    _kimono_sleeves(kit)
    _kimono_fronts(kit)


def _kimono_sleeves(kit: Kit) -> None:
    sleeve = trace(
        "M340 206 R 270 226 200 280 140 380 L 76 556 R 120 620 190 650 252 652 L 312 470 L 340 206"
    )
    kit.pair(
        sleeve,
        [
            ([(326, 250), (230, 420), (140, 618)], 17, 0.5),
            ([(314, 380), (250, 510), (206, 646)], 16, 0.5),
        ],
        angle=30,
        relief=36,
    )
    band = trace("M86 532 R 128 596 196 626 262 628 L 252 656 R 186 652 116 622 74 560 L 86 532")
    kit.pair(band, cloth=kit.trim, relief=8, cast=0.25)


def _kimono_fronts(kit: Kit) -> None:
    front = trace(
        "M376 186 L 340 202 R 322 340 308 470 R 304 700 292 962 R 340 982 392 976 "
        "R 408 700 412 440 376 186"
    )
    kit.pair(
        front,
        [
            ([(350, 420), (340, 680), (330, 965)], 18, 0.5),
            ([(392, 500), (376, 720), (372, 972)], 15, 0.45),
            ([(318, 500), (340, 540), (370, 550)], 12, 0.4),
        ],
        angle=2,
        relief=32,
    )
    edge = trace(
        "M390 180 L 368 186 R 396 330 404 470 402 620 L 386 978 L 410 978 R 430 640 426 400 390 180"
    )
    kit.pair(edge, cloth=kit.trim, relief=9, cast=0.35)
    kit.piece(
        half("M450 226 R 410 218 366 188 L 388 178 R 420 200 450 206"),
        cloth=kit.trim,
        relief=8,
        cast=0,
    )


def blouse(kit: Kit) -> None:
    """A peplum blouse with a bow neck or puff sleeves."""
    kit.piece(
        half("M450 268 R 414 262 384 244 L 374 290 L 400 340 L 450 340"),
        dim=0.6,
        relief=12,
        cast=0,
    )
    _gathered_sleeves(kit)
    _peplum(kit)
    for number in range(5):
        button(kit.layer, (450, 368 + number * 66), kit.palette.light, 7)


def _gathered_sleeves(kit: Kit) -> None:
    sleeve = trace(
        "M340 250 R 276 246 222 300 196 390 R 190 440 208 476 R 240 500 286 494 L 312 440 L 340 250"
    )
    kit.pair(
        sleeve,
        [
            ([(326, 270), (258, 340), (214, 420)], 15, 0.5),
            ([(322, 310), (270, 390), (236, 480)], 15, 0.55),
            ([(214, 472), (222, 440), (220, 400)], 10, 0.5),
        ],
        angle=24,
        relief=40,
    )
    kit.pair(
        trace("M204 468 R 238 492 290 486 L 292 510 R 236 516 202 492 L 204 468"),
        cloth=kit.trim,
        relief=7,
        cast=0.3,
    )


def _peplum(kit: Kit) -> None:
    peplum = half("M450 690 L 330 690 R 296 780 258 868 R 300 896 340 892 372 910 412 898 450 912")
    folds = Folds().gather((334, 566, 690), (266, 634, 900), 11, kit.dice, width=18, strength=0.75)
    kit.piece(peplum, folds, Lay(apex=(450, 300)), relief=30)
    body = half(
        "M450 332 R 416 322 394 292 380 242 L 336 254 R 322 340 312 446 "
        "R 322 560 330 690 Q 390 704 450 704"
    )
    folds = Folds().rumple((350, 520, 540, 640), 5, kit.dice, lean=0.05, strength=0.35)
    for side in (-1, 1):
        folds.crease(
            [(450 + side * 132, 460), (450 + side * 96, 500), (450 + side * 60, 498)], 12, 0.45
        )
    kit.piece(body, folds, Lay(wave=3), relief=42)
    both(kit.layer, smooth((336, 400), (384, 480), (398, 580), (396, 692)), kit.cloth.tone, 1.8)
    kit.piece(
        half("M450 690 Q 390 690 329 678 L 329 704 Q 390 716 450 716"),
        cloth=kit.trim,
        relief=8,
        cast=0.3,
    )
