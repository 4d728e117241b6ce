"""Words of English and Romanian prose that tell names, events and judgements, folded; a line or two a meaning."""

from __future__ import annotations

import re

from events.search.folding import fold


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _set(words: str) -> frozenset[str]:
    return frozenset(map(fold, _words(words)))


def _pattern(*alternatives: str) -> re.Pattern[str]:
    """Whole words in their own letters, whatever their case; `ș` and `ţ` are also found with a cedilla."""
    joined = "|".join(alternatives).replace("ș", "[șş]").replace("ț", "[țţ]")
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)", re.IGNORECASE)


# --- languages ------------------------------------------------------------------------------------------------

SMALL_WORDS = {
    "en": _words("the of and in to was by that with had on for which were from"),
    "ro": _words("și de la în a din cu care pe un o fost au lui prin pentru că nu s-a ale"),
}
"""In their own letters: folded, some would be words of the other language."""

# --- names ----------------------------------------------------------------------------------------------------

STARTERS = _set("""
    the a an this that these those it its he she his her hers him they their theirs them we our us you your i my one
    some any all both each every no none not other others another such same many much most more few several certain
    in on at by to from for of with without within under over after before during since until till while when
    where whereas as if though although because but and or nor so yet thus hence then there here now today once
    again also only even just still soon later earlier meanwhile however moreover furthermore nevertheless instead
    despite unlike like between among amid against about above across along around behind below beside besides beyond
    down into near off onto out outside inside through throughout toward towards up upon via per what which who whom
    whose why how whether either neither two three four five six seven eight nine ten eleven twelve first second third
    finally eventually initially following according given due owing thanks historians scholars critics observers
    authors writers biographers commentators former new old early late recent modern ancient great little long short
    under perhaps probably possibly arguably see cf compare note chapter section part page table figure
    is was are were had has have did does do would could should may might must will shall can
    let next last half about roughly nearly almost up never ever indeed certainly clearly often sometimes usually
    at least unless except regardless concerning regarding
    un o unei unui unii unele cel cea cei cele al ai ale lui ei lor acest aceasta aceasta acesta acestia acestea acea
    acel acele acei alt alta alti alte altii altele orice oricare fiecare toti toate tot toata ambele ambii
    la in din de cu fara pe prin pentru spre catre dupa inainte inaintea in timpul intre dintre langa peste sub contra
    impotriva pana asupra despre dar insa iar si sau ori nici ci deci asadar astfel totusi apoi atunci acum azi ieri
    cand unde cum ce care cine cat daca desi fiindca deoarece intrucat caci ca sa se si-a el ea noi voi nu da
    doar numai chiar mai foarte prea inca deja curand ulterior anterior ultimul primul prima ultima conform potrivit
    istoricii cercetatorii autorii criticii observatorii probabil poate posibil pare datorita zece doua doi trei patru
    cinci sase sapte opt noua unsprezece douasprezece multi multe putini putine cativa cateva alaturi odata imediat
    mereu niciodata intr dintr printr s-a s-au l-a l-au i-a i-au era erau fost este sunt exista
    """)
MONTHS_AND_DAYS = _set("""
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sept sep oct nov dec monday tuesday wednesday thursday friday saturday sunday christmas easter lent ramadan
    ianuarie februarie martie aprilie mai iunie iulie septembrie octombrie noiembrie decembrie luni marti miercuri joi
    vineri sambata duminica craciun pasti bc ad bce ce
    """)
TITLES = _set("""
    president presidents premier minister ministers secretary chancellor general marshal colonel major captain admiral
    lieutenant king queen prince princess emperor empress tsar czar kaiser pope patriarch bishop archbishop cardinal
    father sister brother saint sir lord lady dame count countess duke duchess baron baroness comrade ambassador
    presidents kings queens princes emperors popes counts dukes barons lords generals marshals colonels cardinals
    bishops archbishops chancellors senators governors consuls sultans captains admirals pasha bey viceroy regent
    senator governor mayor chairman chairwoman dr prof professor mr mrs ms gen col lt capt maj adm sgt rev st hon
    doctor consul tribune dictator sultan shah emir khan caliph sheikh imam ayatollah voivode hospodar judge justice
    director deputy vice prime foreign interior defence defense finance first leader historian scholar writer poet
    biographer economist journalist philosopher politician diplomat theologian sociologist scientist author critic
    commentator archaeologist philologist researcher
    presedintele presedinte premierul prim-ministrul prim-ministru ministrul ministru secretarul cancelarul generalul
    general maresalul colonelul maiorul capitanul amiralul regele regina regelui reginei principele principesa
    printul imparatul imparateasa tarul papa patriarhul episcopul mitropolitul ambasadorul senatorul guvernatorul
    primarul domnul doamna dl dna domnitorul voievodul tovarasul profesorul doctorul istoricul istoricului istoricii
    istorica istoricei cercetatorul cercetatoarea cercetatorului scriitorul poetul economistul ziaristul jurnalistul
    autorul filosoful politologul sociologul consilierul liderul conducatorul
    """)
