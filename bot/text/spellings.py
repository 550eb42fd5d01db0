"""One spelling for each word: contractions, chat slang, words of disguise, and typos of danger words.

Every table maps a written word (lower case, plain characters) to the words it stands for.
"""

from bot.text.word_set import word_set

_NOT = {
    "do": "do", "does": "does", "did": "did", "is": "is", "are": "are", "was": "was",
    "were": "were", "would": "would", "could": "could", "should": "should", "have": "have",
    "has": "has", "had": "had", "must": "must", "need": "need", "ca": "can", "wo": "will",
    "sha": "shall", "ai": "am", "might": "might",
}  # fmt: skip
_ENDINGS = {
    "'m": ("am", ("i",)),
    "'re": ("are", ("you", "we", "they", "there")),
    "'ve": ("have", ("i", "you", "we", "they", "would", "could", "should", "must")),
    "'ll": ("will", ("i", "you", "he", "she", "it", "we", "they", "there", "that", "who")),
    "'d": ("would", ("i", "you", "he", "she", "it", "we", "they", "there", "who", "that")),
    "'s": ("is", ("he", "she", "it", "that", "there", "what", "who", "where", "how", "here")),
}  # fmt: skip
# Without the apostrophe these are words of their own; `needs_follower` below tells them apart.
_AMBIGUOUS = {"ill", "id", "well", "wed", "were", "hell", "shell", "shed", "hed", "whod", "whos"}


def _contractions() -> dict[str, str]:
    table = {f"{short}n't": f"{full} not" for short, full in _NOT.items()}
    table |= {f"{short}nt": f"{full} not" for short, full in _NOT.items() if short != "wo"}
    table |= {"wont": "will not", "cannot": "can not", "cant": "can not", "ain't": "am not"}
    for ending, (full, subjects) in _ENDINGS.items():
        for subject in subjects:
            table[subject + ending] = f"{subject} {full}"
            bare = subject + ending[1:]
            if (bare not in _AMBIGUOUS and len(bare) > 2) or bare == "im":
                table[bare] = f"{subject} {full}"
    return table


CONTRACTIONS = _contractions() | {
    "let's": "let us", "y'all": "you all", "yall": "you all", "'em": "them", "'cause": "because",
    "don't've": "do not have", "i'd've": "i would have", "ma'am": "maam", "o'clock": "oclock",
    "dnt": "do not", "dont'": "do not", "do'nt": "do not", "donot": "do not", "dun": "do not",
    "ca'nt": "can not", "cnt": "can not", "caint": "can not", "cudnt": "could not",
    "wudnt": "would not", "shudnt": "should not", "havnt": "have not", "doesnot": "does not",
    "wouldve": "would have", "couldve": "could have", "shouldve": "should have",
}  # fmt: skip

