"""Numbers that states and registries give to people and companies, by region."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.personal.identifiers import (
    africa,
    alpine,
    balkans,
    bank_numbers,
    british_isles,
    card_details,
    central_america,
    central_europe,
    device_numbers,
    driving_licences,
    east_asia,
    eastern_europe,
    european_union,
    germany,
    middle_east,
    north_america,
    northern_europe,
    oceania,
    of_any_country,
    passports,
    south_america,
    south_asia,
    southeast_asia,
    southern_europe,
    western_europe,
)

_REGIONS = (
    north_america,
    central_america,
    south_america,
    british_isles,
    germany,
    alpine,
    western_europe,
    southern_europe,
    northern_europe,
    central_europe,
    balkans,
    eastern_europe,
    european_union,
    africa,
    middle_east,
    south_asia,
    southeast_asia,
    east_asia,
    oceania,
    passports,
    driving_licences,
    of_any_country,
    bank_numbers,
    card_details,
    device_numbers,
)

IDENTIFIERS: tuple[Detector, ...] = tuple(
    detector for region in _REGIONS for detector in region.IDENTIFIERS
)
