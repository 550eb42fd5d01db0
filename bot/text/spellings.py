"""One spelling for each word: contractions, chat slang, words of disguise, typos of danger words.

Every table maps a written word (lower case, plain characters) to the words it stands for; in the
tables "_" stands for a space.
"""

from bot.text.word_set import word_map, word_set

_NOT = word_map(
    """
    do=do does=does did=did is=is are=are was=was were=were would=would could=could should=should
    have=have has=has had=had must=must need=need ca=can wo=will sha=shall ai=am might=might
    """
)
_ENDINGS = {
    "'m": ("am", ("i",)),
    "'re": ("are", ("you", "we", "they", "there")),
    "'ve": ("have", ("i", "you", "we", "they", "would", "could", "should", "must")),
    "'ll": ("will", ("i", "you", "he", "she", "it", "we", "they", "there", "that", "who")),
    "'d": ("would", ("i", "you", "he", "she", "it", "we", "they", "there", "who", "that")),
    "'s": ("is", ("he", "she", "it", "that", "there", "what", "who", "where", "how", "here")),
}
# Without the apostrophe these are words of their own; FOLLOWERS tells "ill" and "id" apart.
_AMBIGUOUS = word_set("ill id well wed were hell shell shed hed whod whos")


def _contractions() -> dict[str, str]:
    table = {f"{short}n't": f"{full} not" for short, full in _NOT.items()}
    table |= {f"{short}nt": f"{full} not" for short, full in _NOT.items() if short != "wo"}
    for ending, (full, subjects) in _ENDINGS.items():
        for subject in subjects:
            table[subject + ending] = f"{subject} {full}"
            if (bare := subject + ending[1:]) not in _AMBIGUOUS:
                table[bare] = f"{subject} {full}"
    return table


