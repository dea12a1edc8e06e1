"""The benchmark shop's catalogue: four hundred articles, titled in five languages in 25 to 110 characters."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING

from sample_orders.goods import COLOURS, KEYBOARDS, UNLOCKED, article
from sample_orders.shape import GRADE_LETTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from sample_orders.shape import Item

LANGS = ("fr", "de", "it", "es", "en")
GRADES, GRADE_WEIGHTS = (9, 10, 11, 12), (8, 36, 40, 16)
"""Premium, excellent, good, fair: most of what is sold is good or excellent."""
SEVERAL = 0.04
"""Lines of more than one piece; the others are of one."""
PHONES_TO_OTHERS = 3
"""How much oftener a phone is sold than another machine of its rank."""

_LENS: Mapping[str, str] = {
    "fr": "double appareil photo", "de": "Dual-Kamera", "it": "doppia fotocamera", "es": "doble cámara",
    "en": "dual camera",
}  # fmt: skip
_RENEWED: Mapping[str, str] = {
    "fr": "avec batterie neuve", "de": "mit neuem Akku", "it": "con batteria nuova", "es": "con batería nueva",
    "en": "with a new battery",
}  # fmt: skip
_FOR: Mapping[str, str] = {"fr": "pour", "de": "für", "it": "per", "es": "para", "en": "for"}
_EXTRAS: Mapping[str, Mapping[str, str]] = {
    "CASE": {"fr": "Coque de protection transparente", "de": "Durchsichtige Schutzhülle",
             "it": "Custodia protettiva trasparente", "es": "Funda protectora transparente",
             "en": "Clear protective case"},
    "GLASS": {"fr": "Verre trempé pour écran", "de": "Panzerglas-Displayschutz", "it": "Vetro temperato per schermo",
              "es": "Cristal templado para pantalla", "en": "Tempered glass protector"},
    "BATT": {"fr": "Batterie de remplacement avec outils", "de": "Ersatzakku mit Werkzeug",
             "it": "Batteria di ricambio con attrezzi", "es": "Batería de repuesto con herramientas",
             "en": "Replacement battery with tools"},
    "CHG": {"fr": "Chargeur rapide 20 W - USB-C", "de": "Schnellladegerät 20 W - USB-C",
            "it": "Caricabatterie rapido 20 W - USB-C", "es": "Cargador rápido de 20 W - USB-C",
            "en": "Fast charger 20 W - USB-C"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the catalogue."""

    sku: str
    titles: Mapping[str, str]
    price: int
    """Of one in good state, whole euros, tax included."""
    numbered: str = ""
    """`imei`, `serial`, or empty for accessories, which have no grade either."""
    weight: str = "0.12"


def _phones() -> Iterator[Article]:
    for model in range(7, 18):
        for size in (64, 128, 256):
            for colour, words in list(COLOURS.items())[: 5 if size == 256 else 7]:  # noqa: PLR2004  # the largest
                titles = {
                    lang: f"Example Phone {model} {size}GB - {words[lang]} - {UNLOCKED[lang]}"
                    + (f" - {_LENS[lang]}" if model % 4 == 0 else "")
                    for lang in LANGS
                }
                price = 60 + model * 21 + size // 3
                yield Article(f"PH{model}-{size}-{colour}", titles, price, "imei", "0.31")


def _laptops() -> Iterator[Article]:
    for inches in (13, 14, 15, 17):
        for disk in (256, 512, 1024):
            for memory in (8, 16, 32):
                for year in (2019, 2021):
                    titles = {
                        lang: f'Example Book {inches}" ({year}) - Core {memory // 4 + 1} 2,6 GHz - SSD {disk} GB - '
                        f"{memory} GB RAM - {KEYBOARDS[lang]}"
                        + (f" - {_RENEWED[lang]}" if year == 2019 and memory == 8 else "")  # noqa: PLR2004  # the longest
                        for lang in LANGS
                    }
                    price = inches * 19 + disk // 8 + memory * 6 + (year - 2019) * 40
                    yield Article(f"NB-{inches}-{disk}-{memory}-{year % 100}", titles, price, "serial", "1.85")


