"""`make reliability`: write docs/reliability.md anew."""

from tests.reliability.page import PAGE, make_page

PAGE.write_text(make_page(), encoding="utf-8")
