"""Which events a sentence tells, and who takes part in which role."""

from __future__ import annotations

import pytest
from conftest import Read
from told import OVERRULED, Telling, categories, events, names, numbers, only

from kg.model import Extraction

# ---- constructions: the same event however it is said

ATTACK: list[Telling] = [("ASSAULT", None, ["Turkey"], ["Syria"], "actual")]


@pytest.mark.parametrize(
    ("sentence", "host", "code"),
    [
        ("Malaysia's foreign minister arrived in Hanoi on a visit.", "Hanoi", "VNM"),
        ("Israeli authorities imposed a curfew in Arish.", "Arish", "EGY"),
        ("Egyptian authorities imposed a curfew in Arish.", "Arish", "EGY"),
        ("Norway suspended aid deliveries in Khartoum.", "Khartoum", "SDN"),
        ("Boko Haram threatened to resume attacks in Niger.", "Niger", "NER"),
        ("The African Union agreed to open a training centre in Accra.", "Accra", "GHA"),
    ],
)
def test_a_place_that_an_act_concerns_receives_it_when_nobody_else_does(
    read: Read, sentence: str, host: str, code: str
) -> None:
    received = only(read(sentence)).recipients
    assert [(who.text, who.code) for who in received] == [(host, code)]


def test_the_venue_of_a_meeting_receives_nothing(read: Read) -> None:
    assert names(only(read("Chad and Niger signed a trade agreement in Accra.")).recipients) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Turkey attacked Syria.",
        "Turkey has attacked Syria.",
        "Syria was attacked by Turkey.",
        "Syria has been attacked by Turkey.",
        "Turkey, which attacked Syria, is a member of NATO.",
        "Turkey carried out an attack on Syria.",
        "Turkey launched an attack against Syria.",
        "The attack by Turkey on Syria shocked the region.",
        "Turkey's attack on Syria shocked the region.",
        "The Turkish attack on Syria shocked the region.",
        "An attack on Syria was carried out by Turkey.",
        "Turkey began attacking Syria.",
        "Syria came under attack by Turkey.",
    ],
)
def test_an_attack_is_the_same_however_it_is_said(read: Read, sentence: str) -> None:
    assert events(read(sentence)) == ATTACK


def test_all_joined_parties_take_part(read: Read) -> None:
    assert events(read("France and Germany condemned Russia and Belarus.")) == [
        ("ACCUSE", "disapprove", ["France", "Germany"], ["Russia", "Belarus"], "actual")
    ]


def test_the_counterpart_of_a_minister_takes_part(read: Read) -> None:
    found = only(read("The foreign minister of Iran, Ali Karimi, met his Iraqi counterpart."))
    assert [(who.name, who.code) for who in found.actors] == [
        ("Ali Karimi", "IRN"),
        ("his Iraqi counterpart", "IRQ"),
    ]


def test_joined_verbs_with_one_object_elaborate_one_event(read: Read) -> None:
    found = only(read("Boko Haram attacked and burned a police post in Nigeria."))
    assert ([m.text for m in found.mentions], names(found.targets)) == (
        ["attacked", "burned"],
        ["police post"],
    )


def test_a_participle_of_result_tells_the_same_event(read: Read) -> None:
    found = only(read("The army shelled the town, killing five people."))
    assert [m.text for m in found.mentions] == ["shelled", "killing"]
    assert numbers(found.counts) == [("killed", 5, 5)]


def test_a_participle_after_a_noun_tells_an_event(read: Read) -> None:
    assert events(read("Soldiers attacked by Boko Haram were tired.")) == [
        ("ASSAULT", None, ["Boko Haram"], ["Soldiers"], "actual")
    ]


def test_the_agent_of_a_passive_without_by_is_unknown(read: Read) -> None:
    assert events(read("Syria was attacked.")) == [("ASSAULT", None, [], ["Syria"], "actual")]


# ---- nouns that tell events


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Iran resumed attacks on Iraq.", ("ASSAULT", None, ["Iran"], ["Iraq"], "actual")),
        ("Iraq suffered an attack by Iran.", ("ASSAULT", None, ["Iran"], ["Iraq"], "actual")),
        ("Iran halted its attacks on Iraq.", ("RETREAT", "ceasefire", ["Iran"], ["Iraq"], "actual")),
        ("There was an attack on Iraq.", ("ASSAULT", None, [], ["Iraq"], "actual")),
        ("There was no attack on Iraq.", ("ASSAULT", None, [], ["Iraq"], "negated")),
        (
            "There were clashes between rebels and the army.",
            ("ASSAULT", None, ["rebels", "army"], [], "actual"),
        ),
        ("Iran began talks with Iraq.", ("CONSULT", None, ["Iran", "Iraq"], [], "actual")),
        ("Iran cancelled a meeting with Iraq.", ("REJECT", "meet", ["Iran"], ["Iraq"], "actual")),
        (
            "The arrest of rebels by police shocked Kenya.",
            ("COERCE", "arrest", ["police"], ["rebels"], "actual"),
        ),
        ("Monday's drone strike killed two soldiers.", ("ASSAULT", "drone", [], ["two soldiers"], "actual")),
        ("Iran threatened sanctions against Iraq.", ("THREATEN", "relations", ["Iran"], ["Iraq"], "actual")),
        ("Iran proposed talks with Iraq.", ("AGREE", None, ["Iran"], ["Iraq"], "actual")),
    ],
)
def test_a_noun_tells_the_event_with_its_own_parties(read: Read, sentence: str, told: Telling) -> None:
    assert events(read(sentence)) == [told]