CONTRACTIONS = _contractions() | word_map(
    """
    wont=will_not cannot=can_not cant=can_not ain't=am_not
    let's=let_us y'all=you_all yall=you_all 'em=them 'cause=because don't've=do_not_have
    i'd've=i_would_have ma'am=maam o'clock=oclock dnt=do_not dont'=do_not do'nt=do_not donot=do_not
    dun=do_not ca'nt=can_not cnt=can_not caint=can_not cudnt=could_not wudnt=would_not
    shudnt=should_not havnt=have_not doesnot=does_not
    """
)
SLANG = word_map(
    """
    u=you ur=your r=are y=why n=and b=be c=see k=ok im=i_am iam=i_am ima=i_am_going_to
    imma=i_am_going_to ive=i_have wanna=want_to wana=want_to wannna=want_to gonna=going_to
    gunna=going_to gona=going_to gon=going_to gnna=going_to finna=going_to boutta=about_to
    bouta=about_to gotta=have_to hafta=have_to tryna=trying_to tryin=trying shoulda=should_have
    coulda=could_have woulda=would_have kinda=kind_of sorta=sort_of outta=out_of lemme=let_me
    gimme=give_me dunno=do_not_know idk=i_do_not_know idc=i_do_not_care idek=i_do_not_even_know
    idec=i_do_not_even_care ily=i_love_you iloveyou=i_love_you cba=can_not_be_bothered rn=right_now
    anymore=any_more nomore=no_more nolonger=no_longer everytime=every_time alot=a_lot tmrw=tomorrow
    tmr=tomorrow tmw=tomorrow tmo=tomorrow 2moro=tomorrow 2morrow=tomorrow tomoz=tomorrow
    2mrw=tomorrow tomorow=tomorrow tommorow=tomorrow tommorrow=tomorrow 2nite=tonight 2night=tonight
    tonite=tonight tn=tonight bc=because bcuz=because cuz=because cos=because coz=because
    becuz=because bcos=because becos=because w/=with w/o=without wo=without b4=before smth=something
    sth=something smthn=something somethin=something sumthing=something nothin=nothing
    nuthin=nothing everythin=everything ppl=people sum1=someone some1=someone any1=anyone
    every1=everyone no1=no_one noone=no_one nobodys=nobody thx=thanks ty=thank_you
    tysm=thank_you_so_much pls=please plz=please plss=please msg=message pic=picture rly=really
    rlly=really srsly=seriously deadass=seriously def=definitely prob=probably probs=probably
    tho=though thru=through til=until till=until gf=girlfriend bf=boyfriend bff=best_friend
    bestie=best_friend mom=mum mommy=mum mummy=mum momma=mum mam=mum mama=mum daddy=dad sis=sister
    bro=brother nvm=never_mind nevermind=never_mind jk=just_kidding jks=just_kidding
    jking=just_kidding jokin=joking gtg=got_to_go g2g=got_to_go ttyl=talk_to_you_later cya=see_you
    dw=do_not_worry goodnite=goodnight gn=goodnight good-bye=goodbye goodby=goodbye byee=bye
    therapst=therapist hw=homework gov=government abt=about bout=about thinkn=thinking
    jumpin=jumping nite=night nites=nights thougths=thoughts thougts=thoughts wouldn=would_not
    couldn=could_not gonnna=going_to wen=when wat=what wut=what dat=that dis=this da=the teh=the
    nd=and an'=and yr=year yrs=years mins=minutes evry=every evrything=everything
    everythings=everything_is every1s=everyone_is meself=myself mi=my cud=could shud=should
    wud=would iwant=i_want idwant=i_do_not_want aint=am_not innit=is_it_not hav=have hv=have
    hve=have wnt=want wnat=want watn=want wan=want waant=want wanted2=want dnw=do_not_want lief=life
    lyf=life lyfe=life alvie=alive aliv=alive alieve=alive fuckin=fucking gd=good luv=love
    hurtin=hurting killin=killing cuttin=cutting dyin=dying livin=living endin=ending goin=going
    thinkin=thinking feelin=feeling wishin=wishing planin=planning takin=taking breathin=breathing
    wakin=waking writting=writing beleive=believe exsist=exist exhist=exist existance=existence
    happend=happened realy=really becuase=because thier=their freind=friend frend=friend frnd=friend
    famly=family
    """
)
# What people write so that a filter does not see it.
DISGUISES = word_map(
    """
    unalive=unalive unaliving=unaliving unalived=unalived unliving=unaliving unlive=unalive
    sewerslide=suicide sewercide=suicide sewersidal=suicidal sewerslidal=suicidal suislide=suicide
    sooicide=suicide suwuicide=suicide kermitting=suicide selfdelete=unalive kms=kill_myself
    kmys=kill_myself kmself=kill_myself kys=kill_yourself ctb=catch_the_bus s/h=self_harm
    selfharm=self_harm selfharmed=self_harmed selfharming=self_harming selfhurt=self_harm
    self-h=self_harm od=overdose oding=overdosing oded=overdosed od'd=overdosed od'ing=overdosing
    od'ed=overdosed ods=overdoses od'ing'=overdosing 4nr=no_reason offing=killing khs=kill_himself
    kts=kill_themselves
    """
)
# Danger words, to which leetspeak, stars, spacing and typos are read back.
DANGER = {
    word: word
    for word in word_set(
        """
    suicide suicidal suicides kill killing killed kills die dying died dead death myself himself
    herself themselves cut cutting cuts overdose overdosed overdosing pills pill unalive hang
    hanging murder stab shoot rape raped raping abuse abusing harm harming slit bleed wrists jump
    drown poison shotgun noose
    """
    )
} | word_map(
    """
    unaliving=unaliving kms=kill_myself kys=kill_yourself ctb=catch_the_bus selfharm=self_harm
    killmyself=kill_myself killingmyself=killing_myself hurtmyself=hurt_myself cutmyself=cut_myself
    endmylife=end_my_life enditall=end_it_all wannadie=want_to_die wanttodie=want_to_die
    iwanttodie=i_want_to_die iwannadie=i_want_to_die killme=kill_me offmyself=off_myself
    hangmyself=hang_myself takemylife=take_my_life sewerslide=suicide pillz=pills
    iwantodie=i_want_to_die wantodie=want_to_die
    """
)
TYPOS = word_map(
    """
    kil=kill kll=kill kiil=kill kkill=kill klil=kill killl=kill kiling=killing killng=killing
    killimg=killing kild=killed dieing=dying diying=dying diing=dying diee=die dei=die ded=dead
    deth=death suacide=suicide suiside=suicide sueside=suicide suisidal=suicidal suesidal=suicidal
    suisidle=suicidal sucidel=suicidal suicidel=suicidal suicidl=suicidal suicidle=suicidal
    soucide=suicide sucied=suicide
    suecide=suicide suicied=suicide sucicide=suicide suisied=suicide suacidal=suicidal
    sewicide=suicide mself=myself myslf=myself meslf=myself mysefl=myself myselff=myself
    myselfs=myself mysel=myself hisself=himself theirselves=themselves themself=themselves
    themselfs=themselves cuting=cutting cutt=cut cuttting=cutting overdoze=overdose ovrdose=overdose
    overdoes=overdose overdosd=overdosed ovedose=overdose harmin=harming slef=self sefl=self
    pils=pills pillls=pills tabletts=tablets paracetomol=paracetamol paracetemol=paracetamol
    ibuprofin=ibuprofen tylonol=tylenol tyelnol=tylenol goodbuy=goodbye sleepin=sleeping
    rists=wrists wirsts=wrists bleedin=bleeding livee=live exisit=exist exixt=exist jumpin=jumping
    hopless=hopeless worhtless=worthless sucicidal=suicidal wake-up=wake_up hangin=hanging
    """
)
_LONG = word_set("suicide suicidal myself overdose overdosed himself herself")
# Words of their own, here or in another language.
_REAL = _LONG | word_set(
    "overdone overdoes hisself suicidar suicidas suicida suicido suicidi suicider suizidal"
    " suicidaal overdos suizid"
)
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
    return {slip: word for word in sorted(_LONG) for slip in _one_slip(word) if slip not in _REAL}


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
