"""What people do on the page, in a real browser."""

import orjson
import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from tests.e2e.conftest import Invite
from tests.e2e.phones import Phone

BEGIN = {"sector": "retail", "role": "does"}
QUICK = {"strategy": "customer_intimacy", "management": "approves", "resources": "temporary"}
REST = {"manager_use": "guru", "knowledge": "basics", "knowledge_gap": "tactical", "habits": "departments"}
REST |= {"pilots": "running", "measure": "activity", "size": "medium"}


async def diagnose(phone: Phone) -> None:
    await phone.start()
    await phone.tap("full")
    for question, option in (BEGIN | QUICK | REST).items():
        await phone.is_asked(question)
        await phone.tap(f"answer:{question}:{option}")


@pytest.mark.parametrize(("language", "step"), [("nl", "Stap 2"), ("en", "Step 2")])
async def test_from_the_first_visit_to_advice_with_its_card(invite: Invite, language: str, step: str) -> None:
    phone = await invite(language)
    await diagnose(phone)
    await phone.sees(step)
    picture = phone.log.locator("img").last
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("complete", True)  # noqa: FBT003 - Playwright's own
    assert await picture.evaluate("image => image.naturalWidth") > 300
    await phone.tap("show:why")
    await phone.can("show:why_barriers")


async def test_back_and_changing_an_answer(invite: Invite) -> None:
    phone = await invite()
    await phone.start()
    await phone.tap("quick")
    await phone.tap("answer:strategy:customer_intimacy")
    await phone.is_asked("management")
    await phone.tap("back")
    await phone.is_asked("strategy")
    await phone.tap("answer:strategy:product_leadership")
    await phone.is_asked("management")


async def test_a_double_tap_counts_once(invite: Invite) -> None:
    phone = await invite()
    await phone.start()
    await phone.tap("quick")
    await phone.is_asked("strategy")
    await phone.button("answer:strategy:customer_intimacy").dblclick()
    await phone.is_asked("management")
    await phone.send("/help")
    await expect(phone.newest).to_contain_text(
        "/export"
    )  # Until then the question's own button is the newest
    await phone.tap("cancel")
    await phone.is_asked("management")


async def test_what_could_not_be_sent_stays(invite: Invite, page: Page) -> None:
    phone = await invite()
    await phone.start()
    await phone.can("quick")
    await page.route("**/do", lambda route: route.abort())
    await phone.send("lost?")
    box = phone.screen.get_by_role("textbox")
    await expect(box).to_have_value("lost?")
    await page.unroute("**/do")
    await box.press("Enter")
    await phone.sees("lost?")
    await expect(box).to_have_value("")


async def test_a_button_of_an_older_message_says_so_and_changes_nothing(invite: Invite) -> None:
    phone = await invite()
    await phone.start()
    await phone.tap("quick")
    await phone.is_asked("strategy")
    number = await phone.newest.get_attribute("data-id")
    # What is typed is answered in a new message.
    await phone.send("B")
    await phone.is_asked("management")
    older = phone.log.locator(f'[data-id="{number}"]')
    await phone.tap_earlier(older, "answer:strategy:product_leadership")
    await phone.is_told("stale")
    await phone.is_asked("management")
    await phone.tap("overview")
    await phone.sees_answer("strategy", "customer_intimacy")


async def test_changing_an_answer_in_the_overview_keeps_the_others(invite: Invite) -> None:
    phone = await invite()
    await phone.start()
    await phone.tap("quick")
    await phone.answer({"strategy": "customer_intimacy", "management": "approves"})
    await phone.is_asked("resources")
    await phone.tap("overview")
    await phone.tap("change:strategy")
    await phone.tap("answer:strategy:product_leadership")
    await phone.is_asked("resources")
    await phone.tap("overview")
    await phone.sees_answer("strategy", "product_leadership")
    await phone.sees_answer("management", "approves")


async def test_the_export_is_downloaded_and_forgetting_is_final(invite: Invite) -> None:
    phone = await invite()
    await phone.start()
    await phone.send("/export")
    link = phone.log.get_by_role("link").filter(has_text="vierstap.json").last
    download = await phone.download(link)
    assert "conversation" in orjson.loads((await download.path()).read_bytes())
    await phone.send("/vergeet")
    await phone.tap("forget_all")
    await phone.sees(phone.hint("forgotten"))


