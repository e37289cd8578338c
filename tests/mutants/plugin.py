"""For pytest, `-p tests.mutants.plugin` with MUTANT set: tests run on a broken build."""

import os

from tests.mutants.build import break_defence
from tests.mutants.hunt import mutant_named

break_defence(mutant_named(os.environ["MUTANT"]))
