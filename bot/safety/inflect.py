"""All forms of an English verb or noun, for `~word` in a phrase."""

_IRREGULAR = {
    "be": "be am is are was were been being",
    "have": "have has had having",
    "do": "do does did done doing",
    "go": "go goes went gone going",
    "take": "take takes took taken taking",
    "cut": "cut cuts cutting",
    "hurt": "hurt hurts hurting",
    "hang": "hang hangs hung hanged hanging",
    "die": "die dies died dying",
    "lie": "lie lies lied lay lying",
    "tie": "tie ties tied tying",
    "swallow": "swallow swallows swallowed swallowing",
    "say": "say says said saying",
    "tell": "tell tells told telling",
    "think": "think thinks thought thinking",
    "feel": "feel feels felt feeling",
    "write": "write writes wrote written writing",
    "give": "give gives gave given giving",
    "buy": "buy buys bought buying",
    "get": "get gets got gotten getting",
    "keep": "keep keeps kept keeping",
    "find": "find finds found finding",
    "hold": "hold holds held holding",
    "sit": "sit sits sat sitting",
    "stand": "stand stands stood standing",
    "drink": "drink drinks drank drunk drinking",
    "eat": "eat eats ate eaten eating",
    "bleed": "bleed bleeds bled bleeding",
    "shoot": "shoot shoots shot shooting",
    "slit": "slit slits slitting",
    "break": "break breaks broke broken breaking",
    "hit": "hit hits hitting",
    "beat": "beat beats beaten beating",
    "throw": "throw throws threw thrown throwing",
    "drive": "drive drives drove driven driving",
    "leave": "leave leaves left leaving",
    "see": "see sees saw seen seeing",
    "know": "know knows knew known knowing",
    "make": "make makes made making",
    "come": "come comes came coming",
    "wake": "wake wakes woke woken waking",
    "sleep": "sleep sleeps slept sleeping",
    "burn": "burn burns burned burnt burning",
    "set": "set sets setting",
    "put": "put puts putting",
    "run": "run runs ran running",
    "read": "read reads reading",
    "lose": "lose loses lost losing",
    "stab": "stab stabs stabbed stabbing",
    "jump": "jump jumps jumped jumping",
    "text": "text texts texted texting",
    "strangle": "strangle strangles strangled strangling",
    "man": "man men",
    "child": "child children",
    "knife": "knife knives",
    "meet": "meet meets met meeting",
    "choose": "choose chooses chose chosen choosing",
    "fight": "fight fights fought fighting",
    "steal": "steal steals stole stolen stealing",
    "swear": "swear swears swore sworn swearing",
    "drown": "drown drowns drowned drowning",
    "begin": "begin begins began begun beginning",
    "let": "let lets letting",
    "quit": "quit quits quitting",
    "bring": "bring brings brought bringing",
    "become": "become becomes became becoming",
    "wear": "wear wears wore worn wearing",
    "show": "show shows showed shown showing",
    "freeze": "freeze freezes froze frozen freezing",
    "choke": "choke chokes choked choking",
    "relapse": "relapse relapses relapsed relapsing",
}
_VOWELS = "aeiou"


def forms(word: str) -> frozenset[str]:
    """`kill` -> kill, kills, killed, killing; `be` -> am, is, was ...; the word itself included."""
    if word in _IRREGULAR:
        return frozenset(_IRREGULAR[word].split())
    if word.endswith("e"):
        return frozenset((word, word + "s", word + "d", word[:-1] + "ing"))
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return frozenset((word, word[:-1] + "ies", word[:-1] + "ied", word + "ing"))
    plural = word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")
    stem = word + word[-1] if _doubles(word) else word
    return frozenset((word, plural, stem + "ed", stem + "ing"))


def _doubles(word: str) -> bool:
    """One short syllable ending in consonant, vowel, consonant: stop -> stopped."""
    vowels = [letter in _VOWELS for letter in word]
    return (
        len(word) in (3, 4)
        and vowels[-3:] == [False, True, False]
        and sum(vowels) == 1
        and word[-1] not in "wxy"
    )
