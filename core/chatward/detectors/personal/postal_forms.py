"""How postcodes are written, country by country.

Facts from the Universal Postal Union's country pages
(https://www.upu.int/en/postal-solutions/programmes-services/addressing-solutions), the Royal Mail's
areas (https://en.wikipedia.org/wiki/List_of_postcode_areas_in_the_United_Kingdom) and USPS
Publication 28, appendix B.
"""

from __future__ import annotations

UK_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
"""A digit and two letters, never C I K M O V."""
UK = rf"(?:[A-Z]{{1,2}}\d[A-Z0-9]?[ ]?{UK_INWARD}|GIR[ ]?0AA)"
_UK_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT "
    "DY "
    "E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE "
    "LL "
    "LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM "
    "SN "
    "SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
UK_AREAS = frozenset(_UK_AREAS.split())

CANADA = r"[ABCEGHJ-NPRSTVXY]\d[A-Z][ -]?\d[A-Z]\d"
IRELAND = r"[AC-FHKNPRTV-Y]\d[\dW][ ]?[0-9AC-FHKNPRTV-Y]{4}"
NETHERLANDS = r"[1-9]\d{3}[ ]?[A-Z]{2}"
UNITED_STATES = r"\d{5}(?:-\d{4})?"

# Brazil; Portugal; Poland; Sweden, Greece, Czechia, Slovakia; Japan.
GROUPED = r"\d{5}-\d{3}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3}[ ]\d{2}|\d{3}-\d{4}"

US_STATES = (
    "A[AEKLPRSZ]|C[AOT]|D[CE]|F[LM]|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|"
    "P[ARW]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]"
)
AUSTRALIAN_STATES = "NSW|VIC|QLD|SA|WA|TAS|NT|ACT"

IN_ADDRESS = (
    rf"(?:{UK}|{CANADA}|{IRELAND}|{GROUPED}|{UNITED_STATES}|{NETHERLANDS}|\d{{4,8}})(?![A-Za-z0-9])"
)
"""Any of them, where it stands in an address."""
