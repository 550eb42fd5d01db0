"""Whether a person says that they are under 18: a reader of plain phrases, nothing is guessed.

Where it errs, it errs to yes: that costs one sentence an hour and one more help line.
"""

import re

_WORDS = "eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_AGE = rf"(?:[89]|1[0-7]|{_WORDS})"
_CHILD = rf"(?:[4-7]|four|five|six|seven|{_AGE})"
_OLD = r"[\s-]*(?:yo|y/o|y\.o\.?|(?:years?|yrs?)[\s-]*olds?)\b(?!'s)"
_AM = r"\b(?:i'?m|i am|i m|iam|im)\s*"
_ARE = r"\b(?:we'?re|we are|(?:and|&) (?:i|me) are)\s+(?:both |all |only )*"
_SOFTLY = (
    r"(?:(?:also|actually|literally|only|just|still|like|now|currently|aged?|a|an|the age of"
    r"|turning|almost|nearly|about|around|barely|not even|not yet|basically|really|honestly)\s+)*"
)
# after a number these make it something else than an age
_MEASURE = (
    r"(?!\s*(?:[:%°'’]|[./]\d|-\d)|\w)"
    r"(?!\s*-?\s*(?:out of|in a row|to \d|on a scale|hundred|thousand|k|grand|more|other|different"
    r"|(?:min(?:ute)?|sec(?:ond)?|hour|hr|day|night|week|wk|month|mo|time|session|step|appointment"
    r"|point|page|chapter|pound|lb|kilo|kg|gram|mg|stone|feet|foot|ft|inch|inche|cm|meter|mile|km"
    r"|dollar|buck|euro|percent|people|person|pill|drink|beer|message|call|text|block|stop)s?"
    r"|(?:am|pm|o'?clock)|(?:year|yr)s?(?![\s-]*old))\b)"
)
_SCHOOL = (
    r"(?:(?:a |my )?(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth"
    r"|ninth|tenth|eleventh|twelfth) (?:grade|form)|grade (?:\d|1[0-2])|year (?:[4-9]|1[0-3])"
    r"|(?:my )?(?:freshman|sophomore|junior|senior) year (?:of|in) high school|high ?school"
    r"|middle ?school|junior high|secondary school|elementary school)"
)
_PUPIL = (
    r"(?:minor|teen|teenager|teenage (?:girl|boy|guy)|teen (?:girl|boy)|kid(?! at heart)|schoolgirl"
    r"|schoolboy|(?:high|middle) ?school(?:er|(?: student| kid| girl| boy| pupil))"
    r"|(?:freshman|sophomore|junior|senior) (?:in|at) high ?school|\w+ grader)"
)
# who works at a school, or is one again only in a comparison
_STAFF = (
    r"(?!\s+(?:teach\w*|staff|admin\w*|counsel\w+|principal|coach\w*|nurse|librarian|again|inside"
    r"|person|social worker|psycholog\w+))"
)
_PATTERNS = (
    rf"{_AM}{_SOFTLY}{_CHILD}{_OLD}",
    rf"{_AM}{_SOFTLY}{_AGE}(?:\s*/?\s*[fm]\b(?! (?:away|tall|deep|late|from)))",
    rf"{_AM}{_SOFTLY}{_AGE}{_MEASURE}",
    rf"{_ARE}{_AGE}{_MEASURE}",
    rf"{_AM}{_SOFTLY}(?:under|below|younger than) (?:the age of )?(?:18|eighteen)\b",
    rf"{_AM}(?:not (?:even |yet )?|almost |nearly |turning )(?:18|eighteen)(?: yet)?{_MEASURE}",
    rf"{_AM}{_SOFTLY}(?:under ?-?age|{_PUPIL}\b{_STAFF})",
    rf"{_AM}{_SOFTLY}(?:in|at|starting|going into|entering) {_SOFTLY}{_SCHOOL}\b{_STAFF}",
    rf"\bi (?:go to|attend|am still at|just started|just finished) {_SCHOOL}\b{_STAFF}",
    rf"\b(?:until|till|when|once|before|after) (?:i'?m|i am|i turn|i'll be) (?:{_AGE}|18|eighteen)"
    rf"{_MEASURE}(?! i (?:was|had|got|left|lost|went))",
    rf"\bi (?:just|recently) turned {_AGE}{_MEASURE}",
    rf"\bi(?:'ll be| will be| turn) (?:{_AGE}|18|eighteen) (?:in|next|this|soon|on|tomorrow)\b",
    rf"\bas an? {_SOFTLY}(?:{_CHILD}{_OLD}|minor|{_PUPIL})\b{_STAFF}"
    rf"(?!,? (?:i|she|he|they|my \w+) (?:was|were|had|used|got|went|lost|felt|did|never|would))",
    rf"\bmy age(?: is|:)? {_AGE}{_MEASURE}",
    rf"\b(?:i|me)\s*[(\[]\s*{_AGE}\s*,?/?\s*(?:yo|[fm]|f/?nb|nb|trans)?\s*[)\]]",
    rf"(?<!my )(?<!our )(?<!her )(?<!his )(?<!their )(?<!the )(?<!a )(?<!an )(?<!old )\b{_CHILD}"
    rf"(?:{_OLD}|\s*[fm])\s+(?:girl|boy|guy|male|female|teen|student|here|kid)\b",
    rf"^\W*{_CHILD}(?:{_OLD}|\s?[fm]\b)(?! (?:is|was|when|ago|daughter|son|child|kid|brother))",
)
_UNDER_18 = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))
# "she treats me like i'm 5", "i feel as if i were 12", "he said i'm 15"
_COMPARED = re.compile(
    r"(?:\b(?:like|as if|as though|pretend(?:ing)?|imagine|wish|if|says?|said|thinks?|thought)"
    r"(?: that)?[\s,\"“:]+)$"
)
_SIGNS = str.maketrans({"’": "'", "‘": "'", "`": "'"})


def says_under_18(text: str) -> bool:
    """Whether the words say, of the person who writes and of today, an age under 18."""
    plain = " ".join(text.lower().translate(_SIGNS).split())
    return any(
        not _COMPARED.search(plain[max(0, found.start() - 40) : found.start()])
        for found in _UNDER_18.finditer(plain)
    )
