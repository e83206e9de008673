"""A LangSmith client that sends clean runs.

LangSmith's own `anonymizer=` sees inputs and outputs, and from later versions on errors and
metadata. Names, tags, events, invocation parameters and manifests go out as they are. So they are
scrubbed where runs are handed to the client.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from langsmith import Client

from chatward import Guard
from chatward_langchain.traces import anonymizer_of
from chatward_langchain.traces_texts import WITHHELD, Texts
from chatward_langchain.traces_values import Values

# What routes and orders a run. Whatever else a run has, now or later, is scrubbed.
_ROUTING = frozenset(
    {
        "_replica_auths",
        "address",
        "api_key",
        "api_url",
        "authorization",
        "child_run_ids",
        "cookie",
        "dangerously_allow_filesystem",
        "dotted_order",
        "end_time",
        "id",
        "is_run_ops_buffer_flush",
        "parent_dotted_order",
        "parent_run_id",
        "parent_run_ids",
        "project_name",
        "reference_dataset_id",
        "reference_example_id",
        "revision_id",
        "run_type",
        "service_key",
        "session_id",
        "session_name",
        "start_time",
        "tenant_id",
        "trace_id",
    }
)
# LangSmith writes these out in its own way first and hands them to the anonymizer then.
_ANONYMIZED = frozenset({"inputs", "outputs"})
_TEXT_MEDIA = ("text/", "application/json")


def langsmith_client(guard: Guard, **options: Any) -> Client:
    """Return a LangSmith client that scrubs every run before it is queued.

    Args:
        guard: Scrubs every text.
        options: For `langsmith.Client`; an `anonymizer` of your own runs after this one.

    """
    values = Values(Texts(guard))
    first, second = anonymizer_of(values), options.pop("anonymizer", None)

    def anonymize(data: Mapping[str, Any]) -> dict[str, Any]:
        clean = first(data)
        return clean if second is None else cast("dict[str, Any]", second(clean))

    return CleanClient(values, anonymizer=anonymize, **options)


class CleanClient(Client):
    """Client of LangSmith whose runs are scrubbed; made by `langsmith_client`."""

    def __init__(self, values: Values, **options: Any) -> None:
        self._values = values
        super().__init__(**options)  # pyright: ignore[reportUnknownMemberType]

    def create_run(self, name: str, inputs: dict[str, Any], run_type: Any, **run: Any) -> None:
        """Send the start of a run."""
        super().create_run(self._text(name), inputs, run_type, **self._clean(run))

    def update_run(self, run_id: Any, **run: Any) -> None:
        """Send the end of a run."""
        super().update_run(  # pyright: ignore[reportUnknownMemberType]
            run_id, **self._clean(run)
        )

    def batch_ingest_runs(self, create: Any = None, update: Any = None, **how: Any) -> None:
        """Send many runs."""
        super().batch_ingest_runs(  # pyright: ignore[reportUnknownMemberType]
            self._all(create), self._all(update), **how
        )

    def multipart_ingest(self, create: Any = None, update: Any = None, **how: Any) -> None:
        """Send many runs."""
        super().multipart_ingest(  # pyright: ignore[reportUnknownMemberType]
            self._all(create), self._all(update), **how
        )

    def _all(self, runs: Iterable[Any] | None) -> list[dict[str, Any]] | None:
        return None if runs is None else [self._clean(_members(run)) for run in runs]

    def _clean(self, run: Mapping[str, Any]) -> dict[str, Any]:
        return {field: self._field(field, value) for field, value in run.items()}

    def _field(self, field: str, value: Any) -> Any:
        if value is None or field in _ROUTING or field in _ANONYMIZED:
            return value
        if field == "attachments":
            return self._attachments(value)
        if field == "events":
            return self._values.scrub([_without_tokens(event) for event in value])
        return self._values.scrub(value)

    def _attachments(self, attachments: Mapping[str, Any]) -> dict[str, Any]:
        """Scrub names and what is text; pictures, sounds and files on disk stay as they are."""
        return {self._text(name): self._content(it) for name, it in attachments.items()}

    def _content(self, attachment: Any) -> Any:
        media, data = attachment
        if not isinstance(data, bytes) or not str(media).startswith(_TEXT_MEDIA):
            return attachment
        clean = self._values.scrub(data)
        return (media, clean if isinstance(clean, bytes) else WITHHELD.encode())

    def _text(self, text: str) -> str:
        return str(self._values.scrub(text))


def _members(run: Any) -> Mapping[str, Any]:
    """Return a run as a dict."""
    if isinstance(run, Mapping):
        return cast("Mapping[str, Any]", run)
    dump = getattr(run, "model_dump", None) or run.dict
    return cast("Mapping[str, Any]", dump())


def _without_tokens(event: Any) -> Any:
    """Return an event without its piece of a stream: a value cut in two is not recognised."""
    if not isinstance(event, Mapping):
        return event
    members = cast("Mapping[str, Any]", event)
    if members.get("name") != "new_token":
        return members
    return {key: value for key, value in members.items() if key != "kwargs"}
