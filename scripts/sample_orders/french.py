"""Orders of the two French-speaking markets: fr-fr and fr-be."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal

from sample_orders.goods import article, assortment, bundle, console, extra, gift, laptop, phone, tablet
from sample_orders.shape import Person
from sample_orders.trade import by_carrier, order

BOURG = ("01000", "Bourg-l’Exemple", "FR")

FRANCE = (
    # The reference that the formula's own documentation uses.
    order(
        "fr-fr",
        205_894_893,
        Person("Camille", "Exemple", "12 rue des Essais", "75011", "Paris", "FR"),
        phone("fr", "Example Phone 11", 64, "BLK", "289.00"),
        received="03-02 09:15:02",
        despatched="03-03 14:20:00",
        shipping="4.99",
    ),
    # Accents and a typographic apostrophe everywhere.
    order(
        "fr-fr",
        205_810_002,
        Person("Éloïse", "Château-Renaud", "3 bis, rue de l’Évêché", *BOURG, street2="Bât. Ç, 2ᵉ étage"),
        phone("fr", "Example Phone 12", 128, "BLU", "359.90", grade=9),
        extra("fr", "CASE-TR", "12.50"),
        received="03-02 11:40:31",
        despatched="03-03 14:20:00",
    ),
    # A company that is billed elsewhere.
    replace(
        order(
            "fr-fr",
            205_810_003,
            Person(
                "Inès", "L’Hôte", "ZI des Modèles, lot 4", "69100", "Villeurbanne", "FR", company="Atelier Modèle SARL"
            ),
            laptop("fr", 13, 256, "1137.00", 3),
            received="03-02 13:05:44",
            despatched="03-03 14:20:00",
            shipping="9.99",
        ),
        billing=Person(
            "Service", "Comptabilité", "1 place du Spécimen", "69002", "Lyon", "FR", company="Groupe Modèle SAS"
        ),
    ),
    # 3 for 100: the price of one does not divide evenly.
    order(
        "fr-fr",
        205_810_004,
        Person("Jean-Noël", "D'Essai", "48 avenue du Test", "33000", "Bordeaux", "FR"),
        extra("fr", "BUDS", "100.00", 3),
        extra("fr", "CBL-1M", "20.00", 7),
        received="03-03 07:55:10",
        despatched="03-04 15:02:00",
        shipping="2.99",
    ),
    # The longest: forty lines, several pages.
    order(
        "fr-fr",
        205_810_005,
        Person(
            "Bastien", "Grossiste", "Quai Fictif 7", "13002", "Marseille", "FR", company="Revente & Reconditionné SARL"
        ),
        *assortment("fr", 40),
        received="03-03 08:12:00",
        despatched="03-05 16:45:00",
        shipping="19.90",
    ),
    # A composite and its parts, with a gift that costs nothing.
    order(
        "fr-fr",
        205_810_006,
        Person("Maëlle", "Fictive", "5 impasse du Prototype", "35000", "Rennes", "FR"),
        bundle("fr", "249.00"),
        gift("fr"),
        received="03-03 10:33:27",
        despatched="03-04 15:02:00",
        shipping="6.90",
    ),
    # Not despatched yet: it has a day by which it must leave.
    order(
        "fr-fr",
        205_810_007,
        Person("Théo", "Specimen", "77 boulevard d’Essai", "59800", "Lille", "FR"),
        tablet("fr", 64, "GRY", "199.99", grade=12),
        received="03-09 16:02:59",
        due="03-11 22:00:00",
    ),
    # No date but the order's own, and every optional field empty.
    replace(
        order(
            "fr-fr",
            205_810_008,
            Person("Zoé", "Sansrien", "1 chemin Vide", "44000", "Nantes", "FR", phone="", email=""),
            phone("fr", "Example Phone 8", 64, "RED", "119.00", grade=12),
            received="03-09 18:20:00",
        ),
        paid=None,
        due=None,
        carrier="",
        service="",
        payment="",
    ),
    # Overseas: Réunion has its own country code.
    order(
        "fr-fr",
        205_810_009,
        Person("Anaïs", "Payet-Modèle", "14 rue du Piton Fictif", "97400", "Saint-Denis", "RE"),
        phone("fr", "Example Phone 13", 256, "GRN", "479.00", grade=9),
        received="03-10 05:10:09",
        despatched="03-11 09:30:00",
        shipping="14.90",
    ),
    # The same letters, written with combining marks, as some telephones send them.
    order(
        "fr-fr",
        205_810_010,
        Person(
            unicodedata.normalize("NFD", "Hélène"),
            unicodedata.normalize("NFD", "Désirée-Façade"),
            unicodedata.normalize("NFD", "9 allée des Mélèzes"),
            "38000",
            "Grenoble",
            "FR",
        ),
        console("fr", 500, "BLK", "179.00"),
        received="03-10 09:45:51",
        despatched="03-11 15:02:00",
    ),
    # French market, delivered in Switzerland.
    by_carrier(
        order(
            "fr-fr",
            205_810_011,
            Person("Aurélie", "Muster-Modèle", "Chemin de l’Échantillon 22", "1205", "Genève", "CH"),
            laptop("fr", 15, 512, "649.00", grade=9),
            received="03-11 12:00:00",
            despatched="03-12 10:11:12",
            shipping="12.00",
        ),
        "UPS",
        "UPS Standard",
    ),
    # Every line of the address is filled.
    order(
        "fr-fr",
        205_810_012,
        Person(
            "Marie-Antoinette Joséphine",
            "de La Tour-Exemplaire de Saint-Modèle",
            "Résidence Les Grands Spécimens",
            "92400",
            "Courbevoie",
            "FR",
            company="Cabinet d’Architecture Modèle, Exemple et Associés",
            street2="Bâtiment C, escalier 3, 14ᵉ étage, porte 1402",
            street3="127 bis, avenue du Général-de-l’Exemple",
            region="Île-de-France",
            phone="+33 0 00 00 00 12",
        ),
        tablet("fr", 128, "SLV", "259.00"),
        extra("fr", "GLASS", "9.99"),
        received="03-12 08:08:08",
        despatched="03-13 15:02:00",
        shipping="4.99",
    ),
    # A word for the buyer, and one that must never leave the house.
    replace(
        order(
            "fr-fr",
            205_810_013,
            Person("Loïc", "Témoin", "2 rue de la Preuve", "29200", "Brest", "FR"),
            phone("fr", "Example Phone 11", 128, "WHT", "319.00", grade=11),
            received="03-12 20:31:00",
            despatched="03-13 15:02:00",
        ),
        notes=("Merci de laisser le colis chez la voisine, 2ᵉ étage.",),
        internal_notes=("INTERNAL: buyer has returned twice before, check the seal.",),
    ),
    # Reductions on two of five lines.
    order(
        "fr-fr",
        205_810_014,
        Person("Nadia", "Essai-Müller", "60 cours de l’Exemple", "67000", "Strasbourg", "FR"),
        replace(phone("fr", "Example Phone XR", 64, "BLU", "170.10"), discount=Decimal(10)),
        replace(extra("fr", "CHG-20", "28.50", 2), discount=Decimal(5)),
        extra("fr", "CASE-TR", "11.00"),
        extra("fr", "GLASS", "17.98", 2),
        gift("fr", 2),
        received="03-13 06:59:59",
        despatched="03-14 12:00:00",
        shipping="3.50",
    ),
)

BELGIUM = (
    order(
        "fr-be",
        205_811_001,
        Person("Noémie", "Vandenexemple", "Rue de la Démonstration 12, boîte 4", "1000", "Bruxelles", "BE"),
        phone("fr", "Example Phone 12", 64, "WHT", "299.00"),
        received="03-04 14:14:14",
        despatched="03-05 11:00:00",
        shipping="5.95",
    ),
    order(
        "fr-be",
        205_811_002,
        Person(
            "Thibaut", "O’Exemple", "Quai d’Échantillon 3", "4000", "Liège", "BE", company="ASBL Les Petits Modèles"
        ),
        tablet("fr", 32, "BLK", "1049.93", 7, 11),
        article(
            "DOCK-LONG",
            "Station d’accueil Sample Dock 9-en-1 reconditionnée avec double sortie vidéo, lecteur de cartes, "
            "prise casque, réseau filaire et alimentation 100 W - compatible avec tous les ordinateurs portables "
            "USB-C - Gris anthracite",
            "89.00",
            grade=11,
        ),
        received="03-16 09:30:00",
        despatched="03-17 11:00:00",
    ),
)
