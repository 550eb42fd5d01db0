"""Rasa answers with names; what rasa_sdk adds to every message is no value."""

from rasa_sdk.executor import CollectingDispatcher


async def test_reply_carries_its_name_and_values() -> None:
    from bot.runtime.reply_names import ReplyNames

    said = await ReplyNames().generate("utter_x", None, "gateway", choices=["a", "b"], phone="1")
    assert said == {
        "text": "",
        "custom": {"reply": "utter_x", "values": {"choices": ["a", "b"], "phone": "1"}},
    }


async def test_fields_of_the_sdk_are_no_values() -> None:
    from bot.runtime.reply_names import ReplyNames

    dispatcher = CollectingDispatcher()
    dispatcher.utter_message(response="utter_x", where="Leeds")
    (message,) = dispatcher.messages
    said = await ReplyNames().generate("utter_x", None, "gateway", **message)
    assert said is not None
    assert said["custom"]["values"] == {"where": "Leeds"}
