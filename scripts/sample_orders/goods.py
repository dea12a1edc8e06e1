"""What the sample shop sells: refurbished machines and accessories of invented brands, titled in each language."""

from __future__ import annotations

import zlib
from dataclasses import replace
from decimal import Decimal

from sample_orders.shape import GRADE_LETTERS, Item

Words = dict[str, str]

COLOURS: dict[str, Words] = {
    "BLK": {"fr": "Noir", "de": "Schwarz", "it": "Nero", "es": "Negro", "en": "Black"},
    "WHT": {"fr": "Blanc", "de": "Weiß", "it": "Bianco", "es": "Blanco", "en": "White"},
    "BLU": {"fr": "Bleu", "de": "Blau", "it": "Blu", "es": "Azul", "en": "Blue"},
    "RED": {"fr": "Rouge", "de": "Rot", "it": "Rosso", "es": "Rojo", "en": "Red"},
    "GRN": {"fr": "Vert", "de": "Grün", "it": "Verde", "es": "Verde", "en": "Green"},
    "SLV": {"fr": "Argent", "de": "Silber", "it": "Argento", "es": "Plata", "en": "Silver"},
    "GRY": {
        "fr": "Gris sidéral",
        "de": "Space Grau",
        "it": "Grigio siderale",
        "es": "Gris espacial",
        "en": "Space Grey",
    },
}
UNLOCKED: Words = {
    "fr": "Débloqué tout opérateur",
    "de": "Ohne Vertrag",
    "it": "Non Vincolato",
    "es": "Libre",
    "en": "Unlocked",
}
KEYBOARDS: Words = {"fr": "AZERTY", "de": "QWERTZ", "it": "QWERTY - Italiano", "es": "QWERTY - Español", "en": "QWERTY"}
ACCESSORIES: dict[str, Words] = {
    "CHG-20": {
        "fr": "Chargeur rapide 20 W - USB-C",
        "de": "Schnellladegerät 20 W - USB-C",
        "it": "Caricabatterie rapido 20 W - USB-C",
        "es": "Cargador rápido de 20 W - USB-C",
        "en": "Fast charger 20 W - USB-C",
    },
    "CBL-1M": {
        "fr": "Câble USB-C vers USB-C - 1 m",
        "de": "Kabel USB-C auf USB-C - 1 m",
        "it": "Cavo da USB-C a USB-C - 1 m",
        "es": "Cable de USB-C a USB-C - 1 m",
        "en": "USB-C to USB-C cable - 1 m",
    },
    "CASE-TR": {
        "fr": "Coque de protection transparente",
        "de": "Durchsichtige Schutzhülle",
        "it": "Custodia protettiva trasparente",
        "es": "Funda protectora transparente",
        "en": "Clear protective case",
    },
    "GLASS": {
        "fr": "Verre trempé pour écran",
        "de": "Panzerglas-Displayschutz",
        "it": "Vetro temperato per schermo",
        "es": "Cristal templado para pantalla",
        "en": "Tempered glass screen protector",
    },
    "PAD-WL": {
        "fr": "Manette sans fil Demo Station",
        "de": "Kabelloser Controller Demo Station",
        "it": "Controller senza fili Demo Station",
        "es": "Mando inalámbrico Demo Station",
        "en": "Demo Station wireless controller",
    },
    "BUDS": {
        "fr": "Écouteurs sans fil Sample Buds",
        "de": "Kabellose Kopfhörer Sample Buds",
        "it": "Auricolari senza fili Sample Buds",
        "es": "Auriculares inalámbricos Sample Buds",
        "en": "Sample Buds wireless earphones",
    },
}
GIFTS: Words = {
    "fr": "Cadeau : chiffonnette microfibre",
    "de": "Geschenk: Mikrofasertuch",
    "it": "Omaggio: panno in microfibra",
    "es": "Regalo: paño de microfibra",
    "en": "Gift: microfibre cloth",
}


def shelf(sku: str) -> str:
    """Return the bin where an article lies, always the same one: `A2-10`."""
    code = zlib.crc32(sku.encode())
    return f"{'ABCDE'[code % 5]}{code // 5 % 14 + 1}-{code // 70 % 24 + 1}"


def barcode(sku: str) -> str:
    """Return a made-up EAN-13 in the range 20–29, which shops may number themselves, with its check digit."""
    body = f"29{zlib.crc32(sku.encode()):010d}"
    odd, even = sum(map(int, body[::2])), sum(map(int, body[1::2]))
    return f"{body}{-(odd + 3 * even) % 10}"