SLANG = {
    "u": "you", "ur": "your", "r": "are", "y": "why", "n": "and", "b": "be", "c": "see",
    "k": "ok", "im": "i am", "iam": "i am", "ima": "i am going to", "imma": "i am going to",
    "ive": "i have", "wanna": "want to", "wana": "want to", "wannna": "want to",
    "gonna": "going to", "gunna": "going to", "gona": "going to", "gon": "going to",
    "gnna": "going to", "finna": "going to", "boutta": "about to", "bouta": "about to",
    "gotta": "have to", "hafta": "have to", "tryna": "trying to", "tryin": "trying",
    "shoulda": "should have", "coulda": "could have", "woulda": "would have",
    "kinda": "kind of", "sorta": "sort of", "outta": "out of", "lemme": "let me",
    "gimme": "give me", "dunno": "do not know", "idk": "i do not know", "idc": "i do not care",
    "idek": "i do not even know", "idec": "i do not even care", "ily": "i love you",
    "iloveyou": "i love you", "cba": "can not be bothered", "rn": "right now",
    "anymore": "any more", "nomore": "no more", "nolonger": "no longer", "everytime": "every time",
    "alot": "a lot", "tmrw": "tomorrow", "tmr": "tomorrow", "tmw": "tomorrow", "tmo": "tomorrow",
    "2moro": "tomorrow", "2morrow": "tomorrow", "tomoz": "tomorrow", "2mrw": "tomorrow",
    "tomorow": "tomorrow", "tommorow": "tomorrow", "tommorrow": "tomorrow",
    "2nite": "tonight", "2night": "tonight", "tonite": "tonight", "tn": "tonight",
    "bc": "because", "bcuz": "because", "cuz": "because", "cos": "because", "coz": "because",
    "becuz": "because", "bcos": "because", "becos": "because", "w/": "with", "w/o": "without",
    "wo": "without", "b4": "before", "smth": "something", "sth": "something", "smthn": "something",
    "somethin": "something", "sumthing": "something", "nothin": "nothing", "nuthin": "nothing",
    "everythin": "everything", "ppl": "people", "sum1": "someone", "some1": "someone",
    "any1": "anyone", "every1": "everyone", "no1": "no one", "noone": "no one", "nobodys": "nobody",
    "thx": "thanks", "ty": "thank you", "tysm": "thank you so much", "pls": "please",
    "plz": "please", "plss": "please", "msg": "message", "pic": "picture", "rly": "really",
    "rlly": "really", "srsly": "seriously", "deadass": "seriously", "def": "definitely",
    "prob": "probably", "probs": "probably", "tho": "though", "thru": "through", "til": "until",
    "till": "until", "gf": "girlfriend", "bf": "boyfriend", "bff": "best friend",
    "bestie": "best friend", "mom": "mum", "mommy": "mum", "mummy": "mum", "momma": "mum",
    "mam": "mum", "mama": "mum", "daddy": "dad", "sis": "sister", "bro": "brother",
    "nvm": "never mind", "nevermind": "never mind", "jk": "just kidding", "jks": "just kidding",
    "jking": "just kidding", "jokin": "joking", "gtg": "got to go", "g2g": "got to go",
    "ttyl": "talk to you later", "cya": "see you", "dw": "do not worry", "goodnite": "goodnight",
    "gn": "goodnight", "good-bye": "goodbye", "goodby": "goodbye", "byee": "bye",
    "therapst": "therapist", "hw": "homework", "gov": "government", "abt": "about", "bout": "about", "thinkn": "thinking", "jumpin": "jumping",
    "nite": "night", "nites": "nights", "thougths": "thoughts", "thougts": "thoughts",
    "tho": "though", "wouldn": "would not", "couldn": "could not", "gonnna": "going to",
    "wen": "when", "wat": "what", "wut": "what", "dat": "that", "dis": "this", "da": "the",
    "teh": "the", "nd": "and", "an'": "and", "yr": "year", "yrs": "years", "mins": "minutes",
    "evry": "every", "evrything": "everything", "everythings": "everything is",
    "every1s": "everyone is", "meself": "myself", "mi": "my", "cud": "could",
    "shud": "should", "wud": "would", "iwant": "i want", "idwant": "i do not want",
    "aint": "am not", "innit": "is it not", "hav": "have", "hv": "have", "hve": "have",
    "wnt": "want", "wnat": "want", "watn": "want", "wan": "want", "waant": "want", "wanted2": "want",
    "dnw": "do not want", "lief": "life", "lyf": "life", "lyfe": "life", "alvie": "alive",
    "aliv": "alive", "alieve": "alive", "fuckin": "fucking", "gd": "good", "luv": "love",
    "hurtin": "hurting", "killin": "killing", "cuttin": "cutting", "dyin": "dying",
    "livin": "living", "endin": "ending", "goin": "going", "thinkin": "thinking",
    "feelin": "feeling", "wishin": "wishing", "planin": "planning", "takin": "taking",
    "breathin": "breathing", "wakin": "waking", "writting": "writing", "beleive": "believe",
    "tired": "tired", "exsist": "exist", "exhist": "exist", "existance": "existence",
    "happend": "happened", "realy": "really", "becuase": "because", "thier": "their",
    "freind": "friend", "frend": "friend", "frnd": "friend", "famly": "family",
}  # fmt: skip

# What people write so that a filter does not see it.
DISGUISES = {
    "unalive": "unalive", "unaliving": "unalive", "unalived": "unalive", "unliving": "unalive",
    "unlive": "unalive", "sewerslide": "suicide", "sewercide": "suicide", "sewersidal": "suicidal",
    "sewerslidal": "suicidal", "suislide": "suicide", "sooicide": "suicide",
    "suwuicide": "suicide", "kermitting": "suicide", "selfdelete": "unalive",
    "kms": "kill myself", "kmys": "kill myself", "kmself": "kill myself", "kys": "kill yourself",
    "ctb": "catch the bus", "s/h": "self harm", "selfharm": "self harm", "selfharmed": "self harmed",
    "selfharming": "self harming", "selfhurt": "self harm", "self-h": "self harm",
    "od": "overdose", "oding": "overdosing", "oded": "overdosed", "od'd": "overdosed",
    "od'ing": "overdosing", "od'ed": "overdosed", "ods": "overdoses", "od'ing'": "overdosing",
    "4nr": "no reason", "offing": "killing", "khs": "kill himself", "kts": "kill themselves",
}  # fmt: skip