SCHOLARS = _set("""
    historian scholar biographer economist philosopher theologian sociologist archaeologist philologist researcher
    critic commentator historians scholars biographers economists researchers critics commentators political-scientist
    istoricul istoricului istoricii istorica istoricei cercetatorul cercetatoarea cercetatorului cercetatorii
    economistul filosoful politologul sociologul istorici istoricilor autorii autori
    """)
ORGANISATIONS = _set("""
    party parties pact union league congress committee ministry council organisation organization assembly nations army
    navy force forces university institute church company bank front movement government parliament senate court
    society academy federation confederation alliance community commission bureau politburo comintern cominform comecon
    agency association corps guard legion fund office department board cabinet duma sejm bundestag reichstag knesset
    chamber commons lords brigade division regiment police securitate gestapo stasi bloc entente axis brotherhood
    officers knights order janissaries guards volunteers cavalry
    corporation presidium directorate secretariat internationale international workers coalition junta soviet
    command staff administration authority inquisition curia synod
    partid partidul pact pactul uniunea liga congresul comitetul ministerul consiliul organizatia adunarea natiunile
    natiunilor armata flota fortele universitatea institutul biserica compania banca frontul miscarea guvernul
    parlamentul senatul curtea societatea academia federatia confederatia alianta comunitatea comisia biroul agentia
    asociatia garda legiunea fondul camera divizia regimentul politia blocul antanta axa sfatul divanul coalitia
    presidiul directoratul secretariatul internationala internationalei statul-major
    """)
STATE_HEADS = _set(
    "empire kingdom republic sultanate khanate principality duchy caliphate imperiul regatul republica principatul"
    " sultanatul hanatul ducatul"
)
THINGS = _set("""
    treaty treaties act agreement agreements declaration war wars wall crisis canal revolution plan doctrine protocol
    protocols constitution convention charter law laws day night river mountain mountains sea ocean street palace square
    bridge memorandum resolution peace battle accord accords summit uprising revolt spring reform reforms renaissance
    enlightenment reformation age era programme program project strait straits peninsula island islands lake valley
    bay gulf basin harbour harbor falls canyon desert plain coast hill mount gate door
    airport station conference olympics games line curtain theses thesis
    letter report bible edict bull code question affair affairs massacre siege campaign operation edition prize treaty's
    truce armistice offensive castle fortress shipyard shipyards strike strikes riots rising mutiny rebellion election
    elections referendum cathedral abbey hall tower museum statute ordinance diploma style calendar landing landings
    purge thaw putsch coup edicts decree statutes parallel dam railway terror
    greva rascoala revolta asediul castelul cetatea catedrala manastirea arbitrajul dictatul armistitiul lovitura
    system regulamentul bomb zone corridor famine depression holocaust
    tratatul tratat actul acordul acordurile declaratia razboiul razboiului zidul criza canalul revolutia planul
    doctrina protocolul constitutia conventia carta charta legea ziua noaptea raul muntii marea oceanul strada palatul
    piata podul memorandumul rezolutia pacea batalia primavara reforma renasterea conferinta dunarea raportul scrisoarea
    """)
REGIONS = _set("""
    europe asia africa america balkans caucasus west east north south western eastern northern southern central middle
    far latin orient occident world earth mediterranean baltic adriatic black atlantic pacific danube rhine volga
    europa america balcani balcanii caucaz occident occidentul occidentului apus apusul est estul vest vestul nord
    nordul sud sudul centrala orient orientul orientul marea dunare dunarea mijlociu apropiat christian christianity
    islam catholic orthodox protestant muslim jewish jews bible english god crown marxism leninism marxist marxist-
    leninist
    communist communism socialist socialism fascist fascism nazi nazism liberal conservative democrat
    pope comunist dumnezeu puteri puterile puterilor allies allied aliatii aliatilor
    """)
