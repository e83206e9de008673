"""Maps, weather, music, games and other data that is asked for by key."""

from __future__ import annotations

from chatward.detectors.secrets.formats.token import opaque, token

FORMATS = (
    token(
        "mapbox-secret-token",
        r"[st]k\.eyJ",
        r"[A-Za-z0-9_-]{40,200}\.[A-Za-z0-9_-]{22}",
        sample="sk.eyJ{A-Za-z0-9:90}.{A-Za-z0-9_-:22}",
        clean=("pk.eyJ{A-Za-z0-9:90}.{A-Za-z0-9_-:22}", "sk.eyJ.short"),
        source="https://docs.mapbox.com/help/getting-started/access-tokens/",
    ),
    token(
        "maxmind-licence-key",
        "",
        r"[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk",
        clean=("{A-Za-z0-9:6}_mmk", "abcdef_{A-Za-z0-9:12}_mmk"),
        source="https://dev.maxmind.com/minfraud/release-notes/2023-03-16-new-license-key-format/",
        lead="_mmk",
        lead_chars=40,
    ),
    token(
        "rapidapi-key",
        "",
        r"[0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{5}jsn[0-9a-f]{12}",
        clean=("{0-9a-f:10}msh{0-9a-f:15}", "jsn{0-9a-f:12}"),
        source="https://docs.rapidapi.com/docs/keys",
        lead=r"jsn[0-9a-f]{12}",
        lead_chars=50,
    ),
    token(
        "lichess-token",
        "lip_",
        r"[A-Za-z0-9]{20}",
        clean=("lip_gloss", "lip_{A-Za-z0-9:8}"),
        source="https://lichess.org/api#section/Introduction/Authentication",
    ),
    opaque(
        "openweather-key",
        r"[0-9a-f]{32}",
        words="openweather*|open weather|openweathermap*|owm*|appid",
        clean=("openweather city {0-9:7}",),
        source="https://openweathermap.org/appid",
    ),
    opaque(
        "spotify-secret",
        r"[0-9a-f]{32}",
        words="spotify*",
        clean=("spotify track {A-Za-z0-9:22}",),
        source="https://developer.spotify.com/documentation/web-api/concepts/apps",
    ),
)
