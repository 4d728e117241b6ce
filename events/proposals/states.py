"""Names of states in English and Romanian, those of the past too, and the words for what is of them.

Names of today come from the Unicode CLDR (by Babel); here stands what it does not have.
"""

from functools import lru_cache
from typing import NamedTuple

from babel import Locale
from babel.core import get_global

from events.editing.recognition import forms
from events.search.folding import fold

# English name | Romanian name | other names of either | English words for what is of it | Romanian stems
_TABLE = """
Soviet Union|Uniunea Sovietică|USSR,URSS,U.S.S.R.,Soviets,the Soviets|Soviet|sovietic
Czechoslovakia|Cehoslovacia||Czechoslovak,Czechoslovakian|cehoslovac
Yugoslavia|Iugoslavia||Yugoslav,Yugoslavian|iugoslav
East Germany|Germania de Est|German Democratic Republic,GDR,Republica Democrată Germană,RDG|East German|est-german
West Germany|Germania de Vest|Federal Republic of Germany,FRG,Republica Federală Germania,RFG|West German|vest-german
Austria-Hungary|Austro-Ungaria|Austro-Hungarian Empire,Imperiul Austro-Ungar|Austro-Hungarian|austro-ungar
Ottoman Empire|Imperiul Otoman||Ottoman|otoman
Russian Empire|Imperiul Rus|||
Byzantine Empire|Imperiul Bizantin||Byzantine|bizantin
Roman Empire|Imperiul Roman|||
Holy Roman Empire|Sfântul Imperiu Roman|||
Habsburg Empire|Imperiul Habsburgic|Habsburg Monarchy|Habsburg|habsburgic
British Empire|Imperiul Britanic|||
Prussia|Prusia||Prussian|prusac
Piedmont|Piemont|||
Wallachia|Țara Românească|Valahia|Wallachian|
Transylvania|Transilvania||Transylvanian|
Moldova|Moldova|Moldavia|Moldovan,Moldavian|moldovean
England|Anglia||English|englez
Scotland|Scoția||Scottish|scoțian
Wales|Țara Galilor|||
United Kingdom|Regatul Unit|Britain,Great Britain,UK,Marea Britanie,the British|British|britanic
United States|Statele Unite ale Americii|United States of America,USA,US,U.S.,U.S.A.,SUA,Statele Unite,\
America,the Americans,Americans|American|american
Democratic Kampuchea|Kampuchia Democrată|Kampuchea,Kampuchia|Kampuchean|
North Vietnam|Vietnamul de Nord||North Vietnamese|nord-vietnamez
South Vietnam|Vietnamul de Sud||South Vietnamese|sud-vietnamez
North Korea|Coreea de Nord||North Korean|nord-coreean
South Korea|Coreea de Sud||South Korean|sud-coreean
Czech Republic|Republica Cehă|Czechia,Cehia,Czechs|Czech|ceh
Papal States|Statul Papal|||
Vatican City|Vatican|the Vatican,Vaticanul,Holy See,Sfântul Scaun||
Taiwan|Taiwan||Taiwanese|taiwanez
Persia|Persia||Persian|persan
Rhodesia|Rhodesia||Rhodesian|
Zaire|Zair|||
Siam|Siam||Siamese|
Burma|Birmania||Burmese|birmanez
Russia|Rusia|Russians,the Russians|Russian|rus
Germany|Germania|Germans,the Germans|German|german
France|Franța|the French|French|francez
Italy|Italia|Italians|Italian|italian
Spain|Spania||Spanish|spaniol
Portugal|Portugalia||Portuguese|portughez
Poland|Polonia|Poles,the Poles|Polish|polonez,polon
Hungary|Ungaria|Hungarians|Hungarian|ungar,maghiar
Romania|România|Rumania,Romanians,the Romanians|Romanian,Rumanian|român
Bulgaria|Bulgaria|Bulgarians|Bulgarian|bulgar
Albania|Albania|Albanians|Albanian|albanez
Greece|Grecia|Greeks,the Greeks|Greek|grec
Turkey|Turcia|Turks,the Turks,Türkiye|Turkish|turc
Serbia|Serbia|Serbs,Serbians|Serbian|sârb
Croatia|Croația|Croats|Croatian|croat
Slovakia|Slovacia|Slovaks|Slovak|slovac
Slovenia|Slovenia|Slovenes|Slovenian|sloven
Austria|Austria|Austrians|Austrian|austriac
Switzerland|Elveția|the Swiss|Swiss|elvețian
Belgium|Belgia|Belgians|Belgian|belgian
Netherlands|Țările de Jos|Holland,Olanda,the Dutch|Dutch|olandez
Denmark|Danemarca|Danes|Danish|danez
Sweden|Suedia|Swedes|Swedish|suedez
Norway|Norvegia|Norwegians|Norwegian|norvegian
Finland|Finlanda|Finns|Finnish|finlandez
Iceland|Islanda|Icelanders|Icelandic|islandez
Ireland|Irlanda||Irish|irlandez
Ukraine|Ucraina|Ukrainians|Ukrainian|ucrainean
Belarus|Belarus||Belarusian|belarus
Estonia|Estonia|Estonians|Estonian|eston
Latvia|Letonia|Latvians|Latvian|leton
Lithuania|Lituania|Lithuanians|Lithuanian|lituanian
Georgia|Georgia||Georgian|georgian
Armenia|Armenia|Armenians|Armenian|armean
Azerbaijan|Azerbaidjan||Azerbaijani|azer
China|China|People's Republic of China,PRC,Republica Populară Chineză|Chinese|chinez
Japan|Japonia||Japanese|japonez
India|India|Indians|Indian|indian
Pakistan|Pakistan||Pakistani|pakistanez
Vietnam|Vietnam||Vietnamese|vietnamez
Cambodia|Cambodgia||Cambodian|cambodgian
Mongolia|Mongolia||Mongolian|mongol
Indonesia|Indonezia||Indonesian|indonezian
Israel|Israel|Israelis|Israeli|israelian
Egypt|Egipt|Egyptians|Egyptian|egiptean
Syria|Siria||Syrian|sirian
Iraq|Irak||Iraqi|irakian
Iran|Iran||Iranian|iranian
Jordan|Iordania||Jordanian|iordanian
Lebanon|Liban||Lebanese|libanez
Saudi Arabia|Arabia Saudită||Saudi|saudit
Afghanistan|Afganistan||Afghan|afgan
Algeria|Algeria||Algerian|algerian
Morocco|Maroc||Moroccan|marocan
Tunisia|Tunisia||Tunisian|tunisian
Libya|Libia||Libyan|libian
Ethiopia|Etiopia||Ethiopian|etiopian
South Africa|Africa de Sud||South African|sud-african
Nigeria|Nigeria||Nigerian|nigerian
Cuba|Cuba|Cubans|Cuban|cubanez
Mexico|Mexic||Mexican|mexican
Brazil|Brazilia||Brazilian|brazilian
Argentina|Argentina||Argentine,Argentinian|argentinian
Chile|Chile||Chilean|chilian
Peru|Peru||Peruvian|peruan
Democratic Republic of the Congo|Republica Democrată Congo|Congo,the Congo,Belgian Congo|Congolese|congolez
Ghana|Ghana|Gold Coast,the Gold Coast|Ghanaian|ghanez
Kenya|Kenya||Kenyan|kenyan
Angola|Angola|Angolans|Angolan|angolez
Mozambique|Mozambic||Mozambican|mozambican
Sudan|Sudan||Sudanese|sudanez
Uganda|Uganda||Ugandan|ugandez
Thailand|Thailanda||Thai|thailandez
Philippines|Filipine|Filipinos|Philippine|filipinez
Colombia|Columbia|Colombians|Colombian|columbian
Venezuela|Venezuela||Venezuelan|venezuelean
Bolivia|Bolivia||Bolivian|bolivian
Bavaria|Bavaria|Bavarians|Bavarian|bavarez
Saxony|Saxonia||Saxon|saxon
Bohemia|Boemia||Bohemian|
Castile|Castilia||Castilian|castilian
Republic of Venice|Republica Veneția|Venetians|Venetian|venețian
Montenegro|Muntenegru|Montenegrins|Montenegrin|muntenegrean
Canada|Canada|Canadians|Canadian|canadian
Australia|Australia|Australians|Australian|australian
"""
_ENDINGS = (
    "",
    "a",
    "i",
    "e",
    "ii",
    "ul",
    "ului",
    "ilor",
    "elor",
    "esc",
    "easca",
    "esti",
    "estii",
    "estilor",
    "cii",
    "i",
)


