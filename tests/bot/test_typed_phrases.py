"""Phrases as people type them: stored as what they say, or asked back; never stored as anything else."""

import pytest

from bot.assembly import Rooms
from bot.services.typed_text import Seen, TypedText
from flows.state.screen import Screen
from tests.bot.test_typed_text import stored

SAY = {
    "sector": {
        "council": "Ik werk bij de gemeente; wij zijn een gemeente; bij een gemeente; I work for the council",
        "care": "een ziekenhuis; ik werk in de ouderenzorg; we are a hospital; iets met zorg",
        "education": "ik werk op een school; wij zijn een universiteit; I work at a university",
        "retail": "wij hebben een winkel; een webshop denk ik; I own a shop",
        "association": "wij zijn een goed doel; a charity, I think",
    },
    "role": {
        "decides": "ik beslis daarover; Ik ben de directeur; I'm the CEO; I decide on that",
        "leads": "ik ben teamleider; I'm a manager; ik ben een leidinggevende",
        "does": "ik ben communicatieadviseur; ik voer het uit; I carry it out; ik ben een adviseur",
    },
    "strategy": {
        "operational_excellence": "ik denk prijs; vanwege de prijs; wij zijn de goedkoopste; because"
        " of the price; it's the price; vooral gemak; goedkoop hoor",
        "customer_intimacy": "we kennen onze klanten; maatwerk, denk ik; persoonlijk contact; we listen to"
        " customers; mainly personal service",
        "product_leadership": "wij zijn de beste; topkwaliteit; beste product; best product; de kwaliteit",
        "mixed": "een beetje van alles; dat verschilt; a bit of everything really; bit of everything",
        "unknown": "Geen idee hoor; weet ik niet eigenlijk; kweenie; dunno; I haven't a clue;"
        " ik weet da nie; zou ik niet weten; I couldn't say; well, no idea",
    },
    "walk_away": {
        "operational_excellence": "als het te duur wordt; lange wachttijden; if it gets too expensive",
        "customer_intimacy": "als we niet luisteren; te onpersoonlijk; they feel unheard",
        "product_leadership": "als een ander beter is; a better competitor",
    },
    "extra_euro": {
        "operational_excellence": "kosten besparen; vooral efficiëntie; saving costs",
        "customer_intimacy": "naar de klant; tijd voor klanten; mainly customers",
        "product_leadership": "naar innovatie; nieuwe producten; new products",
    },
    "management": {
        "against": "ze zijn tegen; ze zien er niks in; they see no point in it; ze vinden het onzin",
        "tolerates": "ze laten het gebeuren; laat ons maar doen; they leave us to it",
        "approves": "alleen in woorden; ze steunen het in woorden; lip service",
        "carries": "ze staan er helemaal achter; they are fully behind it; ze geven het goede voorbeeld",
    },
    "resources": {
        "none": "geen tijd en geen geld; helemaal niks; no hours and no budget",
        "junior": "de stagiair; iemand doet het erbij; our intern; I do it on the side; ik doe het erbij",
        "temporary": "een projectbudget; tijdelijke uren; temporary money",
        "structural": "vaste uren en een jaarbudget; fixed hours and an annual budget",
    },
    "manager_use": {
        "never": "ze gebruiken het nooit; amper; they hardly ever use it; ze doen er niks mee",
        "guru": "van een presentatie; from one article; ze hebben er een artikel over gelezen",
        "reads": "ze lezen vooral; ze kijken mee; they just read; read but don't post",
        "active": "ze posten elke week; they post every week; dagelijks",
    },
    "knowledge": {
        "hardly": "bijna niemand kan het; amper iemand; hardly anyone",
        "few": "alleen een groepje; alleen de afdeling communicatie; only a small group; een handvol",
        "basics": "iedereen kent de basis wel; everyone knows the basics; basiskennis",
        "skilled": "de meeste afdelingen weten hoe het moet; most departments know how",
    },
    "knowledge_gap": {
        "strategic": "vooral het waarom; het nut; mainly the why",
        "tactical": "het hoe vooral; vooral de tools; the tools; we weten niet hoe",
        "both": "allebei; allebei denk ik; both really; waarom en hoe",
    },
    "habits": {
        "intentions": "bijna niemand doet het; alleen plannen; nobody does it",
        "believers": "een paar enthousiastelingen; alleen een groepje; a few colleagues",
        "departments": "verschillende afdelingen; several departments",
        "routine": "bijna iedereen; de meeste collega's; almost everybody",
    },
    "pilots": {
        "nobody": "geen trekker en geen pilots; no lead and no pilots",
        "ad_hoc": "losse acties maar geen trekker; bits and pieces",
        "running": "wel een trekker nog geen resultaat; a lead but no results yet",
        "proven": "pilots met resultaat; successful pilots",
        "regular": "het is gewoon werk geworden; business as usual",
    },
    "measure": {
        "nothing": "we meten niks; helemaal niks; we don't measure anything",
        "activity": "alleen likes; we tellen likes en volgers; just likes; number of followers",
        "business": "we hebben KPI's; een doel en een KPI; a goal with a KPI",
    },
    "size": {
        "tiny": "alleen ik; ik ben zzp'er; we zijn met 4; just me; drie man",
        "small": "we zijn met 12; 25 medewerkers; met twintig; we are with 30; there are 14 of us",
        "medium": "er werken 60 mensen; 120 man; we have 80 employees; honderd",
        "large": "300; er werken hier 1.500 mensen; two thousand people; duizend medewerkers",
    },
    "integration": {
        "neither": "geen van de twee; neither of them",
        "content": "een contentplan maar klanten denken niet mee; only a content plan",
        "cocreation": "klanten denken mee maar geen contentplan; alleen co-creatie",
        "both": "allebei; alle twee; contentplan en klanten altijd mee; both of them",
    },
    "leverage": {
        "neither": "geen van tweeën; not linked and it takes months",
        "linked": "wel gekoppeld maar het duurt maanden; linked but slow",
        "fast": "wel snel maar niet gekoppeld; fast but not linked",
        "both": "gekoppeld en snel; allebei; linked and fast",
    },
    "own_action": {
        "done": "klaar; helemaal af; is gedaan; it's done; afgerond; I'm done",
        "on_track": "loopt goed; gaat prima; het gaat goed; going well; volgens plan; on schedule",
        "stuck": "zit vast; ik kom niet verder; we komen niet verder; I'm stuck; het lukt niet; blocked",
        "todo": "nog niet begonnen; nog niks gedaan; moet nog beginnen; haven't started; not yet",
    },
    "routine": {
        "three_or_more": "drie keer; 5x; elke dag; 3 keer of meer; vier keer; daily; ik deed het vijf keer",
        "once_or_twice": "één keer; 2 keer; een of twee keer; twice; 1 of 2 keer; once",
        "none": "niet; nul keer; niks gedaan; not once; geen één keer; zero times",
    },
    "confidence": {"7": "7; zeven; ik denk 7; ik geef een 7; seven", "10": "10; tien; ten", "1": "1"},
    "hindrance": {
        "none": "niks; niets eigenlijk; nothing really; geen problemen; all went well",
        "conviction": "mijn baas; geen steun van boven; my boss; de leiding wil niet",
        "means": "geen tijd gehad; tijdgebrek; vooral geen tijd; lack of time; I had no time; geen budget",
        "skills": "ik weet niet hoe; gebrek aan kennis; I don't know how",
        "old_habits": "de waan van de dag; ander werk ging voor; other work came first; ander werk",
    },
}
"""What is typed (several, with semicolons between them), by what it says."""

