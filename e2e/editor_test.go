package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/prokken/prokken/models/modelstest"
)

const editorPage = "/admin/policies/cookie-policy"

// TestEditor types, sees the result beside it, breaks a claim and mends it, and
// publishes; then the server mints what the page says. The other tests of the editor are on
// SQLite, and handlers has its acts on both databases.
func TestEditor(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := startWithAdmin(t, modelstest.PostgresURL(t))
	b.enter(site)
	b.do(chromedp.EmulateViewport(1440, 900))
	b.typeInBlock(site)
	b.breakClaim(site)
	b.publish(site)
	b.do(chromedp.Navigate(site + "/legal/cookie-policy"))
	if page := b.text("main"); !strings.Contains(page, "Cookies are tiny text files") ||
		!strings.Contains(page, "12 hours") {
		t.Errorf("the public page says %s", page)
	}
	b.do(
		chromedp.Click(chromedp.CSS(`a[href="/account"]`)),
		chromedp.WaitVisible(chromedp.CSS(`form[action="/api/auth/logout"] button`)),
		chromedp.Click(chromedp.CSS(`form[action="/api/auth/logout"] button`)),
		chromedp.WaitVisible(chromedp.CSS(".hero")),
	)
	b.do(
		chromedp.Navigate(site+"/login"), chromedp.SendKeys(chromedp.CSS("#email"), email),
		chromedp.SendKeys(chromedp.CSS("#password"), password),
		chromedp.Click(chromedp.CSS(`form[action="/api/auth/login"] .button`)),
		chromedp.WaitVisible(chromedp.CSS(`form[action="/api/auth/logout"]`)),
	)
	access := b.jar()["prokken_access"]
	if left := time.Until(time.Unix(int64(access.Expires), 0)); left < 11*time.Hour || left > 13*time.Hour {
		t.Errorf("prokken_access lives %v", left)
	}
}

func (b *browser) enter(site string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+"/login"), chromedp.SendKeys(chromedp.CSS("#email"), email),
		chromedp.SendKeys(chromedp.CSS("#password"), password),
		chromedp.Click(chromedp.CSS(`form[action="/api/auth/login"] .button`)),
		chromedp.WaitVisible(chromedp.CSS(`form[action="/api/auth/logout"]`)),
	)
}

// until waits until the expression is true.
func (b *browser) until(expression string) {
	b.t.Helper()
	b.do(chromedp.Poll[chromedp.Void](expression))
}

func (b *browser) is(what, expression string) {
	b.t.Helper()
	if yes, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](expression)); err != nil || !yes {
		b.t.Errorf("%s: %s is not true (%v)", what, expression, err)
	}
}

// typeInBlock: the result follows, the focus and the caret stay, and a way out
// loses nothing.
func (b *browser) typeInBlock(site string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+editorPage+"?at=what-are-cookies-1"),
		chromedp.WaitVisible(chromedp.CSS("#f_prose")),
		chromedp.Evaluate[chromedp.Void](
			`const f = document.getElementById("f_prose"); f.focus(); f.setSelectionRange(12, 17)`,
		), // "small"
		chromedp.KeyEvent("tiny"),
	)
	b.until(
		`document.getElementById("ed_status").textContent.includes("Saved") && document.getElementById("ed_result").textContent.includes("Cookies are tiny text files")`,
	)
	b.is("the focus stays", `document.activeElement.id === "f_prose"`)
	b.is("the caret stays", `document.getElementById("f_prose").selectionStart === 16`)
	b.is("undo is there", `document.getElementById("ed_undo") !== null`)
	b.do(
		chromedp.KeyEvent("!"),
		chromedp.Click(chromedp.CSS(`[id="ed_o_contact-1"]`)),
		chromedp.WaitVisible(chromedp.CSS(`[id="ed_o_contact-1"][aria-current]`)),
	)
	b.do(
		chromedp.Click(chromedp.CSS(`[id="ed_o_what-are-cookies-1"]`)),
		chromedp.WaitVisible(chromedp.CSS(`[id="ed_o_what-are-cookies-1"][aria-current]`)),
	)
	b.is("what was typed last is kept", `document.getElementById("f_prose").value.includes("tiny! text")`)
	b.do(chromedp.Click(chromedp.CSS("#ed_undo")), chromedp.WaitVisible(chromedp.CSS(".notice")))
	b.is("undone", `document.getElementById("f_prose").value.includes("tiny text")`)
}