# ---- governing verbs


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Turkey threatened to attack Syria.", ("THREATEN", "violence", ["Turkey"], ["Syria"], "actual")),
        ("France refused to meet Iran.", ("REJECT", "meet", ["France"], ["Iran"], "actual")),
        ("France urged Iran to release the hostages.", ("REQUEST", "yield", ["France"], ["Iran"], "actual")),
        ("France urged Germany to meet Iran.", ("REQUEST", "meet", ["France"], ["Germany"], "actual")),
        ("Germany pledged to send tanks to Ukraine.", ("AGREE", None, ["Germany"], ["Ukraine"], "actual")),
        ("Iran agreed to meet Iraq.", ("AGREE", None, ["Iran"], ["Iraq"], "actual")),
        ("Iran is willing to meet Iraq.", ("AGREE", None, ["Iran"], ["Iraq"], "actual")),
        ("Iran is unwilling to meet Iraq.", ("REJECT", "meet", ["Iran"], ["Iraq"], "actual")),
        ("Iran promised to release the sailors.", ("CONCEDE", None, ["Iran"], ["sailors"], "actual")),
        ("Iran ordered rebels to attack Iraq.", ("REQUEST", "change", ["Iran"], ["rebels"], "actual")),
        ("Iraq was urged by France to meet Iran.", ("REQUEST", "meet", ["France"], ["Iraq"], "actual")),
        ("Iran continued to attack Iraq.", ("ASSAULT", None, ["Iran"], ["Iraq"], "actual")),
        ("Iran vowed to retaliate against Israel.", ("THREATEN", "violence", ["Iran"], ["Israel"], "actual")),
        ("Iran threatened to close the strait.", ("THREATEN", "restrict", ["Iran"], [], "actual")),
        ("Russia stopped attacking Moldova.", ("RETREAT", "ceasefire", ["Russia"], ["Moldova"], "actual")),
        ("Russia failed to attack Moldova.", ("ASSAULT", None, ["Russia"], ["Moldova"], "negated")),
        ("Russia plans to attack Moldova.", ("ASSAULT", None, ["Russia"], ["Moldova"], "future")),
    ],
)
def test_the_verb_above_decides_what_an_infinitive_is(read: Read, sentence: str, told: Telling) -> None:
    assert events(read(sentence)) == [told]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Turkey threatened to attack Syria.", "attack Syria"),
        ("France refused to meet Iran.", "meet Iran"),
        ("France urged Iran to release the hostages.", "release the hostages"),
    ],
)
def test_what_is_threatened_refused_or_asked_for_is_content_and_no_event(
    read: Read, sentence: str, words: str
) -> None:
    assert [getattr(part, "text", part) for part in only(read(sentence)).content] == [words]


# ---- what will be, would be, must be


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Russia will attack Moldova.", ("ASSAULT", None, ["Russia"], ["Moldova"], "future")),
        ("Russia might attack Moldova.", ("ASSAULT", None, ["Russia"], ["Moldova"], "hypothetical")),
        ("Russia has not attacked Moldova.", ("ASSAULT", None, ["Russia"], ["Moldova"], "negated")),
        ("Hezbollah often attacks Israel.", ("ASSAULT", None, ["Hezbollah"], ["Israel"], "habitual")),
        ("Ethiopia had attacked Eritrea before.", ("ASSAULT", None, ["Ethiopia"], ["Eritrea"], "historical")),
        ("In 1998, Ethiopia attacked Eritrea.", ("ASSAULT", None, ["Ethiopia"], ["Eritrea"], "historical")),
        ("The planned attack on Iraq shocked Iran.", ("ASSAULT", None, [], ["Iraq"], "future")),
    ],
)
def test_an_event_has_the_status_of_its_clause(read: Read, sentence: str, told: Telling) -> None:
    assert events(read(sentence)) == [told]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Russia will meet China on Friday.", ("AGREE", None, ["Russia", "China"], [], "actual")),
        ("Russia will not meet China.", ("REJECT", "meet", ["Russia"], ["China"], "actual")),
        (
            "“We will never negotiate with Russia,” Ukraine said.",
            ("REJECT", "meet", ["Ukraine"], ["Russia"], "actual"),
        ),
        ("Romania said Russia must leave Moldova.", ("REQUEST", "yield", ["Romania"], ["Russia"], "actual")),
        (
            "Iran should apologize to Iraq, the Iraqi government said.",
            ("REQUEST", "yield", ["Iraq: government"], ["Iran"], "actual"),
        ),
    ],
)
def test_announcements_refusals_and_demands_are_acts_of_who_speaks(
    read: Read, sentence: str, told: Telling
) -> None:
    assert events(read(sentence)) == [told]