EITHER = {
    "strategy": "prijs kwaliteit gemak; prijs?;"
    " niet de prijs; ik denk niet; de prijs is het niet; prijs en maatwerk; we zijn niet de beste;"
    " misschien goedkoop; goedkoop maar goed; vroeger goedkoop; duur; not cheap; anything but cheap; geen"
    " maatwerk; ja; nee; ok; prijs?? of kwaliteit; everything but price; nooit goedkoop; half om half",
    "management": "ze zijn niet tegen; ze zijn er niet op tegen; de helft is tegen; ze stonden erachter;"
    " they are not against it; ze staan er niet achter; niet zichtbaar; achter mijn rug; soms; they used to"
    " support it in words; vroeger tegen; bijna tegen; tegen en voor; de directeur wel, het bestuur niet",
    "resources": "geen stagiair; niet tijdelijk; geen vaste uren; geen geld; geen uren; wel uren geen geld; 2"
    " uur per week; geld genoeg; alles behalve budget; we hadden een budget; not temporary; no intern",
    "manager_use": "niet nooit; ze lezen niet; vaak; ze lezen en posten; ze posten nooit; soms; 1x per jaar;"
    " ooit elke week; niet elke week; not every week",
    "knowledge": "niet iedereen; iedereen; niemand kent de basis; meer dan een groepje; niet de meeste"
    " afdelingen; 2 afdelingen; not everybody knows the basics; minder dan een groepje",
    "habits": "niet een groepje; meer dan een groepje; geen afdelingen; alle afdelingen; not most people",
    "pilots": "geen pilots; wel pilots; geen resultaat; niet bewezen; een trekker; 3 pilots; twee trekkers;"
    " we willen pilots; no proven results; bijna bewezen",
    "measure": "geen KPI; nog geen KPI; niet alleen likes; geen likes; we willen KPI's; no KPI; KPI's?"
    " nee; iets; alles; wel vastgelegd niet gemeten; niet niets",
    "size": "rond de 50; tussen 40 en 60; -12; 12%; meer dan 10; nog geen 10; honderden; veel;"
    " weinig; 10 locaties; 3 vestigingen; 40 uur; 2 fte; -1; 50/50; 50 tot 300; half; a few",
    "routine": "niet elke dag; vaak; soms; minder dan 3; meer dan 1; geen 3 keer; bijna elke dag; 2-3;"
    " some; hardly; niet vaak; 3 keer niet; once in a while",
    "confidence": "11; 0; -7; 7,5; 7 of 8; een 7; tussen 6 en 8; hoog; minder dan 7; geen 7; 70%; 100",
    "own_action": "klaar?; done?; loopt het?; vast??;"
    " niet klaar; nog niet klaar; bijna klaar; half klaar; niet vast; niet gestart? jawel; loopt"
    " niet; loopt vast noch goed; not done; almost done; not stuck; nearly finished; not on track; ja; nee;"
    " well done; ik ben er klaar mee",
    "hindrance": "niet de tijd; tijd genoeg; geen kennis en geen tijd; alles; mijn baas niet; not my boss;"
    " geen gewoon werk; tijd en kennis; niet niks",
    "knowledge_gap": "niet het waarom; waarom vraag je dat; geen van beide; niet allebei; not the how",
    "integration": "niet allebei; geen contentplan; campagnes; contentplan; not both; soms",
    "leverage": "niet allebei; niet gekoppeld; gekoppeld; snel; traag; binnen een jaar; not both",
    "role": "mijn baas beslist; my boss decides; de directeur beslist;"
    " ik beslis niet; ik beslis mee; niet ik; soms ik; not me; ik ben geen directeur",
    "sector": "geen gemeente; we leveren aan gemeenten; klanten zijn gemeenten; not a bank; geen school",
}
"""What says none of the options for certain, or several."""


