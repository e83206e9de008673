"""The model as a file: arrays in NumPy's own format, everything else as JSON; no pickle.

The hash is taken over the content, not over the bytes of the archive, whose compression may
differ from one machine to the next.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from chatward.classifier.concepts import Concepts
from chatward.classifier.letters import Alphabet
from chatward.classifier.model import SIZES, Model
from chatward.classifier.windows import FEATURES, Reader
from chatward.errors import ModelError

FORMAT = 1
SHIPPED = "injection.npz"
_ARRAYS = (
    *("reads_as", "classes", "stems", "ideas", "lengths", "whole", "heads"),
    *("places", "weights", "family_weights", "notes"),
)


def load_model(path: str | Path | None = None) -> Model:
    """Read a model; the shipped one without a path.

    Raises:
        ModelError: It cannot be read, is of another format, or is not what its hash says.

    """
    return _shipped() if path is None else _read(Path(path).read_bytes, str(path))


def save_model(model: Model, path: str | Path) -> None:
    """Write a model to a file."""
    Path(path).write_bytes(_packed(_arrays_of(model)))


def hash_of(model: Model) -> str:
    """Return the hash over all that a model holds, 16 hexadecimal digits."""
    return _hash(_arrays_of(model))


@cache
def _shipped() -> Model:
    return _read(resources.files("chatward.classifier").joinpath(SHIPPED).read_bytes, SHIPPED)


def _read(read_bytes: Any, where: str) -> Model:  # noqa: ANN401 (a bound method)
    try:
        with np.load(io.BytesIO(read_bytes()), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in _ARRAYS}
        notes = json.loads(bytes(arrays["notes"]).decode("utf-8"))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
        msg = f"{where}: not a model of Chatward's: {type(error).__name__}"
        raise ModelError(msg) from None
    if notes.get("format") != FORMAT:
        msg = f"{where}: a model of format {notes.get('format')!r}; this Chatward reads {FORMAT}"
        raise ModelError(msg)
    return _model_of(arrays, notes, where)


def _model_of(arrays: dict[str, Any], notes: dict[str, Any], where: str) -> Model:
    weights = np.zeros(FEATURES, np.int16)
    weights[arrays["places"]] = arrays["weights"]
    reader = Reader(
        Alphabet(arrays["reads_as"], arrays["classes"]),
        Concepts(
            tuple(notes["concepts"]),
            arrays["stems"],
            arrays["ideas"],
            arrays["lengths"].astype(np.intp),
            arrays["whole"],
            arrays["heads"],
        ),
    )
    curve = tuple((float(total), float(chance)) for total, chance in notes["curve"])
    if notes["sizes"] != [list(size) for size in SIZES] or not curve:
        msg = f"{where}: a model for other windows than {SIZES}"
        raise ModelError(msg)
    return Model(
        reader,
        weights,
        float(notes["unit"]),
        float(notes["bias"]),
        (float(notes["fees"][0]), float(notes["fees"][1])),
        curve,
        tuple(notes["families"]),
        arrays["family_weights"],
        notes["version"],
        _hash(arrays),
    )


def _arrays_of(model: Model) -> dict[str, Any]:
    places = np.flatnonzero(model.weights).astype(np.int32)
    notes = {
        "format": FORMAT,
        "version": model.version,
        "concepts": model.reader.concepts.names,
        "unit": model.unit,
        "bias": model.bias,
        "fees": model.fees,
        "sizes": SIZES,
        "curve": model.curve,
        "families": model.families,
    }
    return {
        "reads_as": model.reader.alphabet.reads_as,
        "classes": model.reader.alphabet.classes,
        "stems": model.reader.concepts.stems,
        "ideas": model.reader.concepts.ideas,
        "lengths": model.reader.concepts.lengths.astype(np.int32),
        "whole": model.reader.concepts.whole,
        "heads": model.reader.concepts.heads,
        "places": places,
        "weights": model.weights[places],
        "family_weights": model.family_weights,
        "notes": np.frombuffer(json.dumps(notes, sort_keys=True).encode(), np.uint8),
    }


def _hash(arrays: dict[str, Any]) -> str:
    digest = hashlib.sha256()
    for name in _ARRAYS:
        digest.update(name.encode() + b"\0" + np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()[:16]


def _packed(arrays: dict[str, Any]) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()
