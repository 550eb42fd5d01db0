"""Small words by which a language is known. Words that are English too stand in no other list."""

from bot.text.word_set import word_set

ENGLISH = word_set(
    """
    i im i'm ive i've id i'd ill i'll me my mine myself you u your ur youre you're he hes he's
    him his she shes she's her hers it its it's we us our they them their the a an and or but so
    if because bc cuz cos of to in on at for from with without about into over after before
    since until than then is am are was were be been being do does did dont don't didnt didn't
    doesnt doesn't not no never can cant can't cannot could couldnt couldn't will wont won't
    would wouldnt wouldn't should have haven't havent has had got get gets getting go going
    gonna went gone want wants wanted wanna need this that these those there here what when
    where who why how which just really very too also only even still again now today tonight
    tomorrow yesterday always ever more most much many some any all one two three out up down
    off back away like love miss feel feels felt feeling think thinking know said say says told
    tell talk talking see seen saw make made take took help hurts please thanks thank hello hi
    hey ok okay yes yeah nope sorry time day week month year years therapy therapist session
    sessions last first new old good bad sad life anyone someone everyone nobody something
    nothing idk lol omg rn tbh ngl anymore every other another way person people let lets left
    end ended
    """
)
# English words that are small words elsewhere too; they tell nothing.
SHARED = ENGLISH & word_set(
    "a an am as at do he her in is it me my no of on or so to was we will us all had man over up id"
    " im die den het son ve"
)
_PROFILES = {
    "es": word_set(
        """
        que de la el los las y e un una por para con del se su mi mis tu te lo le pero como más
        mas muy ya está esta estoy estás estar soy eres es fue ser tengo tiene hay hacer hace
        puedo puede quiero porque cuando qué donde desde hasta sin sobre todo todos nada nadie
        siempre nunca también yo ella ellos nosotros este eso esa ese hola gracias ayuda siento
        echo extraño terapeuta terapia psicóloga psicólogo quiere dejó vida hoy mañana semana
        año años después antes hablar
        """
    ),
    "pt": word_set(
        """
        que de da dos das em um uma por para com não nao se eu você voce ele ela eles meu minha
        meus minhas seu sua mas como mais muito já está estou estava sou é foi ser tenho tem há
        fazer posso pode quero porque quando onde desde até sem sobre tudo nada ninguém sempre
        nunca também isso isto esse essa olá obrigado obrigada ajuda sinto saudade saudades
        terapeuta terapia psicóloga psicólogo vida hoje amanhã semana ano anos depois antes
        falar ao na nos pelo pela
        """
    ),
    "fr": word_set(
        """
        que qui de la le les des du un une et est je j'ai tu il elle nous vous ils elles mon ma
        mes ton ta tes sa ses pour avec dans sur sans mais ou où ce cette ces c'est ne pas plus
        très bien aussi suis était être avoir fait faire peux peut veux parce quand comment
        depuis tout tous rien personne toujours jamais moi lui merci bonjour aide manque
        thérapeute thérapie psy vie aujourd'hui demain semaine ans après avant parler qu'il
        qu'elle n'ai d'un au aux y été
        """
    ),
    "de": word_set(
        """
        ich du er sie wir ihr mein meine meinen meiner dein der das den dem des ein eine einen
        einem und oder aber nicht kein keine ist bin sind war waren sein haben habe hat hatte
        wird werden kann könnte möchte muss mit ohne für von zu zum zur bei nach aus auf über
        unter vor seit weil wenn dass wie wer warum schon noch immer nie auch nur sehr mehr
        alles nichts niemand mir mich dir dich ihm ihn uns hallo danke hilfe bitte vermisse
        therapeutin therapeut therapie leben heute morgen woche jahr jahre danach vorher reden
        gestern ganz wieder weiß doch mal
        """
    ),
    "it": word_set(
        """
        che di il lo la gli le un una per con del della nel nella mi ti si ci io tu lui lei noi
        loro mio mia miei mie suo sua ma come più molto già sono sei è era essere ho hai ha
        abbiamo avere fare posso può voglio perché quando dove senza tutto tutti niente nessuno
        sempre mai anche non questo questa quello quella ciao grazie aiuto sento manca terapeuta
        terapia psicologa psicologo vita oggi domani settimana anno anni dopo prima parlare sto
        stata stato alla dalla
        """
    ),
    "nl": word_set(
        """
        ik jij je hij zij ze wij mijn jouw zijn haar de het een en maar niet geen ben bent waren
        hebben heb heeft hebt kan kunnen wil moet met zonder voor naar bij uit op aan om dat dit
        deze die wat wie waarom wanneer hoe nog al altijd nooit ook alleen heel meer alles niets
        niemand mij hem ons hallo bedankt hulp graag mis therapeut therapie leven vandaag morgen
        week jaar jaren daarna praten gisteren weer omdat dan toen er wel te van
        """
    ),
    "pl": word_set(
        """
        ja ty on ona my wy oni mój moja moje mnie mi się sie nie jest jestem są był była być mam
        masz ma mieć że ze to co jak kto gdzie kiedy dlaczego ale lub albo bo po za od przez
        przed pod nad bez dla już juz tylko też tez bardzo więcej wszystko nic nikt zawsze nigdy
        tak ten ta te tego tej cześć dziękuję pomoc proszę tęsknię terapeutka terapeuta terapia
        życie dzisiaj jutro tydzień rok lat potem rozmawiać chcę chce mogę moge czy na do
        """
    ),
    "tr": word_set(
        """
        ben sen biz siz onlar benim senin bana beni seni bir bu şu o ve ama fakat için icin ile
        gibi kadar çok cok daha en değil degil yok var mı mi mu ne neden nasıl nasil kim nerede
        zaman hiç hic her şey sey herkes kimse artık artik sonra önce bugün bugun yarın yarin
        hafta yıl istiyorum seviyorum özledim terapistim terapist terapi hayat merhaba
        teşekkürler yardım lütfen oldu olarak kendimi
        """
    ),
    "sv": word_set(
        """
        jag du hon han vi ni de dem mig dig min mitt mina din ditt och eller inte är var vara
        har hade ha kan vill ska skulle måste med utan för från till på av om när hur vad vem
        varför redan också bara mycket mer alla allt inget ingen alltid aldrig det den detta
        denna ett en som hej tack hjälp snälla saknar terapeut terapi liv idag imorgon vecka år
        efter före prata igen
        """
    ),
    "hi": word_set(
        """
        hai hain hoon hun nahi nahin mera meri mere mujhe main tum aap kya kyun kaise kab kahan
        koi bhi aur lekin par ke ki ka ko se mein tha thi kar karna raha rahi raho gaya gayi
        bahut yaar abhi kuch sab jab tab wo woh yeh ye unka uska uski apna apni zindagi baat
        """
    ),
}
PROFILES = {code: words - ENGLISH for code, words in _PROFILES.items()}
# Letters that stand in no English word.
MARKS = {
    "es": "ñ¿¡", "pt": "ãõ", "fr": "çœêèà", "de": "ßüä", "it": "ìò", "nl": "ĳ", "pl": "łąęśżź",
    "tr": "ğış", "sv": "å", "hi": "ā",
}  # fmt: skip