@pytest.fixture(scope="module")
def typed_text(rooms: Rooms) -> TypedText:
    return TypedText(rooms.presenter)


def listed(texts: str) -> list[str]:
    return [text.strip() for text in texts.split(";")]


@pytest.mark.parametrize("question", SAY)
def test_what_everybody_understands_is_the_answer(typed_text: TypedText, rooms: Rooms, question: str) -> None:
    said = [(text, option) for option, texts in SAY[question].items() for text in listed(texts)]
    read = [(text, stored(typed_text, rooms, question, text)) for text, _ in said]
    assert read == said


@pytest.mark.parametrize("question", EITHER)
def test_what_could_be_several_or_none_is_asked_back(
    typed_text: TypedText, rooms: Rooms, question: str
) -> None:
    read = {text: stored(typed_text, rooms, question, text) for text in listed(EITHER[question])}
    assert not {text: option for text, option in read.items() if option is not None}


ZONES = {
    "Europe/Amsterdam": "Nederland; NL; 's-Gravenhage; ik woon in Utrecht; Nederlandse tijd; in Zwolle",
    "Europe/Brussels": "Bruxelles; ik zit in Gent; Vlaanderen; Brussels time",
    "Europe/London": "Engeland; in Londen; I live in Liverpool",
    "America/New_York": "ik zit in New York; Boston",
    "Asia/Jerusalem": "Tel Aviv",
    "Europe/Zurich": "Zurich; Zürich; Zwitserland",
}
ASKED = {
    "+1": "Europe/Amsterdam",
    "GMT+2": "Europe/Amsterdam",
    "UTC-5": "America/New_York",
    "utc": "Europe/London",
    "Georgia": "Asia/Tbilisi",
    "Washington": "America/Los_Angeles",
    "Córdoba": "Europe/Madrid",
    "Valencia": "Europe/Madrid",
    "Samoa": "Pacific/Apia",
    "IST": "Europe/Dublin",
    "CST": "Asia/Shanghai",
    "in Georgia": "Asia/Tbilisi",
    "San José": "America/Los_Angeles",
    "Granada": "America/Managua",
    "Cambridge": "America/New_York",
    "Birmingham": "America/Chicago",
    "I live in Manchester": "Europe/London",
    "Mérida": "America/Caracas",
    "Norfolk": "Europe/London",
    "Petersburg": "Europe/Moscow",
    "Santiago": "Europe/Madrid",
    "La Paz": "America/Mazatlan",
    "Tripoli": "Asia/Beirut",
    "Florida": "America/Chicago",
    "MST": "America/Phoenix",
    "Limburg": "Europe/Brussels",
    "Bergen": "Europe/Oslo",
    "Amsterdam?": "Europe/Amsterdam",
}
"""What could be several, with one that is among those that are proposed."""
NOWHERE = "niet in Amsterdam; ergens; thuis; +25; Etc/GMT+5; hier; niet Londen; 14:00"


def read_zone(typed_text: TypedText, text: str) -> tuple[str, ...]:
    screen = Screen("team_zone", (), (), writes=True)
    action = typed_text.read(text, Seen(screen, screen, now=1_790_000_000.0), "nl").action
    return (action.name, *action.arguments)


@pytest.mark.parametrize("zone", ZONES)
def test_a_place_that_can_only_be_one_is_the_zone(typed_text: TypedText, zone: str) -> None:
    read = {text: read_zone(typed_text, text) for text in listed(ZONES[zone])}
    assert read == dict.fromkeys(read, ("zone", *zone.split("/")))


@pytest.mark.parametrize("text", ASKED)
def test_a_place_that_can_be_several_is_asked_back(typed_text: TypedText, text: str) -> None:
    name, _, *meant = read_zone(typed_text, text)
    assert name == "ask_back"
    assert f"zone:{ASKED[text].replace('/', ':')}" in meant


def test_what_is_no_place_is_not_stored(typed_text: TypedText) -> None:
    assert {read_zone(typed_text, text)[0] for text in listed(NOWHERE)} == {"ask_back"}
