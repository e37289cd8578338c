"""Organisations to advise: one in which everything is in place, and changes to it."""

from flows.adviser.advice import Advice, advise
from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.answers import ActiveAnswers

READY = {
    "sector": "other",
    "role": "does",
    "strategy": "customer_intimacy",
    "walk_away": "customer_intimacy",
    "extra_euro": "customer_intimacy",
    "compliment": "customer_intimacy",
    "management": "carries",
    "resources": "structural",
    "manager_use": "active",
    "knowledge": "renewing",
    "knowledge_gap": "both",
    "habits": "routine",
    "pilots": "regular",
    "measure": "business",
    "size": "medium",
    "integration": "both",
    "leverage": "both",
}


def advice_for(catalogue: Catalogue, **changes: str) -> Advice:
    """The advice for an organisation in which everything is in place but this."""
    return advise(catalogue, ActiveAnswers(READY | changes, catalogue))