CONNECTORS = _set("of the for and on de la al a ale din pentru si")
PARTICLES = _set("de la del della di da dos das du van von der den zu al el ibn bin ben abd af av ter ten le cel")
LOCATIVES = _set("in at near outside inside around la in din langa prin spre catre")
ABSTRACT_ENDINGS = ("tion", "sion", "ment", "ence", "ance", "ency", "ity", "ness", "ism", "ship", "hood", "ures")
"""How English words end that begin a sentence and are no names."""
COMMON_ENDINGS = tuple(
    ["ly", "ing", "ul", "ului", "urile", "ile", "iile", "ilor", "elor", "tia", "tiei", "atea", "irea", "area", "erea"]
)
"""How words that are no names end."""
BODIES_ALONE = _set("""
    parliament senate congress comecon comintern cominform politburo duma sejm bundestag reichstag knesset
    securitate gestapo stasi entente divanul antanta parlamentul senatul axa cortes storting riksdag rada poarta
    """)
"""What is an organisation in one word."""
BODIES_WITH_ARTICLE = _set("""
    senate army navy church assembly duma diet league commons lords party axis directorate politburo curia porte
    shogunate
    """)
"""What is an organisation in one word behind “the”."""
PARTIES = _set("party parties partidul partid front frontul")
BODIES = _set("""
    congress committee council assembly parliament senate court commission cabinet duma sejm bundestag reichstag
    knesset army navy politburo ministry chamber commons lords government congresul comitetul consiliul adunarea
    parlamentul senatul curtea comisia armata ministerul guvernul camera sfatul divanul presidium
    """)
AUXILIARIES_ROMANIAN = _set("a au s-a s-au l-a l-au i-a i-au era fusese este")
PERSONAL_VERBS = _set("""
    said died resigned argued wrote married refused became succeeded replaced met killed arrested appointed elected
    defeated deposed named assassinated told spoke announced declared ordered asked agreed signed demanded claimed
    denied rejected accused persuaded abdicated fled ruled reigned murit demisionat
    """)
"""What people do, before or behind their names."""
BEFORE_NAMES = _set("by with and or under against between lui cu de si sau catre impotriva of among like")
TAKEN = _set("""
    besieged occupied sacked stormed bombed bombarded retook recaptured conquered reconquered rebuilt
    """)
"""What is done with a town: before its name, or behind it and “was”."""
SETTLEMENTS = _set("""
    town towns city cities village villages port ports province provinces fortress district districts county counties
    region regions capital state domain domains colony colonies orasul orasele satul satele portul provincia tinutul
    judetul regiunea comuna cetatea
    """)
WORKS = _set("""
    bull ship hotel film novel newspaper journal book poem play encyclical magazine cruiser hotelul ziarul revista
    cartea romanul filmul
    """)
"""What stands before the name of a work or a thing."""

PAST = _set("""
    was were had said met sent took went gave led made saw held told wrote became began came fell left lost won broke
    drove fought did got kept put ran rose sold spent stood struck taught thought threw built bought brought caught
    chose cut dealt drew fled flew forbade found grew hid hit hurt knew laid let meant paid quit read rode sang sank set
    shot showed shut sought spoke spread stole swore swept undertook withdrew wore overthrew overtook forced bombed
    """)
PAST_EVENTS = PAST - _set("was were had did got kept knew meant thought stood saw read grew let")
STATIVE = _set("""
    remained wanted lived existed consisted contained seemed appeared belonged needed liked loved hated believed
    considered regarded resembled feared hoped desired included involved owned deserved depended tended mattered
    numbered amounted covered measured spanned stretched used supposed contributed concerned lacked shared enjoyed
    """)
FINITE_ROMANIAN = re.compile(
    r"(?<!\w)(?:a|au|s-a|s-au|l-a|l-au|i-a|i-au|le-a|le-au|ne-a|o|i l-a|fusese|fuseser[ăa])\s+(?:mai\s+|și\s+)?"
    r"(?P<verb>\w+(?:at|ut|it|ît|ât|s|rt|pt|st|us|mt|nt))(?!\w)",
    re.IGNORECASE,
)
STATIVE_ROMANIAN = _set("avut existat ramas insemnat reprezentat fost trait crezut considerat vrut")

# --- judgements -----------------------------------------------------------------------------------------------

