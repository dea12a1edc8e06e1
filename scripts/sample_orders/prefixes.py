"""Orders whose references begin with another prefix than the formula strips, or with none.

`notes-engine check --orders` on these files says what to change.
"""

from __future__ import annotations

from dataclasses import replace

from sample_orders.goods import console, extra, laptop, phone, tablet
from sample_orders.shape import Person
from sample_orders.trade import order

_SOLD = (
    order(
        "fr-fr",
        205_870_001,
        Person("Agathe", "Préfixe", "1 rue du Début", "75001", "Paris", "FR"),
        phone("fr", "Example Phone 11", 64, "BLK", "279.00"),
        received="03-18 09:00:00",
        despatched="03-19 15:00:00",
    ),
    order(
        "it-it",
        205_870_002,
        Person("Beatrice", "Prefisso", "Via dell’Inizio 2", "40121", "Bologna", "IT", region="BO"),
        tablet("it", 64, "SLV", "189.00"),
        received="03-18 10:00:00",
        despatched="03-19 15:00:00",
    ),
    order(
        "de-de",
        205_870_003,
        Person("Clemens", "Präfix", "Anfangsweg 3", "04109", "Leipzig", "DE"),
        laptop("de", 13, 256, "489.00"),
        received="03-18 11:00:00",
        despatched="03-19 15:00:00",
    ),
    order(
        "es-es",
        205_870_004,
        Person("Dolores", "Prefijo", "Calle del Principio, 4", "46001", "Valencia", "ES"),
        console("es", 500, "BLK", "159.00"),
        received="03-18 12:00:00",
        despatched="03-19 15:00:00",
    ),
    order(
        "en-gb",
        205_870_005,
        Person("Edith", "Prefix", "5 Beginning Row", "NE1 1AA", "Newcastle upon Tyne", "GB"),
        extra("en", "BUDS", "45.00"),
        received="03-18 13:00:00",
        despatched="03-19 15:00:00",
    ),
)

OTHER_PREFIX = tuple(replace(sold, prefix="bmFR") for sold in _SOLD)
WITHOUT_PREFIX = tuple(replace(sold, prefix="", number=sold.number + 100) for sold in _SOLD)