def _tablets_and_consoles() -> Iterator[Article]:
    for size in (32, 64, 128, 256):
        for colour, words in COLOURS.items():
            titles = {lang: f'Sample Pad 10,2" (2021) - WiFi - {size} GB - {words[lang]}' for lang in LANGS}
            yield Article(f"TB-{size}-{colour}", titles, 120 + size // 2, "serial", "0.62")
    for size in (500, 825, 1000):
        for colour, words in list(COLOURS.items())[:4]:
            titles = {lang: f"Demo Station 4 Slim {size}GB - {words[lang]}" for lang in LANGS}
            yield Article(f"GC-{size}-{colour}", titles, 150 + size // 8, "serial", "2.90")


def _accessories() -> Iterator[Article]:
    for key, words in _EXTRAS.items():
        for model in range(7, 17):
            titles = {lang: f"{words[lang]} {_FOR[lang]} Example Phone {model}" for lang in LANGS}
            yield Article(f"{key}-{model}", titles, 9 + len(key) + model // 3)
        for size in (13, 14, 15, 17):
            titles = {lang: f'{words[lang]} {_FOR[lang]} Example Book {size}"' for lang in LANGS}
            yield Article(f"{key}-B{size}", titles, 14 + len(key) + size)
    for metres in (1, 2, 3):
        for colour, hues in COLOURS.items():
            titles = {
                "fr": f"Câble USB-C vers USB-C - {metres} m - {hues['fr']}",
                "de": f"Kabel USB-C auf USB-C - {metres} m - {hues['de']}",
                "it": f"Cavo da USB-C a USB-C - {metres} m - {hues['it']}",
                "es": f"Cable de USB-C a USB-C - {metres} m - {hues['es']}",
                "en": f"USB-C to USB-C cable - {metres} m - {hues['en']}",
            }
            yield Article(f"CBL-{metres}M-{colour}", titles, 6 + 3 * metres)


CATALOGUE: tuple[Article, ...] = (*_phones(), *_laptops(), *_tablets_and_consoles(), *_accessories())
_MACHINES = tuple(found for found in CATALOGUE if found.numbered)
_ACCESSORIES = tuple(found for found in CATALOGUE if not found.numbered)


def _popularity(articles: tuple[Article, ...]) -> list[float]:
    # A few models make most of the sales: the n-th best sold sells as 1 / n^0.7. Which is the n-th best is mixed.
    ranks = sorted(range(len(articles)), key=lambda place: zlib.crc32(articles[place].sku.encode()))
    weights = [0.0] * len(articles)
    for rank, place in enumerate(ranks, 1):
        weights[place] = rank**-0.7 * PHONES_TO_OTHERS ** (articles[place].numbered == "imei")
    return list(accumulate(weights))


_MACHINE_WEIGHTS, _ACCESSORY_WEIGHTS = _popularity(_MACHINES), _popularity(_ACCESSORIES)


def line(language: str, draw: Random, *, first: bool) -> Item:
    """Return a line: a machine in 9 of 10 first lines, an accessory in 7 of 10 others."""
    machine = draw.random() < (0.9 if first else 0.3)
    articles, weights = (_MACHINES, _MACHINE_WEIGHTS) if machine else (_ACCESSORIES, _ACCESSORY_WEIGHTS)
    chosen = draw.choices(articles, cum_weights=weights)[0]
    quantity = draw.randrange(2, 6) if draw.random() < SEVERAL else 1
    title = chosen.titles[language]
    if not machine:
        total = (chosen.price + Decimal("0.90")) * quantity
        return article(chosen.sku, title, str(total), quantity)
    grade = draw.choices(GRADES, GRADE_WEIGHTS)[0]
    price = chosen.price * (120 - 10 * (grade - 9)) // 100 + draw.choice((0, 4, 9))
    total = (price + draw.choice((Decimal(0), Decimal("0.99")))) * quantity
    sold = article(f"{chosen.sku}-{GRADE_LETTERS[grade]}", title, str(total), quantity, grade)
    return replace(sold, numbered=chosen.numbered, weight=Decimal(chosen.weight))
