"""English, however it is typed, is never called foreign; clear other languages are."""

import pytest

from bot.text.language import detect


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("echo mucho de menos a mi terapeuta", "es"),
        ("ya no quiero vivir más así", "es"),
        ("me siento muy triste y solo", "es"),
        ("sinto muita saudade da minha terapeuta", "pt"),
        ("ma thérapeute me manque tellement", "fr"),
        ("je n'ai plus envie de vivre", "fr"),
        ("ich vermisse meine therapeutin so sehr", "de"),
        ("mi manca tanto la mia terapeuta", "it"),
        ("ik mis mijn therapeut heel erg", "nl"),
        ("tęsknię za moją terapeutką bardzo", "pl"),
        ("terapistimi çok özledim ve ağlıyorum", "tr"),
        ("jag saknar min terapeut så mycket", "sv"),
        ("я скучаю по моему терапевту", "ru"),
        ("أفتقد معالجتي النفسية كثيرا", "ar"),
        ("我很想念我的治疗师", "zh"),
        ("セラピストに会いたいです", "ja"),
        ("मुझे अपनी थेरेपिस्ट की याद आती है", "hi"),
        ("mujhe apni therapist ki bahut yaad aati hai", "hi"),
    ],
)
def test_other_language_is_noticed(message: str, language: str) -> None:
    assert detect(message) == language


@pytest.mark.parametrize(
    "message",
    [
        "i mis my therpist so mcuh it hrts",
        "idk man she ghosted me lmao",
        "omg wtf was that session",
        "my therapist Jörg Müller left",
        "Señora García was my therapist",
        "Dr. Van der Berg en Maria die have both left me",
        "she said au revoir and left",
        "no me no la la land please",
        "was die in war man so do he",
        "kіll mуself",
        "brb gtg ttyl xoxo lol",
        "😭😭😭😭",
        "asdf qwer zxcv hjkl",
        "i was in la and de la soul was playing",
        "me too im so sad",
    ],
)
def test_english_is_never_called_foreign(message: str) -> None:
    assert detect(message) in (None, "en")


@pytest.mark.parametrize("message", ["", "hola", "quiero morir", "ja", "?", "1234"])
def test_too_little_to_tell_has_no_language(message: str) -> None:
    assert detect(message) is None