OPINION_PRESENT = _set("""
    argue argues maintain maintains contend contends claim claims believe believes hold holds insist insists think
    thinks
    consider considers regard regards view views see sees interpret interprets stress stresses emphasise emphasises
    emphasize emphasizes conclude concludes deny denies reject rejects dispute disputes question questions doubt doubts
    disagree disagrees attribute attributes explain explains describe describes characterise characterises characterize
    characterizes favour favours favor favors portray portrays dismiss dismisses suggest suggests propose proposes note
    notes observe observes judge judges assert asserts assume assumes find finds speak speaks write writes state states
    challenge challenges criticise criticises criticize criticizes agree agrees call calls treat treats read reads
    date dates insista
    blame blames credit credits praise praises condemn condemns link links locate place places
    accept accepts point points prefer prefers ascribe ascribes trace traces locate locates add adds object objects
    counter counters
    sustine sustin argumenteaza afirma considera crede cred apreciaza socoteste socotesc vede vad subliniaza arata neaga
    respinge resping contesta explica interpreteaza pretinde pretind sugereaza observa noteaza scrie scriu conchide
    atribuie vorbeste vorbesc prefera descrie descriu judeca pune pun accentueaza critica obiecteaza admite recunoaste
    remarca presupune presupun opineaza acuza invinuiesc invinuieste leaga
    """)
OPINION_PAST = _set("""
    questioned challenged called termed labelled labeled argued maintained contended believed insisted considered
    regarded viewed saw
    interpreted stressed emphasised
    emphasized concluded disputed doubted attributed described characterised characterized portrayed dismissed judged
    asserted thought held ascribed traced
    considera credea sustinea vedea socotea aprecia afirma nega interpreta
    """)
OPINION_PERFECT = _set("""
    suggested proposed noted pointed shown questioned challenged rejected denied criticised criticized claimed observed
    written stated explained interpreted emphasised pleaded called read spoken found drawn tried attempted insisted
    doubted seen taken understood regarded treated portrayed described attributed argued maintained cast agreed
    emphasized stressed interpreted compared linked ascribed traced insisted identified considered believed
    """)
"""After “has” and “have”."""
SCHOLARLY_ROMANIAN = _set("""
    sustinut argumentat considerat interpretat contestat apreciat socotit conchis subliniat remarcat afirmat observat
    """)
"""After “a” and “au”, what a historian does with a claim, where no date stands beside it."""
CLAIMED = _set("claimed wrote scris")
"""In the past tense, with “that” behind it, or behind where and when it was said: “wrote in a review of 1998 that”."""
NOUNS_TOO = _set("""
    state states view views place places claim claims question questions doubt doubts date dates note notes find finds
    link links favour favours favor favors object objects point points call calls read reads credit credits stress
    praise blame trace traces judge judges challenge challenges address account accounts
    """)
