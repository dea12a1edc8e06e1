"""Orders of the markets whose note is the English one, and to the rest of the world."""

from __future__ import annotations

from dataclasses import replace

from sample_orders.goods import assortment, console, extra, laptop, phone, tablet
from sample_orders.shape import Person
from sample_orders.trade import by_carrier, order

ELSEWHERE = (
    order(
        "nl-nl",
        205_860_001,
        Person("Sjoukje", "van ’t Voorbeeld", "Proefstraat 8-II", "1012 AB", "Amsterdam", "NL"),
        phone("en", "Example Phone 11", 128, "BLK", "305.00"),
        received="03-02 14:00:00",
        despatched="03-03 15:00:00",
    ),
    order(
        "nl-nl",
        205_860_002,
        Person("Jip", "de IJzerkoning", "Ĳsselkade 3", "8011 CD", "Zwolle", "NL", company="Tweede Leven B.V."),
        *assortment("en", 5),
        received="03-04 08:40:00",
        despatched="03-05 15:00:00",
        shipping="6.95",
    ),
    order(
        "pt-pt",
        205_861_001,
        Person("Conceição", "Ração d’Amostra", "Largo do Exemplo, 14, 2.º Esq.", "4000-001", "Porto", "PT"),
        tablet("en", 64, "SLV", "179.00"),
        received="03-05 09:05:00",
        despatched="03-06 15:00:00",
    ),
    # The Azores, with a note for the carrier.
    replace(
        order(
            "pt-pt",
            205_861_002,
            Person("Zé", "Açoriano", "Caminho da Amostra, s/n", "9500-001", "Ponta Delgada", "PT", region="Açores"),
            console("en", 500, "BLK", "185.00"),
            extra("en", "PAD-WL", "64.99", 2),
            received="03-06 21:00:00",
            despatched="03-10 15:00:00",
            shipping="15.00",
        ),
        notes=("Deixar na portaria, obrigado.",),
    ),
    # Swedish crowns.
    order(
        "sv-se",
        205_862_001,
        Person("Åsa", "Exempelström", "Provgränd 6 lgh 1102", "111 22", "Stockholm", "SE"),
        phone("en", "Example Phone 12", 64, "BLU", "3495.00", grade=9),
        received="03-09 10:10:00",
        despatched="03-10 15:00:00",
        shipping="49.00",
    ),
    # Greek letters, in Greece.
    order(
        "el-gr",
        205_863_001,
        Person("Ελένη", "Παραδείγματος", "Οδός Δοκιμής 12", "105 57", "Αθήνα", "GR"),
        phone("en", "Example Phone 11", 64, "RED", "275.00", grade=11),
        received="03-09 12:00:00",
        despatched="03-10 15:00:00",
        shipping="4.50",
    ),
    order(
        "el-gr",
        205_863_002,
        Person(
            "Γιώργος", "Δείγμα-Ϊωάννου", "Λεωφόρος Υποδείγματος 3Α", "546 21", "Θεσσαλονίκη", "GR", region="Μακεδονία"
        ),
        laptop("en", 14, 256, "505.00", grade=12),
        extra("en", "CBL-1M", "15.00", 2),
        received="03-10 15:30:00",
    ),
    order(
        "sk-sk",
        205_864_001,
        Person("Ľubomíra", "Príkladová-Šťastná", "Skúšobná ulica 21", "811 01", "Bratislava", "SK"),
        phone("en", "Example Phone SE", 128, "WHT", "209.00"),
        received="03-11 07:20:00",
        despatched="03-12 15:00:00",
    ),
    order(
        "en-us",
        205_865_001,
        Person("Jordan", "Sample Jr.", "100 Example Blvd Apt 5B", "02101", "Boston", "US", region="MA"),
        phone("en", "Example Phone 13", 128, "BLK", "389.00", grade=9),
        received="03-11 20:00:00",
        despatched="03-12 21:00:00",
        shipping="7.99",
    ),
    # A currency without cents.
    order(
        "ja-jp",
        205_866_001,
        Person("Haruka", "Mihon", "1-2-3 Reishi, Chiyoda-ku", "100-0001", "Tokyo", "JP"),
        tablet("en", 64, "GRY", "45800", 1, 9),
        extra("en", "CASE-TR", "5000", 3),
        received="03-12 01:02:03",
        despatched="03-13 04:00:00",
        shipping="0",
    ),
    # No account's name, and a country of no market: the English note, market unknown.
    replace(
        by_carrier(
            order(
                "de-de",
                205_867_001,
                Person("Grzegorz", "Brzęczyszczykiewicz-Wzór", "al. Próbna 1/5", "30-001", "Kraków", "PL"),
                laptop("de", 13, 256, "455.00", grade=11),
                received="03-12 09:00:00",
                despatched="03-13 15:00:00",
            ),
            "DHL",
            "DHL Paket International",
        ),
        sub_source="",
    ),
    # A country that no list knows: printed with the export's own lines.
    order(
        "fr-fr",
        205_867_002,
        Person("Ubu", "Fantaisie", "1 place du Palais", "00000", "Ville-Modèle", "XX", country_name="Exemplie du Nord"),
        extra("fr", "CHG-20", "18.00"),
        received="03-13 09:00:00",
        despatched="03-14 15:00:00",
    ),
)