class State(NamedTuple):
    """A state by its name in the language of the text; `words` is how the text may name it, folded."""

    name: str
    code: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    stems: tuple[str, ...]


@lru_cache(maxsize=4)
def states(language: str) -> tuple[State, ...]:
    """All states, each named in a language: English or Romanian, English for any other."""
    romanian = language == "ro"
    found, named = [], set()
    codes = {fold(name): code for code, name in _territories("en").items()}
    for line in _TABLE.strip().splitlines():
        english, other, more, adjectives, stems = (part.strip() for part in line.split("|"))
        own, foreign = (other, english) if romanian else (english, other)
        names = tuple(dict.fromkeys([own, foreign, *filter(None, more.split(","))]))
        split = [tuple(filter(None, words.split(","))) for words in (adjectives, stems)]
        found.append(State(own, codes.get(fold(english), ""), names, *split))
        named |= {fold(name) for name in names}
    english_names = _territories("en")
    for code, name in _territories("ro" if romanian else "en").items():
        if fold(name) not in named and fold(english_names.get(code, name)) not in named:
            found.append(State(name, code, (name,), (), ()))
    return tuple(found)


@lru_cache(maxsize=4)
def adjectives(language: str) -> dict[str, State]:
    """What is of a state, by the folded word: “soviet”, in Romanian with all its endings."""
    found: dict[str, State] = {}
    for state in states(language):
        for word in state.adjectives if language != "ro" else ():
            found[fold(word)] = state
        for stem in state.stems if language == "ro" else ():
            bare = fold(stem)
            for ending in _ENDINGS:
                found.setdefault(bare + ending, state)
            if bare.endswith("c"):
                found.setdefault(f"{bare[:-1]}ci", state)
            if bare.endswith("z"):
                found.setdefault(f"{bare[:-1]}ji", state)
            if bare.endswith("ean"):
                found |= {f"{bare[:-3]}{end}": state for end in ("eni", "ene", "enilor", "enesc")}
    return found


@lru_cache(maxsize=4)
def cities(language: str) -> dict[str, str]:
    """Large cities, among them nearly all capitals, by the folded name: the code of the state that each is in."""
    territories = get_global("zone_territories")
    found = {"washington": "US", "beijing": "CN", "peking": "CN", "bonn": "DE"}
    for locale in ("en", "ro"):
        for zone, data in Locale(locale).time_zones.items():
            code = territories.get(zone, "")
            if not zone.startswith(("Etc/", "Antarctica/")) and code:
                found[fold(str(data.get("city") or zone.rpartition("/")[2].replace("_", " ")))] = code
    for zone, code in territories.items():
        found.setdefault(fold(zone.rpartition("/")[2].replace("_", " ")), code)
    names = {fold(name) for state in states(language) for name in state.names}
    inflected = {form: code for name, code in found.items() for form in forms(name)}
    return {name: code for name, code in inflected.items() if name not in names}


@lru_cache(maxsize=2)
def _territories(language: str) -> dict[str, str]:
    """The names of states and territories by their codes, without what CLDR puts beside a name."""
    return {
        code: name
        for code, name in Locale(language).territories.items()
        if len(code) == 2
        and code not in ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AQ")
        and "," not in name
        and " SAR " not in name
    }
