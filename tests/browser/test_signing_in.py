"""An editor comes to the desk."""

from playwright.sync_api import expect

PASSWORD = "a long way from Oz"


def test_an_editor_signs_in_and_out(page, ada):
    ada.set_password(PASSWORD)
    ada.save()

    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".errornote")).to_contain_text("Please enter the correct username")

    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()

    page.get_by_role("button", name="Log out").click()
    expect(page.locator("body")).to_contain_text("Thanks for spending some quality time")
