"""All printable orders, in the order in which the files hold them."""

from __future__ import annotations

from sample_orders.elsewhere import ELSEWHERE
from sample_orders.english import BRITAIN, IRELAND
from sample_orders.french import BELGIUM, FRANCE
from sample_orders.german import AUSTRIA, GERMANY
from sample_orders.italian import ITALY
from sample_orders.spanish import SPAIN

PRINTABLE = (*FRANCE, *BELGIUM, *GERMANY, *AUSTRIA, *ITALY, *SPAIN, *BRITAIN, *IRELAND, *ELSEWHERE)

COUNTRY_NAMES = {
    "AT": "Austria",
    "BE": "Belgium",
    "CH": "Switzerland",
    "DE": "Germany",
    "ES": "Spain",
    "FR": "France",
    "GB": "United Kingdom",
    "GR": "Greece",
    "HU": "Hungary",
    "IE": "Ireland",
    "IL": "Israel",
    "IT": "Italy",
    "JE": "Jersey",
    "JP": "Japan",
    "NL": "Netherlands",
    "PL": "Poland",
    "PT": "Portugal",
    "RE": "Reunion",
    "SE": "Sweden",
    "SK": "Slovakia",
    "SM": "San Marino",
    "US": "United States",
}
"""Linnworks writes the country as a name, usually the English one."""

CONTINENTS = {"IL": "Asia", "JP": "Asia", "RE": "Africa", "US": "North America"}