// breakClaim: a sentence turns red when the lifetime that it is about changes,
// bad input is told beside its field, and all is well again in the end.
func (b *browser) breakClaim(site string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+editorPage+"/check?at=what-are-cookies-1&kind=cookie"),
		chromedp.WaitVisible(chromedp.CSS("#f_lifetime")),
		chromedp.SendKeys(chromedp.CSS("#f_lifetime"), "24"), chromedp.SetValue(chromedp.CSS("#f_unit"), "hour"),
		chromedp.Click(chromedp.CSS("main .card .button")), chromedp.WaitVisible(chromedp.CSS(".claim")),
	)
	b.is(
		"the check holds",
		`document.querySelector(".claim .audit-holds") !== null && document.querySelector(".claim-bad") === null`,
	)
	b.do(
		chromedp.Navigate(site+editorPage+"?at=cookie.prokken_access"),
		chromedp.WaitVisible(chromedp.CSS("#f_lifetime")),
	)
	b.is("no mark yet", `document.querySelector("#ed_outline_list .mark") === null`)
	b.retype("48")
	b.until(`document.getElementById("f_lifetime_error").textContent.includes("24 hours")`)
	b.is(
		"marked for those who do not see it",
		`document.getElementById("f_lifetime").getAttribute("aria-invalid") === "true"`,
	)
	b.retype("12")
	b.until(
		`document.getElementById("ed_status").textContent.includes("Saved") && document.querySelector('[id="ed_o_what-are-cookies-1"] .mark') !== null`,
	)
	b.is("the result follows", `document.getElementById("ed_result").textContent.includes("12 hours")`)
	b.is(
		"no error any more",
		`document.getElementById("f_lifetime_error").textContent === "" && document.getElementById("f_lifetime").getAttribute("aria-invalid") === "false"`,
	)
	b.is("the focus stays", `document.activeElement.id === "f_lifetime"`)
	b.do(
		chromedp.Click(chromedp.CSS(`[id="ed_o_what-are-cookies-1"]`)),
		chromedp.WaitVisible(chromedp.CSS(".claim-bad .why")),
	)
	b.do(
		chromedp.Click(chromedp.CSS(".uncheck summary")),
		chromedp.Click(chromedp.CSS(`[id^="ed_uncheck_"]`)),
		chromedp.WaitNotPresent(chromedp.CSS(".uncheck")),
	)
}

// retype writes over what is in the field of the lifetime.
func (b *browser) retype(text string) {
	b.t.Helper()
	b.do(
		chromedp.Evaluate[chromedp.Void](
			`document.getElementById("f_lifetime").focus(); document.getElementById("f_lifetime").select()`,
		),
		chromedp.KeyEvent(text),
	)
}

func (b *browser) publish(site string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+editorPage),
		chromedp.Click(chromedp.CSS("#ed_publish")),
		chromedp.WaitVisible(chromedp.CSS("#confirm-reason")),
		chromedp.Evaluate[chromedp.Void](
			`document.querySelectorAll("#ed_confirm select").forEach(s => { s.selectedIndex = 1 })`,
		),
		chromedp.SendKeys(chromedp.CSS("#confirm-reason"), "I looked it up."),
		chromedp.Click(chromedp.CSS("#ed_confirm .button")),
		chromedp.WaitNotPresent(chromedp.CSS("#ed_confirm")),
		chromedp.SendKeys(chromedp.CSS("#summary"), "Log-ins last half a day."),
		chromedp.Click(chromedp.CSS(".publish .button")),
		chromedp.WaitVisible(chromedp.CSS(`p.notice[role="status"]`)),
	)
	b.awaits("main", "It is in effect.")
}

