"""Orders of the Italian market, some of them delivered abroad."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sample_orders.goods import assortment, bundle, console, extra, gift, laptop, phone, tablet
from sample_orders.shape import Person
from sample_orders.trade import by_carrier, order

ITALY = (
    order(
        "it-it",
        205_830_001,
        Person("Ada", "Esempio", "Via d’Esempio 1", "00100", "Roma", "IT", region="RM"),
        phone("it", "Example Phone 11", 64, "BLK", "458.00", 2),
        received="03-01 08:15:02",
        despatched="03-03 10:00:00",
        shipping="5.99",
    ),
    order(
        "it-it",
        205_830_002,
        Person("Niccolò", "D’Angelo-Prova", "Piazza della Libertà 2, int. 5", "50122", "Firenze", "IT", region="FI"),
        laptop("it", 13, 512, "619.00", grade=9),
        received="03-02 12:30:30",
        despatched="03-03 10:00:00",
    ),
    # An order of the Italian market, delivered in France: the note stays Italian.
    by_carrier(
        order(
            "it-it",
            205_830_003,
            Person("Chiara", "Modello", "18 rue de la Démonstration", "06000", "Nice", "FR"),
            phone("it", "Example Phone 12", 64, "RED", "315.00", grade=11),
            received="03-03 14:40:00",
            despatched="03-04 10:00:00",
            shipping="9.90",
        ),
        "UPS",
        "UPS Standard",
    ),
    # An invisible character in the street, as real answers have one.
    order(
        "it-it",
        205_830_004,
        Person("Perù", "Invisibile", "Via Campione 33\u202c", "20121", "Milano", "IT", region="MI"),
        tablet("it", 64, "SLV", "209.90"),
        received="03-04 09:09:00",
        despatched="03-05 10:00:00",
    ),
    # South Tyrol: two languages in one address.
    order(
        "it-it",
        205_830_005,
        Person(
            "Hänsel",
            "Prüfer-Dall’Ò",
            "Via della Prova / Prüfgasse 8",
            "39100",
            "Bolzano/Bozen",
            "IT",
            region="BZ",
        ),
        console("it", 500, "WHT", "189.00"),
        extra("it", "PAD-WL", "89.97", 3),
        received="03-05 17:17:17",
        despatched="03-06 10:00:00",
        shipping="4.90",
    ),
    # The price of one is 14.284285714…
    order(
        "it-it",
        205_830_006,
        Person("Giosuè", "Settebello", "Vicolo dei Campioni 7", "80134", "Napoli", "IT", region="NA"),
        extra("it", "CASE-TR", "99.99", 7),
        gift("it", 7),
        received="03-06 11:11:11",
        despatched="03-09 10:00:00",
    ),
    order(
        "it-it",
        205_830_007,
        Person(
            "Ufficio",
            "Acquisti",
            "Zona Industriale snc",
            "70132",
            "Bari",
            "IT",
            company="Rigenerati Fittizi S.r.l.",
            region="BA",
        ),
        *assortment("it", 12),
        received="03-09 06:45:00",
        despatched="03-10 10:00:00",
        shipping="9.90",
    ),
    # The day the clocks change.
    order(
        "it-it",
        205_830_008,
        Person("Letizia", "Oralegale", "Calle dei Fabbri 0", "30124", "Venezia", "IT", region="VE"),
        phone("it", "Example Phone 8", 128, "BLU", "139.00", grade=12),
        received="03-29 00:30:00",
        due="03-31 22:00:00",
    ),
    # Delivered in San Marino, with words for the buyer.
    replace(
        order(
            "it-it",
            205_830_009,
            Person("Marino", "Titano-Finto", "Contrada del Modello 4", "47890", "San Marino", "SM"),
            bundle("it", "239.00"),
            received="03-12 13:13:13",
            despatched="03-13 10:00:00",
        ),
        notes=("Citofono: «Titano». Consegnare dopo le 17.", "È un regalo: niente prezzi sul pacco, per favore."),
        extended=(("Gift", "yes"), ("PackedBy", "A. Esempio")),
    ),
    # The channel's total is half a euro less than its parts: printed as it is, and reported.
    replace(
        order(
            "it-it",
            205_830_010,
            Person("Rosanna", "Arrotonda", "Corso Prova 50", "10121", "Torino", "IT", region="TO"),
            extra("it", "CHG-20", "19.90"),
            extra("it", "GLASS", "8.60", 2),
            received="03-16 16:16:16",
            despatched="03-17 10:00:00",
        ),
        off_by=Decimal("-0.50"),
    ),
)
