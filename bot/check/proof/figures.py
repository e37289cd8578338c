"""The figures that the properties hold the content to: change them here, and only here."""

from collections.abc import Mapping

MOST_STEPS_PER_LEVEL = 1
"""P5: an answer one level higher moves the step by no more."""

MOST_PER_LEVEL: Mapping[str, int] = {"conviction": 45, "means": 40, "skills": 33, "old_habits": 39}
"""P5: an answer one level higher moves a barrier by no more; one that is not named may move freely."""

MOST_PER_SIZE = 15
"""P6: the next larger size raises a barrier by no more."""

MOST_FOR_SIZE = 20
"""P6: the largest size raises a barrier by no more, compared with the smallest."""

LEAST_KPIS = 4
"""P7: every discipline has at least as many KPIs, and each as many as the others; without one, one fewer."""

LEAST_FITTING_PILOTS = 5
"""P7: every discipline has at least as many pilots that fit it."""

LEAST_OWN_PILOTS: Mapping[int, int] = {0: 2, 1: 2, 2: 1}
"""P7: of the pilots that fit a discipline best, at least as many start at this scale."""
