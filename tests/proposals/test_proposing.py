"""What is proposed of a text: its events and their dates, its judgements and their holders, and who is named."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.editing.recognition import KnownName
from events.proposals import Proposals, ProposedEvent, ProposedInterpretation, propose

SCHOLARS = """\
Certain historians such as Robert King and Dennis Deletant argue against using the term "independent".
But this perspective fails to explain why Romania blocked Mongolia's accession in July 1963, why it voted for a UN \
resolution in November 1963, or why it opposed a riposte against China in 1964, to take but a few examples.
"""


def events(text: str, **options: str) -> list[ProposedEvent]:
    return propose(text, **options).events


def judgements(text: str, **options: str) -> list[ProposedInterpretation]:
    return propose(text, **options).interpretations


def words(proposals: Proposals, each: ProposedEvent | ProposedInterpretation) -> str:
    return proposals.text[each.start : each.end]


# --- events -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("In April 1964, Romania declared its independence.", ["1964-04"]),
        ("By the end of 1958 the troops had left Romania.", ["[..1958]"]),
        ("La 1 august 1975, Actul final a fost semnat.", ["1975-08-01"]),
        ("Eden announced a cease-fire on 6 November 1956 and resigned in January 1957.", ["1956-11-06", "1957-01"]),
        ("The members who had been elected in 1918 met on 21 January 1919.", ["1919-01-21", "1918"]),
        ("The treaty was signed in Oslo on 1 June 1976 (see Hansen 2004, pp. 543–574).", ["1976-06-01"]),
        ("Gheorghe Maurer (1902–2000) resigned in 1974.", ["1974"]),
        ("The Dáil approved it by 64 votes to 57 under art. 1918 of the rules on 7 January 1922.", ["1922-01-07"]),
        ("It was signed in 1956. Israel attacked Egypt on 29 October.", ["1956", "1956-10-29"]),
        ("They met in 1968. On the night of 20–21 August troops entered.", ["1968", "[1968-08-20..1968-08-21]"]),
        ("The talks lasted until July 1921, when both sides agreed to a truce.", ["1921-07"]),
        ("In the early 20th century the tomb was found, on 4 November 1922.", ["1922-11-04"]),
        ("Poland was partitioned in 1772, 1793 and 1795.", ["1772", "1793", "1795"]),
        ("It began in May 1857. By mid-June the city was under siege.", ["1857-05", "[..1857-06-20]"]),
        ("Potrivit legii din 1989, limba era alta.", []),
        ("Poetul a murit în 1852. Ziarele apăreau în mai multe limbi.", ["1852"]),
        ("Kissinger’s account, published in 1957, is still read.", []),
        ("See Horne, A Savage War of Peace, 1977, pp. 147–156.", []),
        ("Joel Gordon, writing in 1992, holds that they had no programme.", []),
        ("The roll measures 1250 by 300 millimetres.", []),
        ("Iwakura Tomomi led a mission to Europe (1871–1873).", ["1871/1873"]),
        ("The Treaty of Paris (1856) ended the war.", ["1856"]),
        ("Shortly after midnight on 25 April 1974 the radio broadcast the song.", ["1974-04-25"]),
        ("Not until July 1908 was the constitution restored.", ["1908-07"]),
        ("Attlee announced on 20 February 1947 that Britain would leave by June 1948.", ["1947-02-20"]),
        ("Elections were held on 15 June 1977, the first free ones since 1936.", ["1977-06-15"]),
        ("War broke out in June 1922 and went on until May 1923.", ["1922-06", "1923-05"]),
        ("In October 1950, and not in November, the troops entered the war.", ["1950-10"]),
        ("They met in May 1952. The monarchy was abolished on 18 June the following year.", ["1952-05", "1953-06-18"]),
        ("The officers rose on 23 July 1952. Farouk abdicated on the 26th and left.", ["1952-07-23", "1952-07-26"]),
        ("The Archbishop fell on 15 July 1974. At dawn on the 20th troops landed.", ["1974-07-15", "1974-07-20"]),
        ("Cyprus became independent in 1960 under the Zurich and London agreements of February 1959.", ["1960"]),
        ("Cuza a fost ales la 5 ianuarie 1859 și domn al Munteniei la 24 ianuarie 1859.", ["1859-01-05", "1859-01-24"]),
        ("They met in May 1945. Korea was divided on the 38th parallel.", ["1945-05"]),
        ("It met in March 1951. He was elected at the end of April.", ["1951-03", "[1951-04-21..1951-04-30]"]),
    ],
)
def test_each_date_belongs_to_an_event_and_the_main_clause_comes_first(text: str, dates: list[str]):
    assert [event.when.edtf for event in events(text) if event.when] == dates


def test_a_day_without_its_year_is_inferred_from_what_stands_before():
    [_, attack] = events("The treaty was signed in May 1956. Israel attacked Egypt on 29 October.")
    assert attack.when and attack.when.basis == "inferred"


@pytest.mark.parametrize(
    ("words", "offset"),
    [
        ("Two days later", "P2D"),
        ("A month later", "P1M"),
        ("Three years earlier", "-P3Y"),
        ("A few weeks later", ""),
        ("The next day", "P1D"),
        ("Trei luni mai târziu", "P3M"),
        ("Peste două zile", "P2D"),
        ("A doua zi", "P1D"),
    ],
)
def test_what_is_counted_from_another_event_is_tied_to_the_one_before(words: str, offset: str):
    first, second = events(
        f"On 3 May 1921 France signed the treaty. {words}, Poland refused to ratify it.", language="en"
    )
    assert first.when and first.when.edtf == "1921-05-03"
    assert second.when and (second.when.after, second.when.offset, second.when.basis) == (0, offset, "relative")


def test_who_is_the_subject_of_two_events_takes_part_in_both():
    proposals = propose("Anthony Eden fell ill in June 1953 and became prime minister in April 1955.")
    assert [[proposals.actors[who].name for who, _role in each.actors] for each in proposals.events] == [
        ["Anthony Eden"],
        ["Anthony Eden"],
    ]


def test_a_date_of_a_subordinate_clause_is_not_taken_for_the_main_one():
    main, other = events(
        "When others severed relations with Chile after the coup there in September 1973, Romania refused to do so."
    )
    assert other.when and other.when.edtf == "1973-09"
    assert main.when and (main.when.edtf, main.when.after) == ("", 1)


def test_what_somebody_did_is_an_event_without_a_date_too():
    [event] = events("Poland refused to recognise the new border.")
    assert event.when is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("In April 1964, Romania formally declared its independence.[15]", "Romania declared its independence"),
        ("Walter Ulbricht, the leader, said on 15 June 1961 that he had no plan.",
        "Walter Ulbricht said that he had no plan"),
        ("În noaptea de 10 spre 11 februarie 1866, Cuza a fost silit să abdice.", "Cuza a fost silit să abdice"),
        ("The rebellion, which broke out in 1773, was crushed in 1775.", "The rebellion was crushed"),
        ("This was achieved on 25 July 1958, when Romania announced the departure.", "Romania announced the departure"),
    ],
)  # fmt: skip
def test_a_title_is_neutral_and_made_of_the_words(text: str, title: str):
    assert events(text)[0].title == title


def test_a_title_has_at_most_sixty_characters():
    text = "In 1962 Soviet economists proposed to subordinate the economy of all the states of the region to a body."
    [event] = events(text)
    assert len(event.title) <= 60
    assert event.title.startswith("Soviet economists proposed")


# --- judgements ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "voice", "hedge"),
    [
        ("Hope Harrison argues that the border was closed for other reasons.", "named", ""),
        ("According to the historian Keith Hitchins, the union was prepared within the country.", "named", ""),
        ("Potrivit istoricului Keith Hitchins, unirea a fost pregătită în țară.", "named", ""),
        ("Some historians deny that it changed much.", "unattributed", ""),
        ("It was arguably the most serious quarrel of the decade.", "document", "arguably"),
        ("Se pare că puțini se așteptau la acest efect.", "document", "Se pare"),
        ("It has often been argued that the king acted alone.", "unattributed", ""),
        ("Recent research has cast doubt on this story.", "unattributed", ""),
        ("The documents show that nobody had planned it.", "unattributed", ""),
        ("Nu există un consens asupra numărului victimelor.", "unattributed", ""),
        ("Timothy Snyder's interpretation places the blame on both regimes.", "named", ""),
        ("Keith Hitchins a susținut că elitele au dorit unirea.", "named", ""),
        ("It has often been argued that the growth of the 1960s made it inevitable.", "unattributed", ""),
        ("S-a afirmat adesea că domnii au adus corupția.", "unattributed", ""),
        ("Cei mai mulți istorici sunt de acord că decizia a fost luată de un grup restrâns.", "unattributed", ""),
    ],
)
def test_a_judgement_has_its_voice_and_its_hedge_letter_for_letter(text: str, voice: str, hedge: str):
    [each] = judgements(text)
    assert (each.voice, each.hedge) == (voice, hedge)
    assert not events(text)


def test_who_is_named_as_an_example_is_a_holder_among_others():
    proposals = propose(SCHOLARS)
    first = proposals.interpretations[0]
    assert [proposals.actors[who].name for who in first.holders] == ["Robert King", "Dennis Deletant"]
    assert (first.names_only_some, first.attribution, first.ground) == (True, "reported", "term")


def test_a_reply_contests_what_it_answers_and_what_it_lists_is_its_evidence():
    proposals = propose(SCHOLARS)
    reply = proposals.interpretations[1]
    assert reply.contests == 0
    assert [proposals.events[event].when.edtf for event in reply.evidence] == ["1963-07", "1963-11", "1964"]  # type: ignore[union-attr]


def test_of_some_and_others_the_second_contests_the_first():
    first, second = judgements("Some historians see it as a revolution, while others regard it as a coup.")
    assert (first.contests, second.contests) == (None, 0)


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Kieran Williams has argued that nobody wished it, but other scholars, notably Mark Kramer, point out that "
         "this was not known.", [["Kieran Williams"], ["Mark Kramer"]]),
        ("Peter Kornbluh stresses the operations of 1970, whereas Kristian Gustafson considers their effect overrated.",
         [["Peter Kornbluh"], ["Kristian Gustafson"]]),
        ("David Apter saw a leader in him. This reading has been challenged by Jeffrey Ahlman.",
         [["David Apter"], ["Jeffrey Ahlman"]]),
        ("For Michael Hogan it was an attempt to remake the continent.", [["Michael Hogan"]]),
        ("Most now accept that the theses were sent.", [[]]),
        ("Fritz Fischer's thesis was attacked by Gerhard Ritter.", [["Gerhard Ritter"]]),
        ("Some scholars see a third wave in it, as Samuel Huntington did.", [["Samuel Huntington"]]),
        ("Wojciech Jaruzelski shot at the crowd on 16 May 1981. Jaruzelski always maintained that he had to.",
         [["Wojciech Jaruzelski"]]),
    ],
)  # fmt: skip
def test_each_side_of_a_sentence_has_its_own_holders(text: str, holders: list[list[str]]):
    proposals = propose(text, language="en")
    named = [[proposals.actors[who].name for who in each.holders] for each in proposals.interpretations]
    assert named == holders
    assert [each.contests for each in proposals.interpretations][1:] == [0] * (len(holders) - 1)


@pytest.mark.parametrize(
    ("text", "language", "holder"),
    [
        ("Ray Takeyh wrote in a review in 2014 that Iranians were the chief actors.", "en", "Ray Takeyh"),
        ("Nicolae Iorga a susținut în 1910 că răscoala a fost urmarea sărăciei.", "ro", "Nicolae Iorga"),
        ("După Radu Rosetti, cauza a fost lipsa pământului.", "ro", "Radu Rosetti"),
    ],
)
def test_the_year_in_which_something_is_held_makes_no_event_of_it(text: str, language: str, holder: str):
    proposals = propose(text, language=language)
    assert not proposals.events
    assert [[proposals.actors[who].name for who in each.holders] for each in proposals.interpretations] == [[holder]]


def test_what_actors_of_the_time_said_is_an_event_and_no_judgement():
    text = "Walter Ulbricht maintained on 15 June 1961 that nobody intended to build a wall."
    assert events(text)
    assert not judgements(text)


@pytest.mark.parametrize(
    "text",
    [
        "According to the treaty of 1955, troops left Austria.",
        "The canal is 193 km long.",
        "It was suspended in February 1878, less than two years after its proclamation.",
        "Rauf Denktaş proclaimed a federated state in February 1975.",
    ],
)
def test_neither_a_treaty_nor_a_measure_judges(text: str):
    assert not judgements(text)


def test_a_sentence_that_nothing_uses_is_listed_with_what_is_missing():
    proposals = propose("The canal is 193 kilometres long.")
    assert list(proposals.unused) == [0]
    assert "no date" in proposals.unused[0]


def test_what_is_too_long_to_be_a_sentence_proposes_nothing():
    proposals = propose("In 1958 Romania signed " * 200)
    assert proposals.unused == {0: "too long to be a sentence"}
    assert not proposals.events


# --- names ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("President Kennedy sent Gen. Lucius D. Clay to the city.", ["Kennedy", "Lucius D. Clay"]),
        ("Keith Kyle met Anthony Eden. Eden resigned.", ["Keith Kyle", "Anthony Eden"]),
        ("Soviet and American tanks faced each other.", ["Soviet Union", "United States"]),
        ("Trupele sovietice au părăsit România în 1958.", ["Uniunea Sovietică", "România"]),
        ("Ambasadorul Franței a cerut sprijinul Uniunii Sovietice.", ["Franța", "Uniunea Sovietică"]),
        ("They met at Yalta and in Paris.", []),
        ("The Treaty of Versailles ended the First World War.", []),
        ("In 1958 the European Economic Community was founded.", ["European Economic Community"]),
        ("The Soviet-led troops left Latin America.", ["Soviet Union"]),
        (
            "In May 1958 Jan Palach met the Convention People's Party (CPP).",
            ["Jan Palach", "Convention People's Party"],
        ),
        ("Castlereagh, Metternich and Talleyrand met in Vienna.", ["Castlereagh", "Metternich", "Talleyrand"]),
        ("Revolts broke out in Spain and Naples.", ["Spain"]),
        (
            "The Social Democratic and Labour Party (SDLP) supported George Mitchell in the town of Meerut.",
            ["Social Democratic and Labour Party", "George Mitchell"],
        ),
        ("The battle of Kadesh was fought in 1274 BC.", []),
        (
            "Counts Egmont and Horn were beheaded, and Albert of Hohenzollern fled.",
            ["Egmont", "Horn", "Albert of Hohenzollern"],
        ),
        ("Antwerp fell in August 1585. Independence was proclaimed. The Tet Offensive opened in 1968.", []),
        ("Jonathan Israel traces the split to the Middle Ages.", ["Jonathan Israel"]),
        ("I. G. Duca a fost asasinat la Sinaia.", ["I. G. Duca"]),
    ],
)
def test_people_states_and_organisations_are_told_from_places_and_things(text: str, names: list[str]):
    assert [actor.name for actor in propose(text).actors] == names


def test_a_known_actor_is_taken_by_any_of_his_names():
    known = [
        KnownName("Nicolae Ceaușescu", 7, "person"),
        KnownName("CAER", 8, "organisation"),
        KnownName("Comecon", 8, "organisation"),
    ]
    proposals = propose("In 1968 Ceausescu criticised Comecon.", known)
    assert [actor.known for actor in proposals.actors] == [7, 8]


def test_a_city_that_acts_stands_for_its_state_and_else_is_a_place():
    proposals = propose("Bucharest refused to sign the treaty. A meeting took place in Bucharest in 1971.")
    assert [actor.name for actor in proposals.actors] == ["Romania"]
    assert [event.place for event in proposals.events] == ["", "Bucharest"]


@pytest.mark.long
def test_a_book_of_600_000_characters_takes_less_than_a_minute_and_says_how_far_it_is():
    book = " ".join(SCHOLARS.replace("1963", str(1900 + n % 90)) for n in range(600_000 // len(SCHOLARS) + 1))
    steps: list[tuple[int, int]] = []
    begun = time.process_time()
    proposals = propose(book, progress=lambda done, of: steps.append((done, of)))
    assert time.process_time() - begun < 60
    assert steps == [(n, 2 * len(proposals.passages)) for n in range(2 * len(proposals.passages) + 1)]


# --- any text ---------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    "In 1958", "on 25 July 1958", ", when ", "Romania", " argued ", "historians such as ", "Dr. A. B. King", "[12]",
    ". ",
    "after ", "two days later", "Some ", "others ", "why ", "this view fails to explain ", "“", "(", ")", "\n", "the ",
    "probably ", "Nicolae Iorga", "lui ", "În anul 1918", "s-a semnat ", "\u202e", "\u0301", "é", "İ", "ß", "𝔘",
    "NATO", ";",
])  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


@settings(deadline=None)
@given(TEXTS)
def test_any_text_gives_proposals_that_quote_it_letter_for_letter_and_twice_the_same(text: str):
    proposals = propose(text)
    assert propose(text) == proposals
    for each in [*proposals.events, *proposals.interpretations]:
        span = proposals.passages[each.passage]
        assert span.start <= each.start < each.end <= span.end
    for event in proposals.events:
        assert event.title
        assert event.when is None or event.when.after is None or event.when.after < len(proposals.events)
    assert all(each.hedge in words(proposals, each) for each in proposals.interpretations)