async def test_a_bot_that_is_killed_and_started_goes_on(invite: Invite, page: Page, address: str) -> None:
    phone = await invite()
    await phone.start()
    await phone.tap("quick")
    await phone.is_asked("strategy")
    await page.request.post(f"{address}/do", data={"do": "bot", "action": "kill"})
    await phone.tap("answer:strategy:customer_intimacy")
    await page.request.post(f"{address}/do", data={"do": "bot", "action": "start"})
    await phone.is_asked("management")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_at_360_pixels_nothing_is_cut_off_and_nothing_keeps_anybody_out(
    browser: Browser, address: str, scheme: str
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme, locale="nl-NL")  # type: ignore[arg-type] # one of two words
    await page.goto(address)
    await page.get_by_role("button", name="STARTEN").click()
    await page.get_by_role("button", name="Snel advies").click()
    await expect(page.get_by_role("log").first).to_contain_text("Vraag 1")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    found = await Axe().run(page)
    serious = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in serious] == []


@pytest.mark.parametrize("width", [360, 1280])
async def test_adding_somebody_is_in_view_however_many_there_are(
    page: Page, address: str, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 740})
    for number in range(12):
        await page.request.post(f"{address}/do", data={"do": "add_person", "name": f"Somebody {number}"})
    await expect(page.locator(".chip")).to_have_count(14)
    place = await page.get_by_role("button", name="Iemand toevoegen").bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width
    await page.get_by_role("button", name="Iemand toevoegen").click()
    await expect(page.get_by_role("dialog")).to_be_visible()


async def test_five_hundred_messages_stay_usable(invite: Invite, page: Page, address: str) -> None:
    phone = await invite()
    made = {"do": "create_group", "person": phone.person_id, "members": [phone.person_id], "title": "Busy"}
    group = (await (await page.request.post(f"{address}/do", data=made)).json())["chat"]["id"]
    said = {"do": "send", "person": phone.person_id, "chat": group}
    for number in range(500):
        await page.request.post(f"{address}/do", data={**said, "text": f"number {number}"})
    await (
        phone.screen.get_by_role("button", name="Terug naar de chats")
        .or_(phone.screen.get_by_role("button", name="Back to the chats"))
        .click()
    )
    await phone.screen.get_by_role("button", name="Busy").click()
    await expect(phone.newest).to_contain_text("number 499")
    await phone.send("one more")
    await expect(phone.newest).to_contain_text("one more")


async def test_a_text_is_copied_with_one_tap(invite: Invite, page: Page) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone = await invite()
    await diagnose(phone)
    await phone.tap("show:menu")
    await phone.tap("show:actions")
    await phone.log.get_by_role("button", name="Hoe? 1").click()
    await phone.log.get_by_role("button", name="Kopieer bij").last.click()
    await phone.log.get_by_role("button", name="📋 Kopieer").last.click()
    await expect(phone.screen.get_by_role("status")).to_have_text("Gekopieerd")
    copied = await page.evaluate("navigator.clipboard.readText()")
    first, *_ = copied.splitlines()
    await expect(phone.log).to_contain_text(first)


async def test_the_bot_offers_advice_in_any_chat(invite: Invite, page: Page, address: str) -> None:
    phone = await invite()
    made = {"do": "create_group", "person": phone.person_id, "members": [phone.person_id], "title": "Others"}
    await page.request.post(f"{address}/do", data=made)
    await phone.screen.get_by_role("button", name="Terug naar de chats").click()
    await phone.screen.get_by_role("button", name="Others").click()
    await phone.screen.get_by_role("textbox").fill("@vierstap_sandbox_bot x")
    await phone.screen.get_by_role("button", name="Advies in drie tikken").click()
    await expect(phone.newest).to_contain_text("via @vierstap_sandbox_bot")
    await expect(phone.newest.get_by_role("button", name="Begin")).to_be_visible()


async def test_at_360_pixels_the_phone_that_is_shown_is_in_view(browser: Browser, address: str) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 740}, locale="nl-NL")
    await page.goto(address)
    for number in range(12):
        await page.request.post(f"{address}/do", data={"do": "add_person", "name": f"Somebody {number}"})
    await expect(page.locator(".chip")).to_have_count(14)
    await page.locator(".chip").last.click()
    shown = page.locator('.chip[aria-pressed="true"]')
    await expect(shown).to_have_text("SSomebody 11")
    await expect(shown).to_be_in_viewport(ratio=0.9)
    await page.reload()
    await expect(page.locator(".chip")).to_have_count(14)
    await expect(page.locator('.chip[aria-pressed="true"]')).to_be_in_viewport(ratio=0.9)
