import pytest

from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.progress import Path
from flows.state.lead_answers import leading_answers
from flows.state.reader import SessionReader
from flows.state.session import Finished, Session
from flows.teams.answers import told_answers
from flows.teams.plan import action_of, more_actions
from flows.teams.records import PlanAction, Round
from tests.flows.people import READY
from tests.flows.teams.sample import PERIODS, TEAM, Crew, team

TEAMS_OWN = {**READY, "management": "against"}
FULL = Round(TEAM, 1, PERIODS[0], PERIODS[1], 5, TEAMS_OWN, "customer_intimacy", 1)
OF_THREE = Round(TEAM, 2, PERIODS[0], PERIODS[1])
DIAGNOSED = Session(last=Finished(path=Path.FULL, answers=READY, on=PERIODS[0]))


@pytest.fixture
def reader(catalogue: Catalogue) -> SessionReader:
    return SessionReader(catalogue)


def test_a_lead_decides_by_the_answers_of_the_team_once_five_gave_them(reader: SessionReader) -> None:
    assert leading_answers(reader, DIAGNOSED, Crew(rounds=[FULL])) == TEAMS_OWN


def test_until_then_a_lead_decides_by_the_own_answers(reader: SessionReader) -> None:
    for rounds in ([], [OF_THREE]):
        assert leading_answers(reader, DIAGNOSED, Crew(rounds=rounds))["management"] == "carries"


@pytest.mark.parametrize("path", [None, Path.QUICK])
def test_without_a_full_diagnosis_there_is_nothing_to_decide_by(
    reader: SessionReader, path: Path | None
) -> None:
    last = Finished(path=path, answers=READY, on=PERIODS[0]) if path else None
    assert leading_answers(reader, Session(last=last), Crew()) == {}
    assert more_actions(reader.catalogue, {}, ()) == ()


def test_texts_for_the_team_know_only_the_size_of_what_its_lead_answered(
    catalogue: Catalogue,
) -> None:
    assert told_answers(catalogue, Crew(rounds=[OF_THREE])) == {"size": "medium"}


def test_texts_for_the_team_speak_in_the_words_of_its_sector(catalogue: Catalogue) -> None:
    crew = Crew(team(sector="care"), rounds=[OF_THREE])
    assert told_answers(catalogue, crew) == {"sector": "care", "size": "medium"}


def test_an_action_says_to_everybody_only_what_the_team_answered(catalogue: Catalogue) -> None:
    """`manager_use` is what one person answered; `size` is known of every team."""
    action = PlanAction(TEAM, 1, "convince.unknown", "management", ("management", "size"), None, PERIODS[7])
    of_lead, of_team = (action_of(catalogue, Crew(rounds=rounds), action) for rounds in ([], [FULL]))
    assert of_lead is not None
    assert of_team is not None
    assert dict(of_lead.causes) == {"size": "medium"}
    assert of_team.causes["management"] == "against"
