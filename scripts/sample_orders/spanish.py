"""Orders of the Spanish market, some of them delivered to the islands and abroad."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from sample_orders.goods import assortment, bundle, console, extra, gift, laptop, phone, tablet
from sample_orders.shape import Person
from sample_orders.trade import by_carrier, order

SPAIN = (
    order(
        "es-es",
        205_840_001,
        Person("Begoña", "Ejemplo Muñoz", "Calle de la Muestra, 12, 3.º 2.ª", "28001", "Madrid", "ES", region="Madrid"),
        phone("es", "Example Phone 11", 64, "BLK", "269.00"),
        received="03-02 09:00:00",
        despatched="03-03 11:00:00",
    ),
    order(
        "es-es",
        205_840_002,
        Person("Íñigo", "Ibáñez Prueba", "Av. del Ensayo, 4, bajo A", "48001", "Bilbao", "ES", region="Bizkaia"),
        tablet("es", 128, "GRY", "245.50", grade=9),
        extra("es", "GLASS", "9.90"),
        received="03-02 18:45:12",
        despatched="03-04 11:00:00",
        shipping="3.95",
    ),
    # The Canary Islands.
    order(
        "es-es",
        205_840_003,
        Person(
            "Yeray",
            "Guanche Ficticio",
            "C/ del Teide Inventado, 1",
            "38001",
            "Santa Cruz de Tenerife",
            "ES",
            region="Santa Cruz de Tenerife",
        ),
        console("es", 500, "BLK", "169.00", grade=12),
        received="03-03 20:20:20",
        despatched="03-05 11:00:00",
        shipping="12.50",
    ),
    # Catalan: a middle dot and an apostrophe.
    order(
        "es-es",
        205_840_004,
        Person("Marcel·la", "d’Exemple i Prova", "Carrer de la Col·lecció, 0", "08001", "Barcelona", "ES"),
        laptop("es", 15, 512, "689.00"),
        received="03-04 10:10:10",
        despatched="03-05 11:00:00",
    ),
    replace(
        order(
            "es-es",
            205_840_005,
            Person(
                "Joaquín",
                "Peña Ficticia",
                "Polígono Industrial El Modelo, nave 3",
                "41001",
                "Sevilla",
                "ES",
                company="Reacondicionados Ñandú, S.L.",
            ),
            *assortment("es", 9),
            received="03-05 07:30:00",
            despatched="03-06 11:00:00",
            shipping="7.95",
        ),
        billing=Person(
            "Administración",
            "",
            "Apartado de Correos 000",
            "41080",
            "Sevilla",
            "ES",
            company="Reacondicionados Ñandú, S.L.",
        ),
    ),
    # Nothing but gifts: a total of zero.
    order(
        "es-es",
        205_840_006,
        Person("Lucía", "Gratis", "Plaza Mayor, 0", "37001", "Salamanca", "ES"),
        gift("es", 2),
        received="03-06 15:15:15",
        despatched="03-09 11:00:00",
    ),
    # No name of an account: the market is guessed from the country.
    replace(
        order(
            "es-es",
            205_840_007,
            Person("Ángel", "Suposición Marín", "Rúa do Exemplo, 9", "15001", "A Coruña", "ES"),
            phone("es", "Example Phone 12", 128, "WHT", "329.00", grade=11),
            received="03-09 12:12:12",
            despatched="03-10 11:00:00",
        ),
        sub_source="",
    ),
    # Delivered in Portugal.
    by_carrier(
        order(
            "es-es",
            205_840_008,
            Person("João", "Simões de Exemplo", "Travessa da Amostra, 21, r/c Dt.º", "1100-001", "Lisboa", "PT"),
            phone("es", "Example Phone 13", 128, "BLU", "437.77", grade=9),
            received="03-10 19:00:01",
            despatched="03-11 11:00:00",
            shipping="6.00",
        ),
        "DHL",
        "DHL Parcel Connect",
    ),
    order(
        "es-es",
        205_840_009,
        Person("Mª del Carmen", "Núñez-Ejemplo", "Urb. Los Ensayos, 5", "29001", "Málaga", "ES"),
        bundle("es", "229.00"),
        extra("es", "BUDS", "45.00"),
        # Cancelled before it was packed: Back Market's export still holds the line, the note leaves it off.
        replace(extra("es", "CHG-20", "19.00"), gone=4),
        received="03-11 21:21:21",
    ),
    # Reduced, and to Ceuta.
    order(
        "es-es",
        205_840_010,
        Person("Said", "Modelo Ahmed", "Calle Real Inventada, 2", "51001", "Ceuta", "ES"),
        replace(phone("es", "Example Phone XR", 64, "RED", "161.49"), discount=Decimal("15")),
        received="03-12 10:01:00",
        despatched="03-13 11:00:00",
        shipping="8.20",
    ),
)
