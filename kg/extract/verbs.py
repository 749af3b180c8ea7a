"""What the clause of a verb tells: by its frame, by the noun it carries, or by the words it governs."""

from __future__ import annotations

from kg.drafts import Draft, Participant, changed
from kg.extract import operators
from kg.extract.claims import casualties, claimed, is_losing_life
from kg.extract.clauses import Slots, depth, objects_of
from kg.extract.content import with_content
from kg.extract.denials import baseless, denied
from kg.extract.dispositions import copula
from kg.extract.frames import PARTICLES
from kg.extract.happening import happening
from kg.extract.judgements import demand, intolerance, warning
from kg.extract.light import light
from kg.extract.nouns import device_mode, is_figure, names_object, noun_frame, noun_mode
from kg.extract.participants import joined, unique
from kg.extract.reading import Reading
from kg.extract.roles import Roles, noun_roles
from kg.extract.sides import Subjects, instruments, recipients, subjects, units
from kg.extract.tolls import counts
from kg.extract.weighing import guessed
from kg.knowledge import Frame
from kg.syntax import Token

_NEAR = 6
_EXPLETIVE = ("it", "this", "that", "what", "which", "there")


def verb_draft(reading: Reading, verb: Token) -> Draft | None:
    """What the clause of a verb tells, if anything."""
    found = reading.slots(verb)
    if operators.stays_unnamed(reading, found) or "subj" not in found and _in_disaster(reading, verb):
        return None
    if verb.lemma == "be":
        return baseless(reading, verb, found) or copula(reading, verb, found)
    composed = operators.compose(reading, verb, found)
    if composed is not None:
        return composed
    if reading.is_one(verb, "dying-verb") or is_losing_life(verb, found):
        return casualties(reading, verb, found)
    return (
        claimed(reading, verb, found)
        or denied(reading, verb, found)
        or happening(reading, verb, found)
        or _by_frame(reading, verb, found)
    )