@pytest.mark.parametrize(
    "sentence",
    [
        "Talks between Iran and Iraq are scheduled for Friday.",
        "Iran and Iraq will hold talks on Friday.",
        "Iran is to meet Iraq on Friday.",
    ],
)
def test_a_meeting_to_come_is_agreed_by_both_sides(read: Read, sentence: str) -> None:
    assert events(read(sentence)) == [("AGREE", None, ["Iran", "Iraq"], [], "actual")]


# ---- accusations, denials and claims


def test_a_general_charge_is_content_of_the_accusation(read: Read) -> None:
    found = only(read("Pakistan accused India of supporting rebels."))
    assert (found.event, found.mode, names(found.actors), names(found.recipients)) == (
        "ACCUSE",
        "allege",
        ["Pakistan"],
        ["India"],
    )
    assert [getattr(part, "text", part) for part in found.content] == ["supporting rebels"]


def test_a_particular_charge_is_an_event_that_the_accuser_alleges(read: Read) -> None:
    accused, alleged = read("Israel accused Hamas of killing 12 civilians in Sderot on Monday.").events
    assert (accused.event, names(accused.actors), names(accused.recipients)) == (
        "ACCUSE",
        ["Israel"],
        ["Hamas"],
    )
    assert (alleged.event, names(alleged.actors), alleged.status) == ("ASSAULT", ["Hamas"], "actual")
    assert accused.content == (alleged.id,)


def test_a_standing_mutual_accusation_goes_both_ways(read: Read) -> None:
    assert events(read("Iran and Iraq frequently accuse each other of supporting rebels.")) == [
        ("ACCUSE", "allege", ["Iran", "Iraq"], ["Iran", "Iraq"], "habitual")
    ]


def test_a_rejected_charge_is_a_refusal_of_the_accuser(read: Read) -> None:
    assert events(read("China rejected the accusations by the United States.")) == [
        ("REJECT", None, ["China"], ["United States"], "actual")
    ]


def test_who_denies_involvement_would_be_the_actor(read: Read) -> None:
    assert events(read("Iran denied involvement in the attack on Iraq.")) == [
        ("ASSAULT", None, ["Iran"], ["Iraq"], "actual")
    ]


def test_who_claims_responsibility_is_the_actor(read: Read) -> None:
    assert events(read("Hamas claimed responsibility for the attack on Israel.")) == [
        ("ASSAULT", None, ["Hamas"], ["Israel"], "actual")
    ]


# ---- what something is done with and to


def test_such_attacks_are_a_kind_and_no_event(read: Read) -> None:
    assert categories(read("Iran summoned the envoy to Tehran, adding that such attacks harm trade.")) == [
        "ACCUSE"
    ]


def test_an_instrument_as_subject_is_no_actor(read: Read) -> None:
    found = only(read("Missiles hit Kharkiv on Monday."))
    assert (found.mode, names(found.actors), [i.text for i in found.instruments]) == (
        "heavy-weapons",
        [],
        ["Missiles"],
    )


def test_the_owner_of_an_instrument_is_the_actor(read: Read) -> None:
    found = only(read("Ukrainian drones struck an oil depot in Russia."))
    assert (names(found.actors), names(found.targets)) == (["Ukraine"], ["oil depot"])


def test_what_an_attack_was_made_with_is_its_instrument_and_gives_the_mode(read: Read) -> None:
    found = only(read("Ukraine attacked Russia with drones."))
    assert (found.mode, [i.text for i in found.instruments]) == ("drone", ["drones"])


def test_a_tool_that_is_used_to_do_it_is_the_instrument(read: Read) -> None:
    found = only(read("Ukraine used drones to attack a Russian refinery."))
    assert (found.mode, names(found.actors), names(found.recipients)) == ("drone", ["Ukraine"], ["Russia"])
    assert [i.text for i in found.instruments] == ["drones"]


@pytest.mark.parametrize(
    ("sentence", "mode"),
    [
        ("A suicide bomber killed 10 people in Baghdad.", "suicide-attack"),
        ("Turkish air strikes killed five fighters in Syria.", "aerial"),
        ("Israel bombed Gaza.", "explosives"),
        ("The army shelled the town.", "heavy-weapons"),
        ("Gunmen kidnapped 30 students in Nigeria.", "abduct"),
        ("A bomb exploded in Baghdad.", "explosives"),
    ],
)
def test_the_means_of_an_assault_is_its_mode(read: Read, sentence: str, mode: str) -> None:
    found = only(read(sentence))
    assert (found.event, found.mode) == ("ASSAULT", mode)