def article(sku: str, title: str, total: str, quantity: int = 1, grade: int | None = None) -> Item:
    """Return a line of any article; `total` is for the whole quantity, tax included."""
    return Item(
        sku=sku,
        title=title,
        total=Decimal(total),
        quantity=quantity,
        grade=grade,
        bin=shelf(sku),
        barcode=barcode(sku),
        weight=Decimal("0.12"),
    )


def phone(lang: str, name: str, gigabytes: int, colour: str, total: str, quantity: int = 1, grade: int = 10) -> Item:
    """Return a phone: `Example Phone 64GB - Nero - Non Vincolato`, SKU `PH-64-BLK-A`."""
    model = "".join(char for char in name if char.isdigit())
    sku = f"PH{model}-{gigabytes}-{colour}-{GRADE_LETTERS[grade]}"
    title = f"{name} {gigabytes}GB - {COLOURS[colour][lang]} - {UNLOCKED[lang]}"
    return replace(article(sku, title, total, quantity, grade), numbered="imei", weight=Decimal("0.31"))


def laptop(lang: str, inches: int, gigabytes: int, total: str, quantity: int = 1, grade: int = 10) -> Item:
    """Return a laptop with the country's keyboard."""
    keyboard = KEYBOARDS[lang]
    sku = f"NB-{inches}-{gigabytes}-{keyboard[:6]}-{GRADE_LETTERS[grade]}"
    title = f'Example Book {inches}" Core 5 2,6 GHz - SSD {gigabytes} GB - 8GB - {keyboard}'
    return replace(article(sku, title, total, quantity, grade), numbered="serial", weight=Decimal("1.85"))


def tablet(lang: str, gigabytes: int, colour: str, total: str, quantity: int = 1, grade: int = 10) -> Item:
    """Return a tablet."""
    sku = f"TB-{gigabytes}-{colour}-{GRADE_LETTERS[grade]}"
    title = f'Sample Pad 10,2" (2021) - WiFi - {gigabytes} GB - {COLOURS[colour][lang]}'
    return replace(article(sku, title, total, quantity, grade), numbered="serial", weight=Decimal("0.62"))


def console(lang: str, gigabytes: int, colour: str, total: str, quantity: int = 1, grade: int = 11) -> Item:
    """Return a game console."""
    sku = f"GC-{gigabytes}-{colour}-{GRADE_LETTERS[grade]}"
    title = f"Demo Station 4 Slim {gigabytes}GB - {COLOURS[colour][lang]}"
    return replace(article(sku, title, total, quantity, grade), numbered="serial", weight=Decimal("2.90"))


def extra(lang: str, key: str, total: str, quantity: int = 1) -> Item:
    """Return an accessory; accessories have no grade."""
    return article(key, ACCESSORIES[key][lang], total, quantity)


def gift(lang: str, quantity: int = 1) -> Item:
    """Return a line that costs nothing."""
    return article("GIFT-CLOTH", GIFTS[lang], "0.00", quantity)


def assortment(lang: str, count: int) -> tuple[Item, ...]:
    """Return `count` different lines, as a reseller orders them; their prices do not divide evenly."""
    colours = list(COLOURS)
    lines = []
    for place in range(count):
        quantity = 1 + place * 5 % 4
        total = f"{(37 + place * 11) * quantity}.{(place * 37 + 9) % 100:02d}"
        if place % 3 == 0:
            line = phone(lang, f"Example Phone {7 + place // 7}", 64 << place % 3, colours[place % 7], total, quantity)
        elif place % 3 == 1:
            line = tablet(lang, 32 << place % 4, colours[place % 7], total, quantity, 9 + place % 4)
        else:
            key = list(ACCESSORIES)[place // 3 % len(ACCESSORIES)]
            line = replace(extra(lang, key, total, quantity), sku=f"{key}-{place:02d}")
        lines.append(line)
    return tuple(lines)


def bundle(lang: str, total: str, quantity: int = 1) -> Item:
    """Return a composite: a console with two controllers and a cable, its parts without a price of their own."""
    words = {
        "fr": "Pack Demo Station 4 avec 2 manettes",
        "de": "Paket Demo Station 4 mit 2 Controllern",
        "it": "Pacchetto Demo Station 4 con 2 controller",
        "es": "Pack Demo Station 4 con 2 mandos",
        "en": "Demo Station 4 bundle with 2 controllers",
    }
    machine = replace(console(lang, 500, "BLK", "0.00", quantity), numbered="")
    parts = (machine, extra(lang, "PAD-WL", "0.00", 2 * quantity), extra(lang, "CBL-1M", "0.00", quantity))
    return replace(article("SET-GC-2PAD", words[lang], total, quantity, 11), parts=parts, weight=Decimal("3.90"))
