"""The formats of vendors' keys and tokens, one table for each trade."""

from __future__ import annotations

from chatward.detectors.detector import Detector
from chatward.detectors.secrets.formats import (
    ai_models,
    ai_tools,
    aws,
    big_clouds,
    data_services,
    developer_tools,
    hosting,
    identity,
    infrastructure,
    key_pairs,
    messaging,
    monitoring,
    more_clouds,
    packages,
    payments,
    productivity,
    repositories,
    shops,
    social,
    webhooks,
    with_check_digits,
)

FORMATS: tuple[Detector, ...] = (
    *ai_models.FORMATS,
    *ai_tools.FORMATS,
    *developer_tools.FORMATS,
    *aws.FORMATS,
    *big_clouds.FORMATS,
    *hosting.FORMATS,
    *more_clouds.FORMATS,
    *infrastructure.FORMATS,
    *repositories.FORMATS,
    *with_check_digits.FORMATS,
    *packages.FORMATS,
    *payments.FORMATS,
    *shops.FORMATS,
    *messaging.FORMATS,
    *social.FORMATS,
    *webhooks.FORMATS,
    *monitoring.FORMATS,
    *productivity.FORMATS,
    *data_services.FORMATS,
    *identity.FORMATS,
    *key_pairs.FORMATS,
)