def test_a_building_that_is_hit_is_a_target(read: Read) -> None:
    found = only(read("The Kachin Independence Army attacked a police post in Myanmar."))
    assert names(found.targets) == ["police post"]


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("The Taliban killed 12 soldiers in Afghanistan.", [("killed", 12, 12)]),
        ("At least 20 people were killed in Kabul.", [("killed", 20, None)]),
        ("More than 40 people were injured in Kabul.", [("injured", 40, None)]),
        ("About 300 migrants were arrested in Libya.", [("arrested", 300, 300)]),
        ("Between 10 and 15 soldiers were killed in Mali.", [("killed", 10, 15)]),
        ("Gunmen kidnapped 30 students in Nigeria.", [("abducted", 30, 30)]),
        ("Rebels released 20 hostages.", [("released", 20, 20)]),
        ("Kenya expelled 12 Russian diplomats.", [("expelled", 12, 12)]),
        ("Thousands of protesters marched in Nairobi.", [("participants", 1000, None)]),
        ("Snipers killed a teacher in Homs.", [("killed", 1, 1)]),
        ("Libya sent 30 migrants back to Niger.", [("deported", 30, 30)]),
        ("Canada imposed sanctions on 17 Haitian politicians.", [("sanctioned", 17, 17)]),
        ("The air force shot down two drones over Hama.", [("destroyed", 2, 2)]),
        ("Rebels attacked Beni, leaving four dead and 12 injured.", [("killed", 4, 4), ("injured", 12, 12)]),
    ],
)
def test_the_number_of_those_concerned_is_a_count(
    read: Read, sentence: str, counts: list[tuple[str, int | None, int | None]]
) -> None:
    assert numbers(only(read(sentence)).counts) == counts


# ---- the event noun as subject, doers that no list knows, what a relative clause tells


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Fighting erupted between Chad and Sudan.", ("ASSAULT", None, ["Chad", "Sudan"], [], "actual")),
        ("Clashes broke out between Chad and Sudan.", ("ASSAULT", None, ["Chad", "Sudan"], [], "actual")),
        ("Talks between Chad and Sudan resumed.", ("CONSULT", None, ["Chad", "Sudan"], [], "actual")),
        ("Talks between Chad and Sudan will resume.", ("AGREE", None, ["Chad", "Sudan"], [], "actual")),
    ],
)
def test_an_event_that_breaks_out_is_told_by_its_noun(read: Read, sentence: str, told: Telling) -> None:
    assert events(read(sentence)) == [told]


def test_a_doer_that_no_list_knows_takes_part_all_the_same(read: Read) -> None:
    assert names(only(read("The abductors of the girl murdered two farmers.")).actors) == [
        "abductors of the girl"
    ]


def test_an_invasion_of_weevils_threatens_nobody(read: Read) -> None:
    assert categories(read("The invasion of the palm weevil threatens date farmers.")) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Investors attacked the rand.",
        "Kenya launched an offensive against corruption.",
        "A shark killed a swimmer in Australia.",
        "The attack on modern taste by the critic drew laughs.",
    ],
)
def test_a_figure_of_speech_is_no_assault(read: Read, sentence: str) -> None:
    assert categories(read(sentence)) == []


def test_a_feared_attack_has_not_happened(read: Read) -> None:
    assert only(read("Ukraine fears a Russian attack.")).status == "hypothetical"


def test_what_a_demand_is_about_does_not_swallow_what_has_happened(read: Read) -> None:
    found = read("Chad urged Sudan to free the soldiers whom the Taliban had kidnapped.")
    assert categories(found) == ["REQUEST", "ASSAULT"]


def test_those_who_agree_during_talks_talk(read: Read) -> None:
    found = read("Chad and Sudan signed a truce during two days of talks in Doha.")
    meeting = next(event for event in found.events if event.event == "CONSULT")
    assert names(meeting.actors) == ["Chad", "Sudan"]


# ---- categories


@pytest.mark.parametrize(
    ("sentence", "category", "mode", "actors", "recipients"),
    [
        ("Talks between France and Germany ended.", "CONSULT", None, ["France", "Germany"], []),
        (
            "Qatar mediated between Israel and Hamas.",
            "CONSULT",
            "third-party",
            ["Qatar"],
            ["Israel", "Hamas"],
        ),
        ("Germany sent tanks to Ukraine.", "AID", None, ["Germany"], ["Ukraine"]),
        ("France praised Rwanda.", "SUPPORT", None, ["France"], ["Rwanda"]),
        ("France imposed sanctions on Belarus.", "SANCTION", "discontinue", ["France"], ["Belarus"]),
        ("Canada recalled its ambassador to India.", "SANCTION", "withdraw", ["Canada"], ["India"]),
        ("Russia deployed troops near Ukraine.", "MOBILIZE", "troops", ["Russia"], []),
        ("Rebels withdrew from Goma.", "RETREAT", "withdraw", ["Rebels"], ["Goma"]),
        ("Police arrested two journalists in Turkey.", "COERCE", "arrest", ["Police"], ["two journalists"]),
        ("Iran threatened Israel with war.", "THREATEN", "violence", ["Iran"], ["Israel"]),
        ("Chad asked France for help.", "REQUEST", "assist", ["Chad"], ["France"]),
    ],
)
def test_an_act_has_its_category_and_mode(
    read: Read, sentence: str, category: str, mode: str | None, actors: list[str], recipients: list[str]
) -> None:
    assert events(read(sentence)) == [(category, mode, actors, recipients, "actual")]


