"""Where on its way through a bot a text stood: what a log counts coverage by."""

from __future__ import annotations

from chatward.passage import Origin

TOOL_CALL = "tool-call"
AT_REST = "at-rest"

OF_ORIGINS: dict[str, str] = {
    Origin.USER.value: "input",
    Origin.MODEL.value: "output",
    Origin.TOOL.value: "tool-result",
    Origin.DOCUMENT.value: "retrieval",
    Origin.HISTORY.value: "history",
    Origin.SYSTEM.value: "system",
    Origin.TRAINING.value: "training",
}
"""The stage of a text, by who wrote it."""

STAGES: tuple[str, ...] = (*OF_ORIGINS.values(), TOOL_CALL, AT_REST)
"""All of them: those of texts, of calls of tools, and of what an application keeps."""
