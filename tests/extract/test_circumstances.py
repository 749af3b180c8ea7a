"""When and where: which event a date and a place belong to."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import Read
from told import OVERRULED, only

from kg.model import Extraction, Interval


def _dates(found: Extraction) -> list[tuple[str, str | None, str | None] | None]:
    return [(e.date.text, e.date.earliest, e.date.latest) if e.date else None for e in found.events]


def _places(found: Extraction) -> list[list[str]]:
    return [[place.name for place in event.places] for event in found.events]


def test_a_date_stands_with_its_event_and_its_words(read: Read) -> None:
    assert only(read("Iran attacked Iraq on Monday.")).date == Interval(
        text="Monday", start=22, end=28, earliest="2024-01-15", latest="2024-01-15", precision="day"
    )


def test_without_a_publication_date_a_relative_date_stays_open(read: Read) -> None:
    assert _dates(read("Iran attacked Iraq on Monday.", None)) == [("Monday", None, None)]


def test_an_event_that_nobody_dates_has_no_date(read: Read) -> None:
    assert _dates(read("Iran attacked Iraq.")) == [None]


def test_every_clause_has_its_own_date(read: Read) -> None:
    assert _dates(read("Iran attacked Iraq on Monday and Turkey attacked Syria on Tuesday.")) == [
        ("Monday", "2024-01-15", "2024-01-15"),
        ("Tuesday", "2024-01-16", "2024-01-16"),
    ]


def test_when_something_was_said_is_not_when_it_happened(read: Read) -> None:
    assert _dates(read("Turkey said on Tuesday that Iran had attacked Iraq.")) == [None]


def test_a_date_before_a_noun_dates_its_event(read: Read) -> None:
    assert _dates(read("Monday's attack on Iraq shocked Turkey.")) == [("Monday", "2024-01-15", "2024-01-15")]


def test_what_will_be_on_a_weekday_lies_ahead(read: Read) -> None:
    assert _dates(read("Iran will meet Iraq on Friday.")) == [("Friday", "2024-01-19", "2024-01-19")]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        (
            "On Monday, Iran attacked Iraq and expelled two diplomats.",
            ["2024-01-15", "2024-01-15"],
        ),
        ("Turkey said on Tuesday its troops had attacked Syria on Sunday.", ["2024-01-14"]),
        ("Turkish troops attacked a convoy in Syria on Sunday, Ankara said on Monday.", ["2024-01-14"]),
        ("Heavy shelling of Kharkiv left nine people dead on Monday.", ["2024-01-15"]),
        ("Iran refused to receive the envoy on Monday.", ["2024-01-15"]),
        pytest.param("Iran agreed to receive the envoy next week.", [None], marks=OVERRULED),
        (
            "Iran attacked Iraq on Monday, two days after Iraq had accused Iran of spying.",
            ["2024-01-15", "2024-01-13"],
        ),
        ("Iran attacked Iraq on Sunday and Monday.", ["2024-01-14"]),
        ("In November, when Turkey attacked Syria, Oslo was silent.", ["2023-11-01"]),
        pytest.param(
            "Police detained 12 men with links to a gang in raids in two towns on Monday.",
            ["2024-01-15"],
            marks=OVERRULED,
        ),
        ("France met Germany on Monday in Oslo, where Iran rejected the treaty.", ["2024-01-15"] * 2),
        pytest.param("It was the third attack by rebels since May.", [None], marks=OVERRULED),
        (
            "Gunmen killed a priest on Friday. The next day, police arrested five men.",
            ["2024-01-12", "2024-01-13"],
        ),
        (
            "Iran attacked Iraq on Monday. Police arrested five men at dawn.",
            ["2024-01-15", "2024-01-15"],
        ),
        ("Police arrested five men at dawn.", [None]),
        (
            "Iran attacked Iraq on Monday. Turkey will expel the envoy by March. "
            "A day earlier, gunmen shot a judge.",
            ["2024-01-15", None, "2024-01-14"],
        ),
        pytest.param(
            "Turkey blocked the port last month after gunmen kidnapped a trader near Bodrum.",
            ["2023-12-01", None],
            marks=OVERRULED,
        ),
        ("Three men were wounded when gunmen attacked a village early on Monday.", ["2024-01-15"]),
        (
            "Rebels seized 40 hostages in the attack of January 7 and freed half of them on Monday.",
            ["2024-01-07", "2024-01-15"],
        ),
        (
            "Police killed three men they described as rebels in a raid on a house on Tuesday.",
            ["2024-01-16"],
        ),
        ("Turkey accused Iran of smuggling missiles through the port of Bandar Abbas since May.", [None]),
        ("Turkish police crushed a protest led by students on Monday.", ["2024-01-15"] * 2),
        (
            "Gunmen killed a priest in Lagos. The incident occurred on Sunday, police said.",
            ["2024-01-14"],
        ),
        (
            "Gunmen stormed a post on Monday and killed two officers. The attackers also abducted a judge.",
            ["2024-01-15", "2024-01-15"],
        ),
        pytest.param(
            "Gunmen stormed a post on Monday. Turkey has abducted a judge.",
            ["2024-01-15", None],
            marks=OVERRULED,
        ),
        ("Rebels shot men who were digging a trench on Monday.", ["2024-01-15"]),
        ("Police shot two men suspected of belonging to a gang on Monday.", ["2024-01-15"]),
        ("Turkey closed the border on Monday, accusing Iran of spying.", ["2024-01-15", None]),
        ("Two people were killed and five others were injured on Monday.", ["2024-01-15"]),
        (
            "In 2022, protesters blocked the road until the government declared a curfew.",
            ["2022-01-01", "2022-01-01"],
        ),
        (
            "The EU on Friday condemned the killing of a journalist in Tunis last week.",
            ["2024-01-12", "2024-01-08"],
        ),
    ],
)
def test_a_date_reaches_what_happened_at_that_time(
    read: Read, sentence: str, dates: list[str | None]
) -> None:
    found = sorted(read(sentence).events, key=lambda event: event.trigger.start)
    assert [event.date.earliest if event.date else None for event in found] == dates


@pytest.mark.parametrize(
    "sentence",
    [
        "Dozens of people have been killed since clashes broke out on May 3.",
        "The rebels attacked a town on May 3. Since then they have killed dozens of people.",
        "The rebels attacked a town on May 3. Since that day they have killed dozens of people.",
    ],
)
def test_what_goes_on_since_an_event_lasts_until_publication(read: Read, sentence: str) -> None:
    assert ("2023-05-03", "2024-01-17") in [(d[1], d[2]) for d in _dates(read(sentence)) if d is not None]


def test_what_was_dated_lately_is_no_history_whatever_its_tense(read: Read) -> None:
    found = read("Rebels freed a priest on Monday. A week earlier, gunmen had kidnapped him.")
    assert [event.status for event in found.events] == ["actual", "actual"]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Iran attacked Iraq on Monday.", "actual"),
        ("Iran attacked Iraq in 1986.", "historical"),
        ("Iran attacked Iraq in March 2023.", "historical"),
        ("Iran attacked Iraq in December 2023.", "actual"),
    ],
)
def test_what_happened_long_before_publication_is_history(read: Read, sentence: str, status: str) -> None:
    assert only(read(sentence)).status == status


def test_nothing_is_history_without_a_publication_date(read: Read) -> None:
    assert only(read("Iran attacked Iraq in 1986.", None)).status == "actual"


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("The Taliban killed 12 soldiers in Kandahar.", ["Kandahar"]),
        ("Protesters marched in Nairobi.", ["Nairobi"]),
        ("France met Germany in Oslo.", ["Oslo"]),
        ("In Oslo, France met Germany.", ["Oslo"]),
        ("Rebels attacked a convoy near Goma.", ["Goma"]),
        ("Gunmen kidnapped 30 students in Nigeria.", ["Nigeria"]),
        ("France condemned Germany.", []),
        ("Rebels shelled the village of Zarovka.", ["Zarovka"]),
        ("A policeman was shot in the streets of Goma.", ["Goma"]),
        ("A mob in Goma beat a thief to death.", ["Goma"]),
        pytest.param(
            "Troops detained 12 miners after a brawl over fares near the Karpa bridge.",
            ["Karpa bridge"],
            marks=OVERRULED,
        ),
        ("Police fired tear gas to disperse protesters outside parliament in Nairobi.", ["Nairobi"]),
        ("Russia moved two brigades to the border with Estonia.", ["border with Estonia"]),
        ("Prisoners were released from the Zarova jail.", ["Zarova jail"]),
        ("Iran appealed to Algiers for support.", []),
        pytest.param("Gunmen ambushed the patrol when it reached Goma.", [], marks=OVERRULED),
    ],
)
def test_a_place_belongs_to_the_event_that_happens_there(
    read: Read, sentence: str, places: list[str]
) -> None:
    assert _places(read(sentence)) == [places]


@OVERRULED
def test_what_follows_in_the_same_breath_happened_in_the_same_place(read: Read) -> None:
    assert _places(read("Gunmen stormed a school near Goma and kidnapped 12 girls.")) == [["Goma"], ["Goma"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Gunmen who stormed a church in Goma killed five people.",
        "Heavy shelling of a market in Goma killed five people.",
    ],
)
def test_all_tellings_of_a_sentence_share_its_place(read: Read, sentence: str) -> None:
    assert {tuple(names) for names in _places(read(sentence))} == {("Goma",)}


@OVERRULED
def test_a_town_is_named_after_it_and_its_land_before(read: Read) -> None:
    assert _places(read("Israel raided the West Bank city of Jenin.")) == [["Jenin"]]


def test_a_relative_clause_happens_where_it_describes(read: Read) -> None:
    found = read("France left Zarovka, where rebels had killed a priest.")
    assert [place.name for event in found.events if event.event == "ASSAULT" for place in event.places] == [
        "Zarovka"
    ]


@OVERRULED
def test_a_rally_named_after_a_place_is_no_event(read: Read) -> None:
    assert read("A Finnish driver was third in the Monte Carlo rally.").events == ()


def test_there_is_the_last_place_told(read: Read) -> None:
    found = read("Turkey met Syria in Oslo. France and Germany exchanged fire there.")
    assert _places(found)[-1] == ["Oslo"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Gunmen attacked Khoken village on Monday. The army sent troops to the area.", [["Khoken"]] * 2),
        pytest.param(
            "Rebels attacked Khoken village in Goma district. Police shot two men in the village.",
            [["Khoken"]],
            marks=OVERRULED,
        ),
        ("Rebels shelled Goma on Monday. Police shot two men in the city.", [["Goma"]] * 2),
        pytest.param(
            "Rebels shelled Goma on Monday. Police shot two men in the hills.",
            [["Goma"], []],
            marks=OVERRULED,
        ),
        ("Rebels fled into the Zarov hills. Turkish jets bombed two caves in the hills.", [["Zarov"]]),
    ],
)
def test_a_noun_for_a_place_points_to_the_last_place_that_fits(
    read: Read, text: str, places: list[list[str]]
) -> None:
    told = sorted(read(text).events, key=lambda event: event.trigger.start)
    found = [[place.text for place in event.places] for event in told]
    assert [[name.removesuffix(" village") for name in names] for names in found][-len(places) :] == places


@pytest.mark.parametrize(
    ("sentence", "places"),
    [
        ("In Goma, police arrested a man and two women were shot.", [["Goma"], ["Goma"]]),
        ("In Oslo, France met Germany and asked it for help.", [["Oslo"], ["Oslo"]]),
        ("Police killed five men and arrested ten in a gun battle near Goma.", [["Goma"], ["Goma"]]),
        ("A court in Goma sentenced a man to death.", [["Goma"]]),
        ("Police fired tear gas at a crowd that threw stones in Goma.", [["Goma"], ["Goma"]]),
        ("Some 50,000 people have fled Upper Nile since May.", [["Upper Nile"]]),
        ("France called on Kyiv to stop the attacks.", [[]]),
        ("Turkey accused Iran of smuggling missiles through the port of Mersin.", [[]]),
        ("Thousands of people marched through the Moroccan capital on Sunday.", [["Moroccan capital"]]),
        ("Protesters blocked a road north of Goma on Monday.", [["Goma"]]),
        ("Gunmen killed a priest on Monday. The incident occurred near Goma.", [["Goma"]]),
        ("Mothers began a hunger strike in front of the Interior Ministry.", [["Interior Ministry"]]),
        ("Police searched homes in the cities of Izmir and Adana.", [["Izmir", "Adana"]]),
        ("Gunmen ambushed a bus on the road between Kabul and Jalalabad.", [["Kabul", "Jalalabad"]]),
        ("The navy seized a dhow off the coast of Yemen.", [["coast of Yemen"]]),
        ("Two people were killed and five others were injured near Goma.", [["Goma"]]),
        ("Police shot two men suspected of belonging to a gang in Goma.", [["Goma"]]),
        ("At a meeting in Oslo, French and German ministers agreed to share water.", [["Oslo"], ["Oslo"]]),
        pytest.param(
            "The UN Security Council met on Friday to discuss the crisis in Haiti.", [[]], marks=OVERRULED
        ),
    ],
)
def test_a_place_reaches_what_happened_there(read: Read, sentence: str, places: list[list[str]]) -> None:
    told = sorted(read(sentence).events, key=lambda event: event.trigger.start)
    assert [[place.text for place in event.places] for event in told] == places


@OVERRULED
def test_where_something_was_said_is_not_where_it_happened(read: Read) -> None:
    assert _places(read("Turkey said in Oslo that Iran had attacked Iraq.")) == [[]]


def test_a_place_has_the_iri_of_the_gazetteer(read: Read) -> None:
    (place,) = only(read("Protesters marched in Nairobi.")).places
    assert (place.text, place.start, place.end, place.name) == ("Nairobi", 22, 29, "Nairobi")
    assert place.iri is not None and place.iri.startswith("https://w3id.org/communique/place/")


def test_a_place_nobody_knows_has_no_iri(read: Read) -> None:
    (place,) = only(read("Protesters marched in Lower Zarovka on Monday.")).places
    assert (place.name, place.iri) == ("Lower Zarovka", None)


def test_the_day_of_publication_counts_for_its_own_weekday(read: Read) -> None:
    found = read("Iran attacked Iraq on Wednesday.", dt.date(2024, 1, 17))
    assert _dates(found) == [("Wednesday", "2024-01-17", "2024-01-17")]