@pytest.mark.parametrize(
    ("sentence", "category", "mode"),
    [
        ("Police used tear gas against protesters in Nairobi.", "ASSAULT", "crowd-control"),
        ("North Korea test-fired a missile.", "MOBILIZE", "weapons"),
        ("Workers went on strike in Lagos.", "PROTEST", "strike"),
        ("The minister resigned on Monday.", "RETREAT", "resign"),
        ("Sudan expelled the French ambassador.", "SANCTION", "expel"),
        ("Venezuela broke off relations with Paraguay.", "SANCTION", "discontinue"),
        ("Ukraine and Russia exchanged 100 prisoners.", "RETREAT", "release"),
        ("The United States and Iran resumed talks.", "CONSULT", None),
        ("Sudan's government suspended talks with the rebels.", "REJECT", "meet"),
        ("The US provided $50 million in aid to Jordan.", "AID", None),
        ("Iran and Russia signed a military pact.", "SUPPORT", None),
        ("The European Union and Mercosur reached a deal.", "AGREE", None),
        ("Qatar offered to mediate between Iran and Israel.", "AGREE", None),
        ("Japan protested to China over the incursion.", "ACCUSE", "disapprove"),
        ("Sudan summoned the French ambassador.", "ACCUSE", "disapprove"),
        ("Turkey called for a ceasefire in Gaza.", "REQUEST", "yield"),
        ("Turkey demanded that Sweden extradite the suspects.", "REQUEST", "assist"),
        ("Poland ruled out sending troops to Ukraine.", "REJECT", None),
        ("Iran threatened retaliation.", "THREATEN", "violence"),
    ],
)
def test_words_of_the_lexicon_tell_one_event_each(
    read: Read, sentence: str, category: str, mode: str | None
) -> None:
    found = only(read(sentence))
    assert (found.event, found.mode, found.status) == (category, mode, "actual")


def test_casualties_of_an_attack_are_counted_by_kind(read: Read) -> None:
    found = only(read("Gunmen attacked a church, killing 12 people and wounding 30."))
    assert numbers(found.counts) == [("killed", 12, 12), ("injured", 30, 30)]


def test_casualties_of_several_verbs_belong_to_the_bombing_beside_them(read: Read) -> None:
    found = only(read("At least 20 people were killed and dozens were injured in a bombing in Kabul."))
    assert (found.mode, numbers(found.counts)) == (
        "explosives",
        [("killed", 20, None), ("injured", 24, None)],
    )


def test_one_subject_with_two_verbs_of_harm_is_one_event(read: Read) -> None:
    found = only(read("The blast killed eight people and injured 20."))
    assert (found.mode, numbers(found.counts)) == ("explosives", [("killed", 8, 8), ("injured", 20, 20)])


# ---- what is no event


@pytest.mark.parametrize(
    "sentence",
    [
        "Iran has not issued a statement.",
        "Both countries rarely use military force.",
        "Terrorism is a common threat to all countries.",
        "The ministry released a video.",
        "I told him.",
        "Russia rarely attacks Moldova.",
        "Russia wants to meet China.",
        "Russia hopes to meet China.",
        "Storms hit Florida on Monday.",
        "The earthquake killed 200 people in Nepal.",
        "A car crash killed two people in Paris.",
        "He was killed in an accident in Rome.",
        "Stocks fell after the dollar came under attack.",
        "The law will protect women against attacks.",
        "The parliament will vote on sanctions on Monday.",
        "The anniversary of the attack was marked in Nairobi.",
        "He fired his lawyer.",
        "Oil prices hit a record.",
        "A peace activist was born in Kenya.",
        "The war on drugs failed.",
        "Nothing was agreed.",
        "France considers sanctions against Iran.",
        "A war between Iran and Iraq would be a disaster.",
        "The Iranian government has a large army.",
        "Iran is a country in Asia with a long border.",
        "The minister said that the weather was fine.",
        "The film attacks Hollywood, a critic said.",
        "England attacked well in the second half of the match.",
        "He suffered a heart attack in Paris.",
        "The company launched a new phone in India.",
    ],
)
def test_this_is_no_event(read: Read, sentence: str) -> None:
    assert categories(read(sentence)) == []


def test_a_condition_and_its_threat_are_not_told_as_facts(read: Read) -> None:
    assert events(read("If Russia attacks Moldova, Romania will respond.")) == [
        ("ASSAULT", None, ["Russia"], ["Moldova"], "hypothetical")
    ]