// TestEditorByKeyboard reaches every control in a sensible order, and sees where
// it is.
func TestEditorByKeyboard(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := startWithAdmin(t, "")
	b.enter(site)
	b.do(
		chromedp.EmulateViewport(1440, 900),
		chromedp.Navigate(site+editorPage+"?at=what-are-cookies-1"),
		chromedp.WaitVisible(chromedp.CSS("#f_prose")),
	)
	var order []string
	for range 90 {
		b.do(chromedp.KeyEvent(kb.Tab))
		at, err := chromedp.Run(
			b.ctx,
			chromedp.Evaluate[string](
				`document.activeElement === document.body ? "" : document.activeElement.id + (getComputedStyle(document.activeElement).outlineStyle === "none" ? " unseen" : "")`,
			),
		)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(at, "unseen") {
			t.Errorf("no focus to be seen on %s", at)
		}
		if at != "" {
			order = append(order, at)
		}
	}
	last := -1
	for _, want := range []string{
		"ed_more", "ed_publish", "ed_o_title", "ed_o_what-are-cookies-1", "ed_o_cookie.prokken_refresh",
		"ed_add_cookie", "f_prose", "ed_save", "ed_add_check", "ed_move-1", "ed_move1", "ed_remove",
	} {
		at := indexOf(order, want)
		if at <= last {
			t.Errorf("%s is not reached after the one before: %v", want, order)
		}
		last = at
	}
	b.do(
		chromedp.Focus(chromedp.CSS("#ed_move1")),
		chromedp.KeyEvent(kb.Enter),
		chromedp.WaitVisible(chromedp.CSS(".notice")),
	)
	b.is("moved", `document.querySelector(".notice").textContent.includes("Moved")`)
}

func indexOf(list []string, one string) int {
	for i, each := range list {
		if each == one {
			return i
		}
	}
	return -1
}

// longUnbroken are words that fit on no phone, in every field and text.
const longUnbroken = `for (const e of document.querySelectorAll("main p, main q, main h1, main h2, main .words, main .outline a, main legend, main .error"))
	if (!e.children.length) e.textContent = "Donau".repeat(60)`

// TestEditorOnAPhone: nothing scrolls sideways at 320 pixels, and what is pressed
// is large enough for a finger.
func TestEditorOnAPhone(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := startWithAdmin(t, "")
	b.enter(site)
	b.do(chromedp.EmulateViewport(320, 780))
	for _, path := range []string{
		"?at=what-are-cookies-1", "?at=cookie.prokken_access", "?at=security-properties-2", "?at=managing-cookies-2",
		"?at=contact.title", "?add=block&to=contact", "?add=cookie", "?add=section",
		"/check?at=contact-1", "/check?at=contact-1&kind=cookie", "/publish", "/versions", "/import",
	} {
		b.do(
			chromedp.Navigate(site+editorPage+path),
			chromedp.Evaluate[chromedp.Void](
				`for (const d of document.querySelectorAll("main details")) d.open = true`,
			),
		)
		for _, words := range []string{"0", longUnbroken} {
			b.do(chromedp.Evaluate[chromedp.Void](words))
			width, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
			if err != nil {
				t.Fatal(err)
			}
			if width > 320 {
				t.Errorf("%s is %d pixels wide on a phone of 320 (long words: %t)", path, width, words != "0")
			}
		}
	}
	b.do(chromedp.Navigate(site+editorPage+"?at=what-are-cookies-1"), chromedp.WaitVisible(chromedp.CSS("#f_prose")))
	b.is("the outline is folded", `document.getElementById("ed_outline").open === false`)
	b.is(
		"large enough",
		`[...document.querySelectorAll(".part .button, .editor-tools .button, .outline summary")].every((e) => e.getBoundingClientRect().height >= 40)`,
	)
}
