"""Every channel of Rasa's, and channels of one's own, guarded: the same but for the guard."""

from __future__ import annotations

import pytest
import rasa.core.channels.botframework
from rasa.core.channels import BUILTIN_CHANNELS
from rasa.core.run import _create_single_channel
from rasa.shared.exceptions import InvalidConfigException, RasaException
from rasa_channels_parts import serving_vendor

from chatward_rasa.answers import GuardedSend
from chatward_rasa.channels import GuardedInput, guarded

CREDENTIALS = {
    "botframework": {"app_id": "app", "app_password": "made-up"},
    "callback": {"url": "http://127.0.0.1:9/callback"},
    "cmdline": None,
    "facebook": {"verify": "v", "secret": "s", "page-access-token": "made-up"},
    "hangouts": {"project_id": "12345"},
    "mattermost": {"url": "http://127.0.0.1:9/v4", "token": "made-up", "webhook_url": "http://x"},
    "rasa": {"url": "http://127.0.0.1:9"},
    "rest": None,
    "rocketchat": {"user": "bot", "password": "made-up", "server_url": "http://127.0.0.1:9"},
    "slack": {"slack_token": "made-up", "slack_channel": "C1", "slack_signing_secret": "s"},
    "socketio": {"session_persistence": True, "bot_message_evt": "said"},
    "telegram": {"access_token": "1:made-up", "verify": "bot", "webhook_url": "http://x"},
    "twilio": {"account_sid": "AC1", "auth_token": "made-up", "twilio_number": "+15005550006"},
    "twilio_voice": {"initial_prompt": "hello", "assistant_voice": "woman"},
    "webexteams": {"access_token": "made-up", "room": "room"},
}
# These ask their service before there is an output channel, or routes.
ASKS_FIRST = ("rocketchat", "telegram")


@pytest.fixture(scope="module")
def vendor():
    with serving_vendor() as serving:
        yield serving


@pytest.fixture
def pair(request, vendor, monkeypatch):
    """A channel of Rasa's as it is, and the same one guarded."""
    # Asked for keys as soon as the channel is made.
    monkeypatch.setattr(rasa.core.channels.botframework, "MICROSOFT_OPEN_ID_URI", vendor.url)
    name = request.param
    plain, mine = BUILTIN_CHANNELS[name], CREDENTIALS[name]
    credentials = mine and dict(mine)
    return _create_single_channel(name, credentials), _create_single_channel(
        f"chatward_rasa.channels.{plain.__name__}", credentials
    )


async def handler(message):
    """Take a message and do nothing."""


def routes_of(channel):
    return sorted((each.uri, sorted(each.methods)) for each in channel._future_routes)


def test_every_channel_of_this_rasa_is_tried():
    assert set(CREDENTIALS) == set(BUILTIN_CHANNELS)


@pytest.mark.parametrize("pair", CREDENTIALS, indirect=True)
async def test_a_guarded_channel_is_what_it_was(pair):
    plain, mine = pair

    assert isinstance(mine, type(plain))
    assert isinstance(mine, GuardedInput)
    assert (mine.name(), mine.url_prefix()) == (plain.name(), plain.url_prefix())
    kept = {key: item for key, item in vars(mine).items() if key != "chatward"}
    assert kept.keys() == vars(plain).keys()
    for key, item in vars(plain).items():
        assert isinstance(kept[key], type(item))
        if isinstance(item, (str, int, bool)):
            assert kept[key] == item


@pytest.mark.parametrize(
    "pair", [each for each in CREDENTIALS if each not in (*ASKS_FIRST, "cmdline")], indirect=True
)
async def test_its_routes_and_its_output_are_what_they_were(pair):
    plain, mine = pair

    ours, theirs = mine.blueprint(handler), plain.blueprint(handler)

    assert ours.name == theirs.name
    assert routes_of(ours) == routes_of(theirs)
    output = mine.get_output_channel()
    assert type(output) is type(plain.get_output_channel())
    assert output is None or isinstance(output.send_response, GuardedSend)


@pytest.mark.parametrize("name", sorted(CREDENTIALS))
def test_both_names_of_a_channel_lead_to_its_guarded_class(name):
    import chatward_rasa.channels as ours

    plain = BUILTIN_CHANNELS[name]
    assert getattr(ours, name) is getattr(ours, plain.__name__) is guarded(plain)
    assert guarded(guarded(plain)) is guarded(plain)


def test_a_channel_that_rasa_does_not_have_is_said_to_be_unknown():
    with pytest.raises(RasaException, match="Failed to find input channel class"):
        _create_single_channel("chatward_rasa.channels.PigeonInput", None)


def test_missing_credentials_are_missing_as_before():
    with pytest.raises(RasaException, match="twilio input channel"):
        _create_single_channel("chatward_rasa.channels.TwilioInput", None)


@pytest.mark.parametrize("ending", ["", "2", "Billing"])
def test_a_channel_of_ones_own_is_guarded_with_its_own_options(ending):
    credentials = {"channel": "rasa_own_channels.ProbeInput", "colour": "blue"}

    made = _create_single_channel(f"chatward_rasa.channels.GuardedChannel{ending}", credentials)

    assert isinstance(made, GuardedInput)
    assert (made.name(), made.colour) == ("probe", "blue")


def test_a_channel_that_makes_itself_by_name_is_guarded_all_the_same():
    credentials = {"channel": "rasa_own_channels.StubbornInput", "colour": "red"}

    made = _create_single_channel("chatward_rasa.channels.GuardedChannel", credentials)

    assert isinstance(made, GuardedInput)
    assert made.colour == "red"


@pytest.mark.parametrize(
    ("credentials", "said"),
    [
        (None, "'channel' is the path"),
        ({"channel": 7}, "'channel' is the path"),
        ({"channel": "rasa_own_channels.Missing"}, "cannot be imported"),
        ({"channel": "nowhere.at.all.Missing"}, "cannot be imported"),
        ({"channel": "rasa_own_channels.NoChannel"}, "no input channel of Rasa's"),
        ({"channel": "rasa_own_channels.ProbeInput", "chatward": 1}, "holds options"),
        ({"channel": "rasa_own_channels.ProbeInput", "chatward": {"x": 1}}, "'x' is not an option"),
    ],
)
def test_wrong_credentials_stop_the_start_with_a_sentence(credentials, said):
    with pytest.raises(InvalidConfigException, match=said):
        _create_single_channel("chatward_rasa.channels.GuardedChannel", credentials)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"client_metadata": "perhaps"}, "'client_metadata' is 'keep' or 'drop' or 'trust'"),
        ({"pseudonymise_sender": True}, "'pseudonymise_sender' is 'auto' or 'always' or 'never'"),
        ({"policy": 7}, "'policy' is the path"),
        ({"policy": "missing.yml"}, "credentials.yml, rest, chatward, policy"),
        ({"policies": "x"}, "Did you mean 'policy'"),
    ],
)
def test_wrong_options_stop_the_start_with_a_sentence(options, said):
    with pytest.raises(InvalidConfigException, match=said):
        _create_single_channel("chatward_rasa.channels.RestInput", {"chatward": options})