def test_a_thing_that_was_asked_for_is_not_told_as_a_fact(read: Read) -> None:
    assert categories(read("France called on Iran to withdraw its troops from Syria.")) == ["REQUEST"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Yemen renewed its demand that Oman close the border.",
            ("REQUEST", None, ["Yemen"], ["Oman"], "actual"),
        ),
        (
            "Peru threatened to end talks with lenders if Chile builds the dam.",
            ("THREATEN", None, ["Peru"], ["Chile"], "actual"),
        ),
        (
            "Teachers continued their hunger strike to demand the resignation of Kenya's president.",
            ("PROTEST", "hunger", ["Teachers"], ["Kenya's president"], "actual"),
        ),
        (
            "Fatah rejected an invitation to attend a meeting of the Palestinian Authority.",
            ("REJECT", None, ["Fatah"], ["Palestinian Authority"], "actual"),
        ),
        (
            "Ghana said it would withdraw its troops from Mali unless rebels disarmed.",
            ("THREATEN", "relations", ["Ghana"], ["Mali"], "actual"),
        ),
    ],
)
def test_the_other_side_may_stand_in_what_is_demanded_threatened_or_refused(
    read: Read, sentence: str, told: Telling
) -> None:
    assert events(read(sentence))[0] == told


def test_an_attempt_is_told_like_the_deed(read: Read) -> None:
    (event,) = read("Gunmen tried to kidnap two Danish engineers.").events
    assert (event.event, names(event.actors), names(event.recipients)) == (
        "ASSAULT",
        ["Gunmen"],
        ["two Danish engineers"],
    )


def test_whoever_lives_in_a_camp_that_is_hit_is_hit(read: Read) -> None:
    event = only(read("Rebels have attacked a camp for Sudanese refugees."))
    assert (names(event.recipients), names(event.targets)) == (["Sudanese refugees"], ["camp"])


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "The Taliban called on Pakistan to stop expelling refugees.",
            [("REQUEST", "change", ["Taliban"], ["Pakistan"], "actual")],
        ),
        (
            "Eritrea is open to talks with Djibouti.",
            [("AGREE", None, ["Eritrea"], ["Djibouti"], "actual")],
        ),
        (
            "Iran's parliament voted to expel the British ambassador.",
            [("SANCTION", "expel", ["Iran: parliament"], ["British ambassador"], "actual")],
        ),
        (
            "Laos and Vietnam signed a memorandum on coast guard cooperation.",
            [("SUPPORT", None, ["Laos", "Vietnam"], [], "actual")],
        ),
        (
            "Togo withdrew from Benin under an agreement signed in Accra.",
            [("RETREAT", "withdraw", ["Togo"], ["Benin"], "actual")],
        ),
    ],
)
def test_a_clause_is_told_once_and_with_its_own_parties(
    read: Read, sentence: str, told: list[Telling]
) -> None:
    assert events(read(sentence)) == told


def test_whoever_acts_after_talks_with_somebody_took_part_in_them(read: Read) -> None:
    told = read("Zambian nurses ended their boycott after talks with the health minister.")
    talks = [event for event in told.events if event.event == "CONSULT"]
    assert [names(event.actors) for event in talks] == [["Zambian nurses", "health minister"]]


def test_the_opposition_acts_and_is_no_deed(read: Read) -> None:
    assert events(read("The opposition rallied in Tbilisi.")) == [
        ("PROTEST", "demo", ["opposition"], [], "actual")
    ]


def test_whoever_flees_undergoes_it_and_what_is_fled_has_the_cause(read: Read) -> None:
    flight = read("Villagers fled an army offensive.").events[0]
    assert (flight.event, flight.mode, names(flight.actors), names(flight.recipients)) == (
        "SANCTION",
        "expel",
        ["army"],
        ["Villagers"],
    )


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("Chad moved two brigades to its border.", [("two brigades", "TCD")]),
        ("Greece put its armed forces on alert.", [("its armed forces", "GRC")]),
    ],
)
def test_forces_that_somebody_sets_in_motion_are_units_of_his(
    read: Read, sentence: str, units: list[tuple[str, str]]
) -> None:
    (event,) = read(sentence).events
    assert [(unit.text, unit.code) for unit in event.units] == units
    assert event.recipients == ()


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        (
            "Moroccan police prevented a march by Sahrawi activists.",
            ("COERCE", "restrict", ["Morocco: police"], ["Sahrawi activists"], "actual"),
        ),
        (
            "Lebanese troops massed along the border with Israel.",
            ("MOBILIZE", "troops", ["Lebanese Armed Forces"], ["Israel"], "actual"),
        ),
        (
            "US aid to Egypt was suspended on Monday.",
            ("SANCTION", "discontinue", ["United States"], ["Egypt"], "actual"),
        ),
        (
            "A Kurdish group claimed responsibility for a car bomb.",
            ("ASSAULT", "explosives", ["Kurdish group"], [], "actual"),
        ),
    ],
)
def test_the_parties_of_halted_marches_border_moves_cut_supplies_and_claimed_bombs(
    read: Read, sentence: str, told: Telling
) -> None:
    assert events(read(sentence)) == [told]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Officers led three of the marchers away in handcuffs.", ["COERCE"]),
        ("Masked bandits dragged a teacher out of her house in Zaria.", ["ASSAULT"]),
        ("Guards hustled six of them onto a bus in Lagos.", ["COERCE"]),
        ("The men were hauled before a magistrate in Nairobi.", ["COERCE"]),
        ("A right-wing outfit stoned the bus of the mayor.", ["ASSAULT"]),
        ("Bolivia called the decision malicious.", ["ACCUSE"]),
        ("The opposition walked out of parliament.", ["PROTEST"]),
        ("The navy sailed a destroyer into the strait.", ["MOBILIZE"]),
    ],
)
def test_what_is_done_to_people_is_told_however_they_are_counted_or_named(
    read: Read, sentence: str, told: list[str]
) -> None:
    assert categories(read(sentence)) == told