"""Words of opinion that are nouns behind an article: “a federated state”."""
THINKERS = _pattern(
    r"historians?", r"scholars?", r"scholarship", r"historiography", r"commentators?", r"biographers?", r"researchers?",
    r"analysts", r"observers", r"political scientists?", r"revisionists?", r"critics", r"most accounts", r"economists",
    r"(?:some|many|most|other|several|recent|later) (?:authors|writers|specialists|experts|studies|works)",
    r"specialists",
    r"istoric(?:i|ii|ilor|ul|ului|a|ei)?", r"cercetător(?:i|ii|ilor|ul|ului)?", r"istoriografi(?:a|e|ei)",
    r"politolog(?:i|ii|ul|ului)?", r"(?:unii|alți|mulți|majoritatea) (?:autori|specialiști|comentatori)(?:lor)?",
    r"specialiști(?:i|lor)?", r"comentatori(?:i|lor)?", r"biografi(?:i|lor)?",
)  # fmt: skip
ACCORDING = _pattern(
    r"according to", r"in the (?:view|opinion|eyes|judge?ment|reading|interpretation|words) of",
    r"in (?:his|her|their) (?:view|opinion|judge?ment|reading)", r"as (?:\w+ ){1,4}(?:argues?|puts? it|shows?|notes?)",
    r"potrivit", r"conform", r"după (?:părerea|opinia)", r"în (?:opinia|viziunea|concepția|lectura|interpretarea)",
    r"in [^\W\d_][\w .-]{1,50}['’]s? words",
    r"după cum (?:arată|scrie|observă|notează|subliniază|susține)",
)  # fmt: skip
POSSESSIVE_VIEW = re.compile(
    r"\bin (?P<who>[^\W\d_][\w .-]{1,60})['’]s? (?:view|opinion|judge?ment|reading|interpretation|account|words)\b"
)
THESIS = re.compile(
    r"(?P<who>[^\W\d_a-z][\w.'-]*(?: [^\W\d_a-z][\w.-]*){0,4})['’]s? (?:\w+ )?(?:thesis|interpretation|view|argument|"
    r"account|reading|explanation|claim|theory|hypothesis|conclusion)s?\b"
)
"""“Fischer’s thesis”."""
OPPOSED = re.compile(
    r"(?:thesis|view|interpretation|account|argument|explanation|claim|theory|reading|hypothesis)s? "
    r"(?:was|were|is|are|has been|have been) (?:\w+ly )?(?:attacked|challenged|rejected|criticised|criticized|disputed|"
    r"questioned|contested|denied|opposed)\b|^contrary to|^contrar (?:celor|afirmați|părer)",
    re.IGNORECASE,
)
FOR_SOMEBODY = re.compile(
    r"^(?:for|pentru) (?:most|many|some|several|other|certain|recent|the|unii|mulți|cei mai mulți|alți)?\s*"
    r"(?:historians?|scholars?|critics|commentators|observers|istoric(?:i|ul|ii)|cercetători(?:i)?)",
    re.IGNORECASE,
)
HEDGES = _pattern(
    r"arguably", r"perhaps", r"probably", r"possibly", r"presumably", r"apparently", r"seemingly", r"supposedly",
    r"ostensibly", r"conceivably", r"most likely", r"very likely", r"(?:is|was|are|were|it is|it was) (?:un)?likely",
    r"may (?:well )?have", r"might (?:well )?have", r"may (?:well )?be", r"might be", r"may not have",
    r"could well have",
    r"must have been", r"seems?(?: likely)? (?:to|that)?", r"seemed to", r"appears? (?:to|that)", r"appeared to",
    r"in all (?:likelihood|probability)", r"it is (?:possible|probable|plausible|conceivable)", r"no doubt",
    r"undoubtedly",
    r"allegedly", r"reportedly", r"said to have",
    r"probabil", r"poate(?= (?:că|cel|cea|cei|cele|fi|și|chiar|prea))", r"posibil(?: ca| să)?", r"pesemne", r"se pare",
    r"par(?:e)?(?= (?:să|a|că))", r"pare-se", r"părea", r"aparent", r"ar (?:fi|putea)(?: fi)?",
    r"s-ar (?:putea|zice|părea)",
    r"fără îndoială", r"chipurile", r"presupus[ăie]?", r"după toate probabilitățile", r"discutabil",
    r"e(?:ste)? (?:probabil|posibil|plauzibil)",
)  # fmt: skip
_OFTEN = (
    r"(?:often|sometimes|usually|generally|commonly|widely|frequently|traditionally|conventionally|long|now|still|also)"
)
_HELD = (
    r"(?:argued|said|claimed|suggested|assumed|held|thought|believed|maintained|asserted|alleged|agreed|accepted|"
    r"regarded|seen|considered|viewed|described|portrayed|treated|interpreted|remembered|objected)"
)
_OFTEN_ROMANIAN = r"(?:îndeobște|adesea|de obicei|în general|uneori|deseori)"
_HELD_ROMANIAN = r"(?:afirmat|susținut|spus|argumentat|considerat|socotit|privit|văzut|interpretat|descris)[ăie]?"
IMPERSONAL = _pattern(
    rf"it (?:has|had) (?:{_OFTEN} )?been (?:{_OFTEN} )?{_HELD}", rf"it (?:is|was) (?:{_OFTEN} )?{_HELD}(?= that)",
    rf"(?:is|are|was|were|been) {_OFTEN} {_HELD}", r"there is (?:no|little|a broad|some|now) ?(?:general )?consensus",
    r"opinions? (?:differ|diverge|are divided|is divided)",
    rf"s-a {_HELD_ROMANIAN}(?: {_OFTEN_ROMANIAN}| mult)? că",
    r"se (?:spune|afirmă|consideră|susține|crede) (?:adesea |uneori |că)",
    rf"(?:este|e|sunt|a fost|au fost) (?:\w+ )?{_HELD_ROMANIAN} {_OFTEN_ROMANIAN}",
    rf"(?:este|e|sunt) {_OFTEN_ROMANIAN} {_HELD_ROMANIAN}",
    r"nu există (?:un |nici un |niciun )?consens", r"părerile (?:sunt|rămân) împărțite", r"opiniile diferă",
)  # fmt: skip
"""What is said of nobody in particular."""
THAT = re.compile(r"\W*(?:that|whether|că|dacă)\b|(?<=că)", re.IGNORECASE)
LITERATURE = _pattern(
    r"(?:recent|newer|new|later|archival|older|subsequent) (?:research|studies|scholarship|literature|work)",
    r"the (?:traditional|orthodox|conventional|standard|older|revisionist|prevailing|dominant|received|usual|classic) "
    r"(?:view|interpretation|account|explanation|reading|narrative|version)",
    r"the (?:available |surviving |documentary |archival )?(?:evidence|documents|sources|archives|record|minutes)"
    r"(?= (?:do(?:es)? not )?(?:suggests?|shows?|indicates?|points?|confirms?|proves?|supports?))",
    r"cercetările (?:recente|mai noi|noi)", r"cercetarea recentă", r"studiile (?:recente|mai noi|noi)",
    r"(?:interpretarea|versiunea|explicația|viziunea) (?:tradițională|clasică|oficială|curentă|dominantă)",
    r"(?:documentele|sursele|izvoarele|arhivele)(?= (?:nu )?(?:arată|sugerează|indică|confirmă|dovedesc))",
)  # fmt: skip
"""What is argued by works, of which none is named."""
ARGUES = _pattern(
    r"suggests?", r"shows?", r"indicates?", r"points?", r"confirms?", r"proves?", r"supports?", r"holds?", r"cast",
    r"casts", r"has", r"have", r"places?", r"sees?", r"puts?", r"blames?", r"stress(?:es)?", r"makes?", r"is", r"was",
    r"pun", r"pune", r"arată", r"sugerează", r"indică", r"confirmă", r"dovedesc", r"au", r"a", r"este", r"vede",
)  # fmt: skip
VALUATIONS = _pattern(
    r"turning[ -]points?", r"watershed", r"milestone", r"landmark",
    r"the (?:single )?(?:biggest|greatest|worst|best|gravest|finest|clearest|main reason|chief reason|real reason)",
    r"(?:the )?(?:most|more|less|least) (?:important|serious|significant|successful|influential|decisive|remarkable|"
    r"striking|dangerous|consequential|profound|radical|independent|autonomous|dramatic|fateful)",
    r"(?:crucial|pivotal|decisive|far-reaching|symbolic|limited|profound|enormous) (?:role|importance|significance|"
    r"step|moment|factor|effect|influence|success|failure|change|event|impact)",
    r"it is (?:un|not )?(?:clear|known|certain|unclear|uncertain|unknown|disputed|debated|doubtful)",
    r"(?:is|are|remains?) (?:still )?(?:unknown|unclear|uncertain|disputed|debated|contested|controversial)",
    r"(?:este|e|rămâne) (?:neclar|discutabil|controversat|disputat|exagerat|greu de (?:spus|stabilit))[ăe]?",
    r"nu (?:este|e) (?:clar|sigur|limpede)", r"nu se (?:știe|cunoaște|cunosc)", r"este însă exagerat[ăe]?",
    r"symbol of", r"(?:was|were|is|proved|remains?) (?:a|an|the) (?:\w+ )?(?:mistake|failure|success|disaster|triumph|"
    r"catastrophe|illusion|myth|tragedy|compromise|betrayal|blunder|miracle)",
    r"(?:was|were|is|are) (?:inevitable|unavoidable|decisive|crucial|unnecessary|justified|unjustified|premature|"
    r"doomed|irrelevant|overrated|underrated|exaggerated)", r"mattered (?:more|less|most|little)",
    r"(?:more|less|rather) "
    r"(?!than (?:an? |one |two |three |four |five |six |seven |eight |nine |ten |half|\d))"
    r"(?:\w+ )?than", r"far from", r"amounted to", r"in (?:essence|effect|reality)", r"marked the",
    r"cotitur[ăi]", r"punct de cotitură", r"moment de răscruce", r"răscruce",
    r"ce(?:l|a|i|le) mai (?:important|însemnat|grav|mare|bun|serios|influent|semnificativ)[ăie]{0,2}",
    r"hotărâto(?:r|are|ri)", r"decisiv[ăie]?", r"simbolul",
    r"(?:a fost|rămâne|este) (?:un|o) (?:\w+ )?(?:greșeală|eșec|"
    r"succes|dezastru|triumf|catastrofă|iluzie|mit|tragedie|compromis|trădare)", r"inevitabil[ăei]?",
)  # fmt: skip
CAUSES = _pattern(
    r"due to", r"because of", r"reasons? (?:for|why|behind)", r"owing to", r"motivated by", r"explained by",
    r"the result of", r"(?:its|his|her|their) (?:\w+ )?(?:reasons?|motives?|aims?|motivations?)",
    r"din cauza", r"datorită", r"motivele?", r"rezultatul", r"cauzele?", r"explicația", r"mulțumită",
)  # fmt: skip
_VIEW = (
    r"(?:view|perspective|interpretation|explanation|argument|thesis|reading|account|theory|claim|position|approach|"
    r"judge?ment|assessment|narrative|picture|hypothesis|conclusion|verdict|opinion)s?"
)
_VIEW_ROMANIAN = (
    r"(?:interpretare|interpretarea|perspectivă|perspectiva|teză|teza|viziune|viziunea|explicație|explicația|teorie|"
    r"teoria|opinie|opinia|părere|părerea|argument|argumentul|lectură|lectura|ipoteză|ipoteza|concluzie|concluzia|"
    r"poziție|poziția|abordare|abordarea|punct de vedere)"
)
REPLIES = _pattern(
    rf"(?:neither|both|each|either) (?:of (?:these|the) )?{_VIEW}",
    r"niciuna dintre (?:aceste )?(?:opinii|teze|interpretări)",
    rf"(?:this|that|such an?|these|such|the former|the latter) {_VIEW}",
    r"fails? to (?:explain|account|convince|address|consider)", r"(?:does|do|did|can|could) ?not explain",
    r"cannot (?:explain|account)", r"leaves? (?:unexplained|out of account)", r"overlooks?", r"underestimates?",
    r"overestimates?", r"overstates?", r"understates?", r"ignores?", r"neglects?",
    rf"(?:această|acest|aceste|asemenea|o asemenea|un asemenea|o astfel de|un astfel de) {_VIEW_ROMANIAN}",
    rf"{_VIEW_ROMANIAN} aceasta", r"nu (?:explică|poate explica|ține seama|lămurește|justifică)",
    r"trec(?:e)? cu vederea",
    r"ignoră", r"subestimează", r"supraestimează", r"exagerează", r"neglijează",
)  # fmt: skip
OTHERS = _pattern(
    r"others?(?= (?:\w+ ){0,2}(?:argue|deny|maintain|contend|believe|see|hold|claim|disagree|reject|point|stress|"
    r"insist|think|view|regard|consider|emphasi[sz]e|doubt|question|prefer|speak))",
    r"other (?:historians|scholars|authors|writers|commentators|researchers|critics)", r"critics",
    r"(?:rejects?|disputes?|denies|deny|challenges?|contests?|disagrees?|questions|counters?)",
    r"instead", r"by contrast", r"in contrast", r"on the contrary", r"on the other hand", r"more recent scholars",
    r"alții", r"alți (?:istorici|autori|cercetători|specialiști)", r"respinge", r"resping", r"contestă", r"neagă",
    r"dimpotrivă", r"în schimb",
)  # fmt: skip
MANY = re.compile(
    r"(?:most|many|some|few|others|mulți|unii|alții|cei mai mulți|majoritatea|puțini)"
    r"(?= (?:now|still|today|also|însă|astăzi|azi|acum|of (?:them|these)|dintre ei)? ?\w+)",
    re.IGNORECASE,
)
"""Who begins a sentence without being named."""
DIVIDED = _pattern(
    r"(?:is|are|was|were|been|remain|remains) divided", r"(?:dis)?agree", r"debate[sd]?", r"consensus", r"split",
    r"(?:sunt|cad|au căzut|s-au pus) de acord", r"(?:sunt|rămân) împărți[tț]i", r"consensul?",
)  # fmt: skip
SOME = _pattern(
    r"such as", r"among them", r"including", r"like", r"e\.g\.", r"for example", r"for instance",
    r"precum", r"ca de pildă", r"printre (?:care|ei)", r"de pildă", r"între care", r"cum (?:ar fi|sunt|este)",
)  # fmt: skip
SOME_AND_OTHERS = re.compile(
    r"(?<!\w)(?:some|unii|unele)(?!\w).{3,300}?(?<!\w)(?:others|alții|altele)(?!\w)", re.IGNORECASE | re.DOTALL
)
GROUNDS = (
    ("evidence", REPLIES),
    ("term", _pattern(r"(?:the )?(?:term|word|label|concept|expression)s?", r"termen(?:ul|i)?", r"cuvânt(?:ul)?",
    r"call(?:s|ed)?")),
    ("periodisation", _pattern(r"periodi[sz]ation", r"(?:beginning|end) of (?:the|an) (?:era|age|period|epoch)",
    r"începutul unei")),
    ("significance", VALUATIONS),
    ("motive", _pattern(
        r"motives?", r"wanted", r"wished", r"sought", r"intend(?:ed|s)?", r"aim(?:ed|s)?", r"reasons? for", r"hoped",
        r"interests?", r"in order to", r"dorea(?:u)?", r"voia(?:u)?", r"urmărea(?:u)?", r"intenți\w+", r"motivele",
    )),
    ("cause", _pattern(
        r"because", r"due to", r"caused?", r"causes", r"result(?:ed)? (?:of|from|in)", r"led to", r"owing to",
        r"explains?",
        r"explained", r"cauz\w+", r"datorită", r"rezultatul", r"a dus la", r"a(?:u)? determinat", r"explică",
        r"outcome",
    )),
    ("date", _pattern(r"(?:dates? (?:from|to|back)|dated|dating)", r"datează", r"datat[ăe]?", r"datarea")),
    ("fact", _pattern(r"(?:in fact|never (?:happened|took place)|existed|killed|victims|whether)", r"de fapt",
    r"victime")),
)  # fmt: skip
"""What a judgement may be about; the first whose words stand in it counts."""

