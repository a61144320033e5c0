package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// slowly keeps each autosave on its way for a while, counts those that are not
// answered, and remembers what all of them were answered.
const slowly = `(() => {
	window.answers = []; window.onTheWay = 0;
	const send = XMLHttpRequest.prototype.send;
	XMLHttpRequest.prototype.send = function (body) {
		this.addEventListener("loadend", () => { window.answers.push(this.status); window.onTheWay--; });
		window.onTheWay++;
		setTimeout(() => send.call(this, body), 500);
	};
})()`

// TestActsDuringAnAutosave: whatever is pressed while what was typed is on its way
// comes after it, and nobody is in their own way.
func TestActsDuringAnAutosave(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := startWithAdmin(t, "")
	b.enter(site)
	for _, tt := range []struct{ button, leadsTo, shows string }{
		{"#ed_move1", ".notice", "Moved."},
		{"#ed_save", ".notice", "Saved."},
		{"#ed_undo", ".notice", "is undone"},
		{"#ed_add_block", ".kinds", "Choose a type."},
		{"#ed_remove", ".notice", "Removed."},
	} {
		b.do(chromedp.Navigate(site+editorPage+"?at=contact-1"), chromedp.WaitVisible(chromedp.CSS("#f_prose")))
		b.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("f_prose").focus()`), chromedp.KeyEvent("a"))
		b.until(
			`document.getElementById("ed_status").textContent.includes("Saved") && document.getElementById("ed_undo") !== null`,
		)
		b.do(chromedp.Evaluate[chromedp.Void](slowly), chromedp.KeyEvent("Typed first. "))
		b.until(`window.onTheWay === 1`)
		b.do(
			chromedp.Evaluate[chromedp.Void](`document.querySelector("`+tt.button+`").click()`),
			chromedp.WaitVisible(chromedp.CSS(tt.leadsTo)),
		)
		if page := b.text("main"); !strings.Contains(page, tt.shows) || strings.Contains(page, "in the meantime") {
			t.Errorf("%s: a conflict with oneself: %s", tt.button, page)
		}
	}
}

// TestNoAutosaveAfterSave: once the form itself is on its way, nothing overtakes it.
func TestNoAutosaveAfterSave(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := startWithAdmin(t, "")
	b.enter(site)
	b.do(
		chromedp.Navigate(site+editorPage+"?at=contact-1"),
		chromedp.WaitVisible(chromedp.CSS("#f_prose")),
		chromedp.Evaluate[chromedp.Void](
			slowly,
		),
		chromedp.Evaluate[chromedp.Void](`addEventListener("submit", (event) => event.preventDefault())`), // a slow way
		chromedp.Evaluate[chromedp.Void](
			`(() => { const f = document.getElementById("f_prose"); f.value += "."; f.dispatchEvent(new Event("input", { bubbles: true })); document.getElementById("ed_save").click() })()`,
		),
		chromedp.Sleep(1500*time.Millisecond),
	)
	b.is("nothing else is sent", `window.answers.length === 0 && window.onTheWay === 0`)
}

// TestTooMuchToSave: an autosave that is refused for its size says so.
func TestTooMuchToSave(t *testing.T) {
	t.Parallel()
	b := openBrowser(t)
	site := startWithAdmin(t, "")
	b.enter(site)
	b.do(
		chromedp.Navigate(site+editorPage+"?add=list&to=contact"),
		chromedp.WaitVisible(chromedp.CSS("#f_list")),
		chromedp.Evaluate[chromedp.Void](
			`document.getElementById("f_list").value = "An item.\n".repeat(150000); document.getElementById("f_list").dispatchEvent(new Event("input", { bubbles: true }))`,
		),
	)
	b.until(`document.getElementById("ed_status").textContent.includes("too much text")`)
	b.is("it is kept", `document.getElementById("f_list").value.length > 1000000`)
}