@pytest.mark.parametrize(
    "sentence",
    [
        "The storm swept three fishermen away.",
        "The coach led the team out of the stadium.",
        "She was taken to a restaurant near the station.",
        "The critics called the album brilliant.",
        "The band walked off the stage.",
    ],
)
def test_near_misses_of_arrest_and_protest_tell_nothing(read: Read, sentence: str) -> None:
    assert categories(read(sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Police cordoned off the square in Lusaka.", "COERCE"),
        ("Iran's army warned that the ships would be sunk.", "THREATEN"),
        ("A court in Tunis jailed the editor for two years.", "SANCTION"),
        ("Gunmen stormed the village of Doro.", "ASSAULT"),
    ],
)
def test_the_event_of_a_verb_with_a_misread_particle_a_warning_or_a_telling_subject(
    read: Read, sentence: str, told: str
) -> None:
    assert only(read(sentence)).event == told


@pytest.mark.parametrize(
    ("sentence", "event", "actors"),
    [
        ("Oman and Kenya held naval drills off Mombasa.", "COOPERATE", ["Oman", "Kenya"]),
        ("Oman began a military exercise with Kenya.", "COOPERATE", ["Oman", "Kenya"]),
        ("Belarus held drills along the border with Poland.", "MOBILIZE", ["Belarus"]),
    ],
)
def test_an_exercise_of_several_states_is_cooperation(
    read: Read, sentence: str, event: str, actors: list[str]
) -> None:
    told = only(read(sentence))
    assert (told.event, [who.text for who in told.actors]) == (event, actors)


def _sides(found: Extraction) -> list[tuple[str, list[str], list[str]]]:
    """(category, actors, recipients) of each event, by the words used there."""
    return [(e.event, [w.text for w in e.actors], [w.text for w in e.recipients]) for e in found.events]


def test_whoever_is_received_is_the_visitor(read: Read) -> None:
    found = read("President Ali Karimi received the Norwegian ambassador on Tuesday.")
    assert _sides(found) == [("CONSULT", ["Norwegian ambassador"], ["President Ali Karimi"])]


@pytest.mark.parametrize(
    ("sentence", "recipients"),
    [
        ("Police arrested fifteen on Monday.", ["fifteen"]),
        ("Since then 859 have been detained.", ["859"]),
        ("Rebels killed two soldiers and wounded nine others.", ["two soldiers", "nine others"]),
        ("Police detained three in 2023.", ["three"]),
    ],
)
def test_a_bare_number_undergoes_what_is_done_to_people(
    read: Read, sentence: str, recipients: list[str]
) -> None:
    assert [who.text for e in read(sentence).events for who in e.recipients] == recipients


def test_a_clause_before_a_semicolon_is_no_content_of_the_next(read: Read) -> None:
    found = read(
        "In May a court sentenced a Chadian lawmaker to three years in prison; he was pardoned on Monday."
    )
    assert sorted(event.event for event in found.events) == ["CONCEDE", "SANCTION"]


def test_words_of_arts_do_not_hide_what_is_certain(read: Read) -> None:
    found = read("Tajikistan has arrested 60 people since gunmen attacked a concert hall.")
    assert ("COERCE", ["Tajikistan"], ["60 people"]) in _sides(found)


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        (
            "A delegation led by Foreign Minister Omar Karim visited Oslo.",
            ("CONSULT", ["delegation", "Foreign Minister Omar Karim"], ["Oslo"]),
        ),
        ("Police arrested 34 people, among them a priest.", ("COERCE", ["Police"], ["34 people", "priest"])),
        (
            "Rebels killed 12 people, including three children and a journalist.",
            ("ASSAULT", ["Rebels"], ["12 people", "three children", "journalist"]),
        ),
        (
            "The deputy Hanan Saad accused the interior ministry.",
            ("ACCUSE", ["deputy Hanan Saad"], ["interior ministry"]),
        ),
        ("Two lecturers were held for several hours.", ("COERCE", [], ["Two lecturers"])),
        ("Six of the miners have been on hunger strike since May.", ("PROTEST", ["Six of the miners"], [])),
        (
            "Omar Karim marched with some 3,000 supporters.",
            ("PROTEST", ["Omar Karim", "3,000 supporters"], []),
        ),
        ("Kenyan troops were deployed to Haiti.", ("MOBILIZE", ["Kenyan troops"], ["Haiti"])),
        ("Poland closed its own consulate in Brest in 2021.", ("SANCTION", ["Poland"], [])),
    ],
)
def test_those_who_stand_beside_the_sides_take_part(
    read: Read, sentence: str, sides: tuple[str, list[str], list[str]]
) -> None:
    assert _sides(read(sentence)) == [sides]