def _by_frame(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """By the verb itself or the event noun it carries, whichever says more."""
    frame = reading.matcher.best(verb, found)
    if frame is None and "obj" not in found:
        frame, found = _with_particle(reading, verb, found)
    carried = light(reading, verb, found)
    if frame is None:
        return carried or demand(reading, verb, found) or _by_guess(reading, verb, found)
    if carried is not None and not names_object(frame) and carried.event != frame.event:
        return carried
    draft = _framed(reading, verb, frame, found)
    if carried is not None and carried.event == frame.event:
        draft = _both(draft, carried)
    if draft is None:
        return _by_guess(reading, verb, found)
    return with_content(reading, verb, draft, found)


def _by_guess(reading: Reading, verb: Token, found: Slots) -> Draft | None:
    """By what its surroundings suggest, where the lexicon does not know the verb or not like this."""
    frame = guessed(reading, verb)
    if frame is None or _is_intended(reading, verb, found):
        return None
    own = subjects(reading, found, frame)
    if not own:
        own = changed(own, actors=_unknown(reading, found))
    roles = changed(recipients(reading, frame, found), actors=own.actors)
    if frame.has("sym"):
        roles = changed(roles, actors=joined(roles.actors, roles.recipients), recipients=())
    return with_content(reading, verb, _draft(reading, verb, found, frame, roles, own), found)


def _is_intended(reading: Reading, verb: Token, found: Slots) -> bool:
    """ "Russia wants to meet China": a wish of one's own is no event."""
    return "xcomp" in found and reading.knowledge.operators.get((verb.lemma, "verb")) == "plan"


def _with_particle(reading: Reading, verb: Token, found: Slots) -> tuple[Frame | None, Slots]:
    """ "cordoned off the square", "took in eleven": the particle was read as a preposition."""
    for prep in verb.all("prep"):
        if prep.lower in PARTICLES and prep.i == verb.i + 1 and found.get(prep.lower):
            rest = {slot: tokens for slot, tokens in found.items() if slot != prep.lower}
            turned = {**rest, "obj": found[prep.lower], "prt": [prep]}
            frame = reading.matcher.best(verb, turned)
            if frame is not None and "prt" in frame.when:
                return frame, turned
    return None, found


def _both(own: Draft | None, carried: Draft) -> Draft:
    """A verb and its event noun tell the same: what one leaves open the other fills."""
    if own is None:
        return carried
    return changed(
        own,
        mode=own.mode or carried.mode,
        tokens=tuple(sorted({*own.tokens, *carried.tokens})),
        first=min(own.first, carried.first),
        last=max(own.last, carried.last),
        actors=own.actors or carried.actors,
        recipients=own.recipients or carried.recipients,
        targets=own.targets or carried.targets,
        hosts=own.hosts or carried.hosts,
        counts=own.counts or carried.counts,
    )


def _framed(reading: Reading, verb: Token, frame: Frame, found: Slots) -> Draft | None:
    """The event of a verb frame; ``None`` when its surroundings speak against it."""
    if frame.has("modal"):
        return warning(reading, verb, frame)
    if frame.has("refusing"):
        return intolerance(reading, verb, frame, found)
    own = subjects(reading, found, frame)
    if not own and not _does_without(reading, frame, found):
        return None
    if not own:
        own = changed(own, actors=_unknown(reading, found) or _givers(reading, frame, found))
    if not _object_fits(reading, frame, found):
        return None
    if frame.event == "ASSAULT" and (_is_accident(reading, found) or _is_figurative(reading, found)):
        return None
    if "subj" in frame.recipient:
        own = changed(own, actors=_causes(reading, found))
    roles = changed(recipients(reading, frame, found), actors=own.actors)
    if frame.mode == "visit" and _codes(roles.actors) & _codes(roles.recipients or roles.hosts):
        return None
    if frame.has("sym"):
        partners = [w for w in roles.recipients if len(own.actors) < 2 or _is_partner(reading, w)]
        roles = changed(roles, actors=joined(roles.actors, partners), recipients=())
    if _is_too_little(reading, verb, frame, found, roles):
        return None
    if frame.event == "PROTEST" and "with" not in frame.recipient:
        roles = changed(roles, actors=joined(roles.actors, _companions(reading, found)))
    if frame.has("inverse"):
        givers = reading.phrases.actors([*found.get("from", ()), *found.get("by", ())])
        roles = changed(roles, actors=givers or roles.recipients, recipients=roles.actors)
    if verb.lemma == "suspect" and verb.dep in ("acl", "amod") and not roles.actors:
        return None
    if (
        frame.event == "ASSAULT"
        and frame.has("instr")
        and not (roles.recipients or roles.targets or roles.places)
    ):
        frame = _as_test(reading, frame, found)
    return _draft(reading, verb, found, frame, roles, own)


def _givers(reading: Reading, frame: Frame, found: Slots) -> tuple[Participant, ...]:
    """ "US aid was suspended", "Russian gas supplies were cut": whose it is gives it or cuts it."""
    if frame.event != "SANCTION" or not names_object(frame):
        return ()
    things = [t for t in found.get("obj", ()) if reading.phrases.read(t) is None]
    owners = [reading.phrases.modifier(c) for t in things for c in t.all("amod", "poss", "compound")]
    return tuple(who for who in owners if who is not None and who.type == "State")


def _companions(reading: Reading, found: Slots) -> tuple[Participant, ...]:
    """ "marched with 3,000 supporters": they march too."""
    near = [who for token in found.get("with", ()) for who in reading.phrases.people(token)]
    return tuple(who for who in near if who.type in ("CivilGroup", "Person", "Official"))


def _causes(reading: Reading, found: Slots) -> tuple[Participant, ...]:
    """ "villagers fled an army offensive": they undergo it, and the army is the cause."""
    told = [(token, noun_frame(reading, token)) for token in found.get("obj", ())]
    return unique(who for t, event in told if event for who in noun_roles(reading, t, event).actors)


def _is_partner(reading: Reading, who: Participant) -> bool:
    """Two who sign a pact on patrols are its parties; a third needs "with" or "between"."""
    token = reading.parse.tokens[who.head]
    while token.dep == "conj":
        token = token.head
    after = token.dep == "pobj" and token.head.lower in ("with", "between", "among")
    return after or token.dep == "dobj"


def _does_without(reading: Reading, frame: Frame, found: Slots) -> bool:
    """Whether a subject that no list knows as an actor may be passed over: nobody knows who it is,
    but what is done to whom or what leaves no doubt."""
    doers = found.get("subj", ())
    if not doers or frame.has("noactor"):
        return True
    if frame.has("weak") or not all(_may_be_people(reading, token) for token in doers):
        return False
    counted = all(token.lower in reading.knowledge.classes["bare-quantity"] for token in doers)
    if counted and "subj" in frame.when:  # "thousands marched"
        return True
    told = recipients(reading, frame, found)
    return bool(told.recipients or told.targets or names_object(frame))


def _unknown(reading: Reading, found: Slots) -> tuple[Participant, ...]:
    """Whoever a common noun in the place of the subject means."""
    return tuple(reading.phrases.someone(t) for t in found.get("subj", ()) if _may_be_people(reading, t))


def _may_be_people(reading: Reading, token: Token) -> bool:
    """A name, a noun that ends as those for people do ("assailant"), or one for people together ("band")."""
    if token.lower in _EXPLETIVE or reading.is_one(token, "not-person") or reading.is_one(token, "weather"):
        return False
    if reading.is_one(token, "collective-doer") or token.pos == "NUM":
        return True
    if token.lower in reading.knowledge.classes["bare-quantity"]:
        return True
    endings = tuple(reading.knowledge.classes["person-ending"])
    return token.pos != "PRON" and (token.pos == "PROPN" or token.lemma.endswith(endings))


def _moved(reading: Reading, verb: Token, found: Slots, frame: Frame, roles: Roles) -> Roles:
    """ "Five platoons were deployed": where nobody deploys them, they are who moves."""
    forces = units(reading, frame, found)
    if roles.actors or not forces or verb.child("nsubjpass") is None:
        return roles
    inside = {t.i for token in found.get("obj", ()) for t in token.subtree()}
    rest = tuple(who for who in roles.recipients if who.head not in inside)
    return changed(roles, actors=forces, recipients=rest)


def _draft(reading: Reading, verb: Token, found: Slots, frame: Frame, roles: Roles, own: Subjects) -> Draft:
    roles = _moved(reading, verb, found, frame, roles)
    told = _told_object(reading, found, frame)
    near = [t.i for t in told if t.i - verb.i <= _NEAR]
    return Draft(
        event=frame.event,
        mode=frame.mode or _mode_of_tools(reading, frame.event, found),
        first=verb.i,
        last=max([verb.i, *near, *(t.i for t in found.get("prt", ()))]),
        sent=verb.sent,
        tokens=tuple(sorted({verb.i, *(t.i for t in told), *own.events})),
        actors=roles.actors,
        recipients=roles.recipients,
        hosts=roles.hosts,
        units=units(reading, frame, found),
        targets=roles.targets,
        instruments=(*own.instruments, *instruments(reading, frame, found)),
        places=roles.places,
        counts=counts(reading, verb, found),
        definite=any(reading.phrases.is_definite(reading.parse.tokens[i]) for i in own.events),
        symmetric=frame.has("sym"),
        toll=not own and frame.event == "ASSAULT" and reading.is_one(verb, "harming-verb"),
        blames=verb.lemma == "blame" and frame.event == "ACCUSE",
        depth=depth(verb),
        rule=frame.told_by("verb") + (f" {_conditions(frame)}" if frame.when else ""),
    )


def _is_too_little(reading: Reading, verb: Token, frame: Frame, found: Slots, roles: Roles) -> bool:
    """Whether a word that tells an event only with both its sides lacks one."""
    if frame.has("weak") and not is_well_told(frame, roles):
        return True
    if reading.is_one(verb, "protesting-verb") and found.get("ccomp") and not roles.recipients:
        return True
    return frame.event == "AID" and verb.dep == "acl" and not roles.actors


def is_well_told(frame: Frame, roles: Roles) -> bool:
    """Whether both sides of an event are told that its word alone hardly shows."""
    if not roles.actors:
        return False
    return bool(roles.recipients) or len(roles.actors) > 1 or (frame.has("sym") and roles.actors[0].plural)


def _codes(people: tuple[Participant, ...]) -> set[str]:
    return {who.code for who in people if who.code}


def _as_test(reading: Reading, frame: Frame, found: Slots) -> Frame:
    """A missile fired at nobody is a test."""
    tested = any(reading.matcher.fits(t, ["@missile"]) for t in found.get("obj", ()))
    states = [who for t in found.get("subj", ()) for who in reading.phrases.people(t) if who.code]
    if not tested or not states or any(who.type == "ArmedGroup" for who in states):
        return frame
    return Frame(
        lemma=frame.lemma, event="MOBILIZE", mode="weapons", when=frame.when, recipient=frame.recipient
    )


def _is_accident(reading: Reading, found: Slots) -> bool:
    tokens = [t for slot in ("in", "by", "during", "when") for t in found.get(slot, ())]
    return any(reading.is_one(t, "accident") for t in tokens)


def _in_disaster(reading: Reading, verb: Token) -> bool:
    """Whether people were killed by nobody in a sentence that speaks of floods or an earthquake."""
    hurt = reading.is_one(verb, "harming-verb")
    return hurt and any(reading.is_one(t, "disaster") for t in reading.parse.sentence(verb.sent))


def _is_figurative(reading: Reading, found: Slots) -> bool:
    aims = [token for slot in ("obj", "on", "against", "over") for token in found.get(slot, ())]
    preps = ("on", "against", "over")
    named = [t for noun in found.get("obj", ()) for word in preps for t in objects_of(noun, word)]
    return is_figure(reading, found.get("subj", []), [*aims, *named])


def _object_fits(reading: Reading, frame: Frame, found: Slots) -> bool:
    """Verbs that are done to people want people: one kills a man, a number, or a bill."""
    if not frame.has("people"):
        return True
    objects = found.get("obj", ())
    return any(not reading.is_one(t, "not-person") and t.tag not in ("VBG", "JJ") for t in objects)


def _told_object(reading: Reading, found: Slots, frame: Frame) -> list[Token]:
    """The object that a frame names, as part of what tells the event."""
    if not names_object(frame):
        return []
    tokens = found.get("obj", [])
    if frame.event in ("ACCUSE", "SUPPORT"):  # the condemned attack is an event of its own
        tokens = [t for t in tokens if (told := noun_frame(reading, t)) is None or told.event == frame.event]
    return [t for t in tokens if t.pos in ("NOUN", "PROPN") and reading.phrases.read(t) is None][:1]


def _mode_of_tools(reading: Reading, event: str, found: Slots) -> str | None:
    if event != "ASSAULT":
        return None
    for token in found.get("subj", ()):
        told = noun_frame(reading, token)
        mode = noun_mode(reading, token, told) if told is not None and told.event == event else None
        if mode:
            return mode
    return device_mode(reading, [t for slot in ("with", "subj", "by", "using") for t in found.get(slot, ())])


def _conditions(frame: Frame) -> str:
    return "; ".join(
        f"{key}={'|'.join(value) if isinstance(value, list) else value}"[:60]
        for key, value in frame.when.items()
    )
