"""presidio-anonymizer's operators, without what else would come with them.

One of its operators, for a service of Azure, imports presidio-analyzer wherever that is
installed, and with it spaCy and pydantic: a second and 80 MB that no redaction needs. While it
is loaded here that one import is refused, which the operator is prepared for; nothing else is
touched, and presidio-analyzer can be imported as ever afterwards.
"""

from __future__ import annotations

import sys

_UNWANTED = "presidio_analyzer.llm_utils.azure_auth_helper"

_refused = _UNWANTED not in sys.modules
if _refused:
    sys.modules[_UNWANTED] = None  # type: ignore[assignment]
try:
    from presidio_anonymizer import operators
    from presidio_anonymizer.operators import Operator, OperatorType
finally:
    if _refused:
        del sys.modules[_UNWANTED]

__all__ = ["Operator", "OperatorType", "operators"]