def test_a_charge_with_a_place_is_a_particular_act(read: Read) -> None:
    found = read("Omar Karim accused officers of beating students with batons in Lagos overnight.")
    assert _sides(found) == [
        ("ACCUSE", ["Omar Karim"], ["officers"]),
        ("ASSAULT", ["officers"], ["students"]),
    ]


def test_who_denies_that_others_had_done_it_makes_the_charge_that_follows(read: Read) -> None:
    found = read("The ministry denied that the rebels had moved and accused Chad of lies.")
    assert ("ACCUSE", ["ministry"], ["Chad"]) in _sides(found)


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway pledged 30 million dollars for flood victims in Chad, where 14 people were killed.",
        "The captain said nobody had been hurt.",
        "The president swore the oath on Monday.",
        "The vessel sailed on to Djibouti.",
        pytest.param("The smugglers were tied to a militia.", marks=OVERRULED),
        "The president left Hanoi on Wednesday.",
    ],
)
def test_what_only_sounds_like_an_act_is_none(read: Read, sentence: str) -> None:
    hostile = {"ASSAULT", "THREATEN", "MOBILIZE", "RETREAT"}
    assert hostile.isdisjoint(categories(read(sentence)))


def test_a_source_that_stays_unnamed_asks_for_nothing(read: Read) -> None:
    found = read("Police surrounded the campus, said a professor who asked not to be named.")
    assert "REQUEST" not in categories(found)


def test_an_operation_that_would_be_a_mistake_has_not_happened(read: Read) -> None:
    found = read("The White House said a ground offensive in Rafah would be a mistake.")
    assert [event.status for event in found.events if event.event == "ASSAULT"] in ([], ["hypothetical"])


def test_a_protest_in_favour_of_somebody_is_not_against_him(read: Read) -> None:
    found = read("Women marched in support of the army. Dockers halted work after gunmen came.")
    assert [who.text for event in found.events for who in event.recipients] == []


def test_one_can_call_on_both_sides(read: Read) -> None:
    found = read("The envoy called on both sides to let aid convoys through.")
    assert [who.text for event in found.events for who in event.recipients] == ["both sides"]


def test_who_does_what_is_told_below_is_not_the_pronoun_there(read: Read) -> None:
    found = read("The agency shut the offices of ten aid groups, accusing them of lies.")
    accused = next(event for event in found.events if event.event == "ACCUSE")
    assert names(accused.recipients) == ["ten aid groups"]


def test_an_adjective_before_the_kind_of_weapon_tells_whose_it_is(read: Read) -> None:
    found = read("Iraqi F-16 jets bombed two caves in the hills on Monday.")
    assert _sides(found) == [("ASSAULT", ["Iraqi"], [])]


def test_what_a_mediator_does_makes_him_no_party(read: Read) -> None:
    found = read("Russia and Ukraine exchanged 230 prisoners with mediation by Oman.")
    exchange = next(event for event in found.events if event.event == "RETREAT")
    assert names(exchange.actors) == ["Russia", "Ukraine"]


@pytest.mark.parametrize(
    ("sentence", "sides"),
    [
        ("Thousands took to the streets of Tunis.", ("PROTEST", ["Thousands"], [])),
        ("The government kept the border closed.", ("COERCE", ["government"], [])),
        ("Farmers slowed traffic with tractors.", ("PROTEST", ["Farmers"], [])),
        pytest.param(
            "The opposition went to court over the decree.", ("ACCUSE", ["opposition"], []), marks=OVERRULED
        ),
        ("The charity suspended its activities in the camp.", ("SANCTION", ["charity"], [])),
        (
            "Soldiers disarmed the minister's bodyguards.",
            ("COERCE", ["Soldiers"], ["minister's bodyguards"]),
        ),
    ],
)
def test_acts_of_crowds_states_and_charities(
    read: Read, sentence: str, sides: tuple[str, list[str], list[str]]
) -> None:
    assert _sides(read(sentence)) == [sides]


def test_what_somebody_is_accused_of_is_no_kind_of_thing(read: Read) -> None:
    accused = only(read("Residents accused soldiers of looting shops in Bukavu last week."))
    assert (
        names(accused.recipients),
        [span.text for span in accused.content if not isinstance(span, str)],
    ) == (
        ["soldiers"],
        ["looting shops in Bukavu"],
    )


def test_a_bomber_acts_and_hostages_are_those_who_are_taken(read: Read) -> None:
    assert _sides(read("A suicide bomber killed nine soldiers.")) == [
        ("ASSAULT", ["suicide bomber"], ["nine soldiers"])
    ]
    assert _sides(read("Prisoners took three guards hostage.")) == [
        ("ASSAULT", ["Prisoners"], ["three guards"])
    ]
