"""Orders of the two German-speaking markets: de-de and de-at."""

from __future__ import annotations

from dataclasses import replace

from sample_orders.goods import article, assortment, bundle, console, extra, gift, laptop, phone, tablet
from sample_orders.shape import Person
from sample_orders.trade import by_carrier, order

GERMANY = (
    order(
        "de-de",
        205_820_001,
        Person("Jörg", "Müßig-Beispiel", "Straße des Musters 5", "10115", "Berlin", "DE"),
        phone("de", "Example Phone 11", 64, "BLK", "279.00"),
        received="03-02 08:01:02",
        despatched="03-02 16:30:00",
    ),
    # A parcel locker; the country as some channels write it.
    order(
        "de-de",
        205_820_002,
        Person(
            "Änne",
            "Öztürk-Probe",
            "Packstation 123",
            "50667",
            "Köln",
            "DE",
            street2="Postnummer 00000000",
            country_name="Deutschland",
        ),
        laptop("de", 14, 256, "529.00"),
        received="03-02 10:45:00",
        despatched="03-03 16:30:00",
        shipping="4.90",
    ),
    order(
        "de-de",
        205_820_003,
        Person(
            "Wolf-Dietrich",
            "Freiherr von und zu Musterhausen-Beispielstein",
            "Donaudampfschifffahrtsstraße 1",
            "93047",
            "Regensburg",
            "DE",
            company="Vereinigte Probewerkstätten für Unterhaltungselektronik GmbH & Co. KG",
            street2="c/o Büro Müller, Hinterhaus, 3. Stock links",
        ),
        tablet("de", 64, "GRY", "399.98", 2),
        console("de", 1000, "BLK", "219.00", grade=10),
        received="03-03 09:09:09",
        despatched="03-04 16:30:00",
        shipping="7.49",
    ),
    # Part-shipped: two of three phones have left, one of two bundles, and none of the chargers.
    order(
        "de-de",
        205_820_004,
        Person("Greta", "Teilstück", "Am Versuchsfeld 44", "20095", "Hamburg", "DE"),
        replace(phone("de", "Example Phone 12", 64, "RED", "897.00", 3), shipped=2),
        replace(extra("de", "CHG-20", "44.97", 3), shipped=0),
        replace(bundle("de", "498.00", 2), shipped=1),
        extra("de", "CASE-TR", "29.97", 3),
        received="03-04 19:00:00",
        despatched="03-05 16:30:00",
        shipping="4.90",
    ),
    # The address of the bill is in another country.
    replace(
        order(
            "de-de",
            205_820_005,
            Person("Jürgen", "Groß", "Prüfweg 9", "80331", "München", "DE"),
            phone("de", "Example Phone 13", 128, "GRN", "449.50", grade=9),
            extra("de", "GLASS", "12.99"),
            received="03-05 12:12:12",
            despatched="03-06 16:30:00",
        ),
        billing=Person("Claire", "Groß-Exemple", "8 rue du Modèle", "67000", "Strasbourg", "FR"),
    ),
    # Delivered in Poland.
    by_carrier(
        order(
            "de-de",
            205_820_006,
            Person("Łukasz", "Źdźbło-Przykładowski", "ul. Żółta Próbna 15 m. 3", "00-001", "Warszawa", "PL"),
            phone("de", "Example Phone SE", 64, "WHT", "189.00", grade=11),
            received="03-06 07:07:07",
            despatched="03-09 16:30:00",
            shipping="9.90",
        ),
        "DHL",
        "DHL Paket International",
    ),
    # 23:30 in UTC: the next day in Berlin.
    order(
        "de-de",
        205_820_007,
        Person("Nadja", "Nachtigall-Muster", "Mondscheinallee 11", "01067", "Dresden", "DE"),
        extra("de", "BUDS", "59.90"),
        received="03-10 23:30:00",
        despatched="03-12 16:30:00",
    ),
    order(
        "de-de",
        205_820_008,
        Person("Karl", "Händler", "Industriering 100", "70173", "Stuttgart", "DE", company="Händler & Söhne OHG"),
        *assortment("de", 15),
        received="03-11 06:15:00",
        despatched="03-12 16:30:00",
        shipping="12.90",
    ),
    # Two composites and a gift, to be despatched.
    order(
        "de-de",
        205_820_009,
        Person("Emma", "Spielmann", "Königsallee 0", "40212", "Düsseldorf", "DE"),
        bundle("de", "497.99", 2),
        gift("de"),
        received="03-12 17:20:00",
    ),
)

AUSTRIA = (
    order(
        "de-at",
        205_821_001,
        Person("Leopold", "Mustermann-Strauß", "Beispielgasse 7/2/14", "1070", "Wien", "AT"),
        phone("de", "Example Phone 11", 128, "SLV", "309.00"),
        received="03-05 15:00:00",
        despatched="03-06 12:00:00",
        shipping="3.99",
    ),
    # Delivered in Hungary.
    order(
        "de-at",
        205_821_002,
        Person("Győző", "Őry-Példa", "Mintaköz utca 3.", "9400", "Sopron", "HU"),
        tablet("de", 32, "WHT", "159.90", grade=12),
        extra("de", "CBL-1M", "9.95", 3),
        received="03-09 08:30:00",
        despatched="03-10 12:00:00",
        shipping="8.00",
    ),
    # One word of three hundred characters that nothing can break.
    order(
        "de-at",
        205_821_003,
        Person("Rosa", "Langwort", "Hauptplatz 1", "8010", "Graz", "AT"),
        article("LONG-300", "Wiederaufbereitungsprüfverfahren" * 9 + "Bescheinigung"[:12], "15.00"),
        received="03-13 10:00:00",
        despatched="03-16 12:00:00",
    ),
)