# Danger words, to which leetspeak, stars, spacing and typos are read back.
DANGER = {
    "suicide": "suicide", "suicidal": "suicidal", "suicides": "suicides", "kill": "kill",
    "killing": "killing", "killed": "killed", "kills": "kills", "die": "die", "dying": "dying",
    "died": "died", "dead": "dead", "death": "death", "myself": "myself", "himself": "himself",
    "herself": "herself", "themselves": "themselves", "cut": "cut", "cutting": "cutting",
    "cuts": "cuts", "overdose": "overdose", "overdosed": "overdosed", "overdosing": "overdosing",
    "pills": "pills", "pill": "pill", "unalive": "unalive", "unaliving": "unalive",
    "hang": "hang", "hanging": "hanging", "murder": "murder", "stab": "stab", "shoot": "shoot",
    "rape": "rape", "raped": "raped", "raping": "raping", "abuse": "abuse", "abusing": "abusing",
    "harm": "harm", "harming": "harming", "slit": "slit", "bleed": "bleed", "wrists": "wrists",
    "jump": "jump", "kms": "kill myself", "kys": "kill yourself", "ctb": "catch the bus",
    "selfharm": "self harm", "killmyself": "kill myself", "killingmyself": "killing myself",
    "hurtmyself": "hurt myself", "cutmyself": "cut myself", "endmylife": "end my life",
    "enditall": "end it all", "wannadie": "want to die", "wanttodie": "want to die",
    "iwanttodie": "i want to die", "iwannadie": "i want to die", "killme": "kill me",
    "offmyself": "off myself", "hangmyself": "hang myself", "takemylife": "take my life",
    "sewerslide": "suicide", "drown": "drown", "poison": "poison", "pillz": "pills",
    "iwantodie": "i want to die", "wantodie": "want to die", "shotgun": "shotgun", "noose": "noose",
}  # fmt: skip

TYPOS = {
    "kil": "kill", "kll": "kill", "kiil": "kill", "kkill": "kill", "klil": "kill", "killl": "kill",
    "kiling": "killing", "killng": "killing", "killimg": "killing", "kild": "killed",
    "dieing": "dying", "diying": "dying", "diing": "dying", "diee": "die",
    "dei": "die", "ded": "dead", "deth": "death", "suacide": "suicide",
    "suiside": "suicide", "sueside": "suicide", "suisidal": "suicidal", "suesidal": "suicidal",
    "suisidle": "suicidal", "sucidel": "suicidal", "suicidle": "suicidal", "soucide": "suicide",
    "sucied": "suicide", "suecide": "suicide", "suicied": "suicide", "sucicide": "suicide",
    "suisied": "suicide", "suacidal": "suicidal", "sewicide": "suicide", "mself": "myself",
    "myslf": "myself", "meslf": "myself", "mysefl": "myself", "myselff": "myself",
    "myselfs": "myself", "mysel": "myself", "hisself": "himself", "theirselves": "themselves",
    "themself": "themselves", "themselfs": "themselves", "cuting": "cutting", "cutt": "cut",
    "cuttting": "cutting", "overdoze": "overdose", "ovrdose": "overdose", "overdoes": "overdose",
    "overdosd": "overdosed", "ovedose": "overdose", "harmed": "harmed", "harmin": "harming",
    "slef": "self", "sefl": "self", "pils": "pills", "pillls": "pills", "tabletts": "tablets",
    "paracetomol": "paracetamol", "paracetemol": "paracetamol", "ibuprofin": "ibuprofen",
    "tylonol": "tylenol", "tyelnol": "tylenol", "goodbuy": "goodbye", "sleepin": "sleeping",
    "wrist": "wrist", "rists": "wrists", "wirsts": "wrists", "bleedin": "bleeding",
    "livee": "live", "exisit": "exist", "exixt": "exist", "jumpin": "jumping", "hopless": "hopeless",
    "worhtless": "worthless", "sucicidal": "suicidal", "wake-up": "wake up", "hangin": "hanging",
}  # fmt: skip

_LONG = ("suicide", "suicidal", "myself", "overdose", "overdosed", "himself", "herself")
# Words of their own, here or in another language.
_REAL = frozenset(
    {"overdone", "overdoes", "hisself", "suicidar", "suicidas", "suicida", "suicido", "suicidi",
     "suicider", "suizidal", "suicidaal", "overdos", "suizid"}
)  # fmt: skip
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


def _one_slip(word: str) -> set[str]:
    """Every spelling one slip of the finger away: a letter lost, doubled, wrong or swapped."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    lost = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    wrong = {a + c + b[1:] for a, b in cuts if b for c in _ALPHABET}
    extra = {a + c + b for a, b in cuts for c in _ALPHABET}
    return lost | swapped | wrong | extra


def _slips() -> dict[str, str]:
    return {
        slip: word for word in _LONG for slip in _one_slip(word) if slip not in _REAL.union(_LONG)
    }


# Later tables win: what is a danger word is never read as slang.
WORDS: dict[str, str] = _slips() | CONTRACTIONS | SLANG | TYPOS | DISGUISES
# "ill" and "id" are "i will" and "i would" only before such a word.
FOLLOWERS = word_set(
    """
    be do kill die end never just jump take hurt cut go probably not try always hang rather like
    love give have make stop see miss wait get stay still prefer want need tell slit shoot burn
    overdose find leave only soon finally swallow drive slip disappear sleep actually really
    honestly legit gladly happily stab beat murder come
    """
)
# Before these a lone "2" is "to".
BEFORE_TO = word_set("want going trying need have used how try like able ready about got")
