"""What a note usually prints: fonts that are cut for it serve nearly every order."""

from __future__ import annotations

_SIGNS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "!\"#%&'()*+,-./:;=?@[]_ ",
    "ÀÂÄÆÇÈÉÊËÍÎÏÑÓÔÖÙÚÛÜß",
    "àâäæçèéêëíîïñóôöùúûüœ",
    "«»“”„‘’–—…·•°ºª€£×",
    "\u00a0\u202f",
)
_OTHERS = (
    "$<>\\^`{|}~",
    "ÁÃÅÌÐÒÕØÝÞáãåìðòõøýþÿ",
    "ŒŸŠšŽžŁłŃńŚśŹźŻżĄąĆćĘęČčŘřŠšŮůŐőŰűĂăŞşŢţĞğİı",
    "¡¿‚§№©®÷½¼¾±",
)
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl", "fj", "tt", "ft")

USUAL = (*"".join(_SIGNS), *_LIGATURES)
"""The letters and signs of the notes' languages, each by itself, since a font may lack one; and the ligatures."""
RARE = (*USUAL, *"".join(_OTHERS))
"""Those of their neighbours' languages too."""
