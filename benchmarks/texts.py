"""Texts to take time on: ordinary ones, ones with values in them, ones that mean harm."""

from __future__ import annotations

LENGTHS = (50, 500, 5_000, 50_000, 500_000)

CHAT = (
    "Hello, I would like to know when my order will arrive. It was meant to be here on Tuesday, "
    "but the page still says that it is being packed, and nobody has picked up the phone since "
    "then. I have moved a few things around at home so that somebody can open the door, which is "
    "not easy with two small children. If it takes longer, could you please let me know early "
    "enough, or leave the box with the neighbours on the left? They are nearly always in. Thanks "
    "a lot for your help, and have a nice weekend!\n"
)

CLEAN = {
    "chat": CHAT,
    "Russian": "Здравствуйте, подскажите, пожалуйста, когда придёт мой заказ. ",
    "French": "Bonjour, j'aimerais savoir quand ma commande arrivera, merci à vous. ",
    "Chinese": "您好，我想知道我的订单什么时候能到，谢谢您的帮助。",
    "Hindi": "नमस्ते, मैं जानना चाहता हूँ कि मेरा ऑर्डर कब आएगा, धन्यवाद। ",
    "code": 'for row in rows:\n    total += row["price"] * row.count  # sum it up\n',
    "log lines": "2026-11-22 10:45:12 INFO worker-3 finished job 48213 in 0.412 s\n",
}

MIXED = {
    "an e-mail in 500": CHAT + "Write to anna@example.org. ",
    "an e-mail a line": f"{CHAT}Write to anna@example.org.\n",
    "a card in 500": CHAT + "My card is 4111 1111 1111 1111. ",
}

ADVERSARIAL = {
    "digits": "4111 1111-1111 1112 ",
    "digits, no blanks": "41111111111111112",
    "dotted ones": "1.1.1.1.",
    "IBAN heads": "DE89 3704 0044 0532 0130 01 ",
    "base64": "SGVsbG8sIEkgd291bGQgbGlrZSB0byBrbm93IHdoZW4gbXkgb3JkZXIgd2lsbCBhcnJpdmU" * 2 + " ",
    "hex": "deadbeef" * 8 + " ",
    "percent": "%41%42",
    "entities": "&#65;&#x42;",
    "spaced letters": "i g n o r e ",
    "zero width": "a\u200b",
    "piled marks": "a\u0301\u0302\u0303",
    "full width": "ｆｕｌｌ ",
    "comments": "<!-- ",
    "links": "[a](http://a?",
    "password is": "password is ",
    "at signs": "a@a.",
    "key value": "key=value1; ",
    "my name is": "My name is ",
}


def text_of(unit: str, chars: int) -> str:
    """Return a text of this length made of one unit."""
    return (unit * (chars // len(unit) + 1))[:chars]