# --- clauses --------------------------------------------------------------------------------------------------

_HOUR = r"(?! (?:midnight|noon|midday|dawn|dark|dusk|nightfall|sunrise|sunset)(?!\w))"
SUBORDINATE = _pattern(
    rf"after{_HOUR}", rf"before{_HOUR}", r"when", r"following", r"while", r"whereas", r"since", r"once",
    r"as soon as", r"until",
    r"although", r"though", r"which", r"who", r"whom", r"where", r"because",
    r"după ce", r"după", r"în urma", r"înainte(?:a)?(?: de| ca)?", r"când", r"în timp ce", r"deși", r"care", r"unde",
    r"deoarece", r"fiindcă", r"odată cu", r"până (?:când|ce)",
)  # fmt: skip
LASTING = _pattern(
    r"lasted",
    r"continued",
    r"went on",
    r"dragged on",
    r"stayed",
    r"remained",
    r"persisted",
    r"held out",
    r"ruled",
    r"reigned",
    r"governed",
    r"served",
    r"a(?:u)? (?:durat|continuat)",
    r"s-a(?:u)? prelungit",
    r"a(?:u)? (?:rămas|domnit|condus|guvernat|rezistat)",
)
"""What went on, where what ended it is the event."""
REJECTED = re.compile(
    r"(?:rejected|disputed|dismissed|criticised|criticized|denied|accepted|defended|coined|used) "
    r"(?:the|this|that|such a|such an) (?:\w+ )?(?:term|view|idea|notion|label|thesis|interpretation|argument|"
    r"explanation|reading|account|theory|concept|hypothesis)\b",
    re.IGNORECASE,
)
"""What is done to views, in the past tense too."""
NOT_NEUTRAL = _pattern(
    r"formally", r"finally", r"even", r"only", r"repeatedly", r"arguably", r"famously", r"openly", r"boldly",
    r"bravely",
    r"shamefully", r"merely", r"simply", r"of course", r"eventually", r"suddenly", r"brutally", r"heroically", r"again",
    r"once more", r"also", r"however", r"then", r"therefore", r"thus", r"moreover", r"for instance", r"for example",
    r"publicly", r"reluctantly", r"unfortunately", r"notably",
    r"în cele din urmă", r"în mod formal", r"abia", r"chiar", r"doar", r"totuși", r"însă", r"apoi", r"astfel",
    r"de asemenea",
    r"din nou", r"atunci", r"brutal", r"eroic", r"de exemplu", r"de pildă",
)  # fmt: skip
"""Adverbs that a title leaves out: they judge, or join the sentence to another."""
TRAILING = _set("""
    the a an of to in on at by for from with and or but as that which who when where while into over under its his her
    their this these those between among after before until during than had has have was were is are be been not
    two three no nor so about against
    la de din cu pe prin pentru spre si sau dar iar ca sa al a ai ale un o unei unui lui in intre dupa pana care cand
    s-a s-au l-a era fost este
    """)
