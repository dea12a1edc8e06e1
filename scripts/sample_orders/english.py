"""Orders of the two English-speaking markets of Europe, en-gb and en-ie; the hostile ones are among them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sample_orders.goods import article, assortment, bundle, console, extra, gift, laptop, phone, tablet
from sample_orders.shape import Person
from sample_orders.trade import by_carrier, order

BRITAIN = (
    order(
        "en-gb",
        205_850_001,
        Person("Niamh", "O’Sample", "Flat 3, 10 Example Street", "EC1A 1BB", "London", "GB"),
        phone("en", "Example Phone 11", 64, "BLK", "239.99"),
        received="03-02 10:00:00",
        despatched="03-02 17:00:00",
        shipping="3.99",
    ),
    order(
        "en-gb",
        205_850_002,
        Person(
            "Rory",
            "McSpecimen",
            "Specimen House",
            "EH1 1YZ",
            "Edinburgh",
            "GB",
            street2="27 Demonstration Close",
            region="Midlothian",
        ),
        laptop("en", 13, 256, "410.00"),
        extra("en", "CBL-1M", "10.00", 3),
        received="03-02 19:26:00",
        despatched="03-03 17:00:00",
    ),
    # A picture in the name, as telephones put one there.
    replace(
        order(
            "en-gb",
            205_850_003,
            Person("Poppy 🌸", "Testwell", "5 Placeholder Mews", "M1 1AE", "Manchester", "GB"),
            tablet("en", 64, "GRY", "189.00", grade=11),
            received="03-03 08:08:08",
            despatched="03-03 17:00:00",
        ),
        notes=("Please ring twice 🙏 thanks!",),
    ),
    # Markup in the name: it must print as it stands.
    order(
        "en-gb",
        205_850_004,
        Person("<b>Bobby</b>", "Tables & Sons", '1 "Quoted" Road', "B1 1AA", "Birmingham", "GB"),
        extra("en", "BUDS", "49.00"),
        received="03-03 12:34:56",
        despatched="03-04 17:00:00",
    ),
    # Template text in a title: it must print as it stands.
    order(
        "en-gb",
        205_850_005,
        Person("Terry", "Template", "2 Curly Brace Lane", "LS1 1UR", "Leeds", "GB"),
        article("HOSTILE-1", "Phone stand {{ 7*7 }} {% raw %} - {# not a comment #}", "12.00"),
        received="03-04 09:00:09",
        despatched="03-04 17:00:00",
    ),
    # A formula in the address and in a note: it must print as it stands.
    replace(
        order(
            "en-gb",
            205_850_006,
            Person("Fiona", "Formula", "EVAL{BEGIN}1+1{END} Cottage", "CF10 1EP", "Cardiff", "GB", street2="=1+1"),
            extra("en", "CHG-20", "15.50"),
            received="03-05 10:00:00",
            despatched="03-05 17:00:00",
        ),
        notes=('[{SecondaryReference}] and EVAL{BEGIN}ucase["no"]{END}',),
    ),
    # Northern Ireland, a company, many lines, still to be despatched.
    order(
        "en-gb",
        205_850_007,
        Person(
            "Accounts",
            "Payable",
            "Unit 7, Fictional Business Park",
            "BT1 1AA",
            "Belfast",
            "GB",
            company="Second Life Devices Ltd",
            region="Co. Antrim",
            country_name="United Kingdom",
        ),
        *assortment("en", 16),
        received="03-06 07:00:00",
        due="03-11 22:00:00",
        shipping="9.99",
    ),
    # The Channel Islands are not in the United Kingdom.
    order(
        "en-gb",
        205_850_008,
        Person("Pierre", "Le Sample", "Rue des Exemples 3", "JE2 3AB", "St Helier", "JE"),
        console("en", 500, "WHT", "159.00"),
        received="03-09 13:13:00",
        despatched="03-10 17:00:00",
        shipping="5.00",
    ),
    # A Hebrew name, delivered in Israel.
    by_carrier(
        order(
            "en-gb",
            205_850_009,
            Person("נועה", "לדוגמה", "רחוב הדוגמה 7", "6100000", "תל אביב", "IL"),
            phone("en", "Example Phone 12", 64, "GRN", "279.00", grade=9),
            received="03-10 06:06:06",
            despatched="03-11 17:00:00",
            shipping="18.00",
        ),
        "DHL",
        "DHL Express Worldwide",
    ),
    # An Arabic name at an address in Britain; four lines, one of them free.
    order(
        "en-gb",
        205_850_010,
        Person("ليلى", "المثال", "88 Sample Terrace", "S1 2HE", "Sheffield", "GB"),
        phone("en", "Example Phone 8", 64, "SLV", "99.00", grade=12),
        extra("en", "CASE-TR", "8.00"),
        extra("en", "GLASS", "6.00"),
        gift("en"),
        received="03-11 22:45:00",
        despatched="03-12 17:00:00",
    ),
)

IRELAND = (
    order(
        "en-ie",
        205_851_001,
        Person("Gráinne", "Ní Shampla", "12 Sráid an tSampla", "D02 X285", "Dublin 2", "IE", region="Co. Dublin"),
        phone("en", "Example Phone 13", 128, "BLK", "429.00", grade=9),
        received="03-03 11:00:00",
        despatched="03-04 17:00:00",
    ),
    # No SKU is known for one of the lines, and there is no postcode.
    order(
        "en-ie",
        205_851_002,
        Person("Pádraig", "O'Exemplar", "The Old Demo Mill", "", "Westport", "IE", street2="Knockexample"),
        replace(extra("en", "CHG-20", "17.00"), sku=None, barcode=""),
        bundle("en", "219.00"),
        received="03-05 16:00:00",
        despatched="03-06 17:00:00",
        shipping="6.50",
    ),
    replace(
        order(
            "en-ie",
            205_851_003,
            Person("Saoirse", "Example-Byrne", "Apt 4, Testing Quay", "T12 W8KP", "Cork", "IE"),
            tablet("en", 32, "BLU", "299.97", 3, 12),
            replace(phone("en", "Example Phone 11", 64, "WHT", "254.00"), discount=Decimal("2.5")),
            received="03-10 18:30:00",
            despatched="03-11 17:00:00",
        ),
        notes=("Leave with reception.\nThe door code is at the gate.",),
        internal_notes=("INTERNAL: chargeback risk, keep proof of posting.",),
    ),
)
