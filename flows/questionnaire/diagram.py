"""The questionnaire as a picture, drawn from the machine itself."""

from flows.catalogue.catalogue import Catalogue
from flows.questionnaire.machine import PROCEED, build_machine
from flows.questionnaire.progress import Path, questions_of


def to_mermaid(catalogue: Catalogue) -> str:
    """The machine of the full diagnosis as a Mermaid state diagram; an edge names its condition."""
    machine = build_machine(catalogue, questions_of(catalogue, Path.FULL))
    lines = ["stateDiagram-v2", "    [*] --> start"]
    for transitions in machine.events[PROCEED].transitions.values():
        for transition in transitions:
            label = _condition(catalogue, str(transition.dest)) if transition.conditions else ""
            lines.append(f"    {transition.source} --> {transition.dest}{label}")
    return "\n".join([*lines, "    advice --> [*]"])


def _condition(catalogue: Catalogue, question: str) -> str:
    """When a question is asked, in the words of the content."""
    condition = catalogue.questions[question].ask_if
    if condition is None:
        return ""
    clauses = []
    for clause in condition.clauses:
        parts = [f"{name} is {' or '.join(sorted(allowed))}" for name, allowed in clause.options]
        clauses.append(" and ".join([*parts, *([clause.guard] if clause.guard else [])]))
    return f" : {' / '.join(clauses)}"
