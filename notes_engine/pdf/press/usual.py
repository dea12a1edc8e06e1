"""What a note usually prints: a font that is cut for it serves nearly every order."""

from __future__ import annotations

USUAL = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞß",
    "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ",
    "ŒœŸŠšŽžŁłŃńŚśŹźŻżĄąĆćĘęČčŘřŠšŮůŐőŰűĂăŞşŢţĞğİı",
    "¡¿«»“”„‘’‚–—…·•°ºª§№€£©®×÷½¼¾±",
    "x x\u00a0x\u202fx",
    "ff fi fl ffi ffl fj tt ft",
)
"""Texts with the letters and signs of the notes' languages and their neighbours', and the usual ligatures."""
