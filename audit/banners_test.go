package audit_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/report"
)

// asked is a question as sites draw it: YES and NO are what its buttons do.
const (
	yes = `document.cookie='stats=1; path=/; max-age=86400'; document.cookie='choice=yes; path=/'; this.closest('.ask').remove()`
	no  = `document.cookie='choice=no; path=/'; this.closest('.ask').remove()`
)

// ask is a box at the lower edge with that inside; each button does what its class says.
func ask(inside string) string {
	return `<div class=ask style="position:fixed;bottom:0;left:0;right:0;padding:20px;background:#eee">
		<p>We use cookies to count visits and to show what suits you.</p>` + acting(inside) + `</div>`
}

func acting(inside string) string {
	return strings.NewReplacer("YES", `onclick="`+yes+`"`, "NO", `onclick="`+no+`"`).Replace(inside)
}

// later adds the HTML after that many milliseconds.
func later(html, ms string) string {
	return `<template id=t>` + html + `</template><script>setTimeout(() => document.body.append(t.content), ` + ms + `)</script>`
}

// TestBannersOfAllKinds: both answers are found and given, with the mouse.
func TestBannersOfAllKinds(t *testing.T) {
	t.Parallel()
	const both = `<button YES>Accept all</button> <button NO>Reject all</button>`
	for name, tt := range map[string]struct {
		body   string
		no     int // presses until it is refused
		stay   time.Duration
		accept string
	}{
		"two buttons":     {ask(both), 1, 0, "Accept all"},
		"German":          {ask(`<button YES>Alle akzeptieren</button><button NO>Alle ablehnen</button>`), 1, 0, "Alle akzeptieren"},
		"French, a link":  {ask(`<a href="#" NO>Continuer sans accepter</a><button YES>Accepter &amp; fermer</button>`), 1, 0, "Accepter & fermer"},
		"Japanese":        {ask(`<button YES>すべて同意する</button><button NO>必須Cookieのみ</button>`), 1, 0, "すべて同意する"},
		"boxes":           {ask(`<div style="cursor:pointer" YES>I agree</div><div style="cursor:pointer" NO>No, thanks</div>`), 1, 0, "I agree"},
		"after a while":   {later(ask(both), "900"), 1, 400 * time.Millisecond, "Accept all"},
		"only for people": {`<div id=here></div><script>if (!navigator.webdriver) here.innerHTML = ` + "`" + ask(both) + "`" + `</script>`, 1, 0, "Accept all"},
		"real mouse": {
			`<script>addEventListener("click", e => { if (!e.isTrusted) e.stopImmediatePropagation(); }, true)</script>` + ask(both), 1, 0, "Accept all",
		},
		"in a dialog": {
			`<dialog class=ask id=d><p>Cookies help us to count visits to our pages.</p>` + acting(both) + `</dialog><script>d.showModal()</script>`, 1, 0, "Accept all",
		},
		"sliding in": {
			`<style>@keyframes in {from {transform: translateY(300px)}} .ask {animation: in .4s}</style>` + ask(both), 1, 0, "Accept all",
		},
		"a second layer": {
			ask(`<button YES>Accept all</button><button onclick="document.querySelector('.more').hidden = false">Settings</button>
				<div class=more hidden><button NO>Reject all</button></div>`), 2, 0, "Accept all",
		},
		"switches on a second layer": {
			ask(`<button YES>Accept all</button><button onclick="document.querySelector('.more').hidden = false">Customise</button>
				<div class=more hidden><label><input type=checkbox checked disabled>Needed</label><label><input type=checkbox checked id=count>Counting</label>
				<button onclick="document.cookie = count.checked ? 'stats=1; path=/' : 'choice=no; path=/'; this.closest('.ask').remove()">Save</button></div>`), 3, 0, "Accept all",
		},
		"open shadow tree": {
			`<x-ask></x-ask><script>customElements.define("x-ask", class extends HTMLElement { connectedCallback() {
				const s = this.attachShadow({mode: "open"});
				s.innerHTML = '<div style="position:fixed;bottom:0;background:#eee;padding:20px">We use cookies to count visits to our pages. <button id=y>Accept all</button><button id=n>Reject all</button></div>';
				s.getElementById("y").onclick = () => { document.cookie = "stats=1; path=/"; this.remove(); };
				s.getElementById("n").onclick = () => { document.cookie = "choice=no; path=/"; this.remove(); };
			}})</script>`, 1, 0, "Accept all",
		},
		"in a frame": {
			`<p style="height:2000px">Long</p><iframe id=f src="/cmp" style="position:fixed;bottom:0;left:40px;width:80%;height:200px"></iframe>
			<script>onmessage = e => { document.cookie = e.data + "=1; path=/"; f.remove(); }</script>`, 1, 0, "Accept all",
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, "")
			l.request.Limits.Stay, l.request.Pages = tt.stay, 2
			l.page("/{$}", tt.body)
			l.page("/cmp", `<p>We use cookies.</p><button onclick="parent.postMessage('stats', '*')">Accept all</button>
				<button onclick="parent.postMessage('choice', '*')">Reject all</button>`)
			b := wantsAnswered(t, l.run())
			if b.Accept.Label != tt.accept || b.Accept.Presses != 1 || b.Refuse.Presses != tt.no {
				t.Errorf("%+v, %+v", b.Accept, b.Refuse)
			}
		})
	}
}

// wantsAnswered: the counting cookie came after a yes alone, and the choice was kept.
func wantsAnswered(t *testing.T, r report.Report) report.Banner {
	t.Helper()
	if r.Banner.State != report.BannerAnswered || r.Banner.Accept == nil || r.Banner.Refuse == nil {
		t.Fatalf("%+v, %+v", r.Banner, r.Journeys)
	}
	stats := cookieOf(t, r, "stats")
	for _, at := range stats.Seen {
		if at.Journey != report.Agreed && at.Journey != report.Withdrawn {
			t.Errorf("stats was set on the journey %s", at.Journey)
		}
	}
	return r.Banner
}

// TestQuestionOnALaterPage is answered there.
func TestQuestionOnALaterPage(t *testing.T) {
	l := newFixture(t, "")
	l.page("/{$}", `<a href=/shop>Shop</a>`)
	l.page("/shop", ask(`<button YES>Accept all</button> <button NO>Reject all</button>`))
	if b := wantsAnswered(t, l.run()); pathOf(b.Page) != "/shop" {
		t.Errorf("it was seen at %s", b.Page)
	}
}

// TestSeenAndNotAnswered: what could not be answered is not taken for a site that asks nothing.
func TestSeenAndNotAnswered(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"unknown words": ask(`<button>Mehet</button><button>Inkább mégsem</button>`),
		"only a yes":    ask(`<button YES>Accept all</button>`),
		"only a tool":   `<script>window.__tcfapi = () => {}; window.OneTrust = {}</script>`,
		"only a frame":  `<iframe src="/consent" style="position:fixed;bottom:0;height:200px"></iframe>`,
	} {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, "")
			l.page("/{$}", body)
			l.page("/consent", `<p>This website uses cookies for its visitors.</p><button>Mehet</button>`)
			r := l.run()
			if r.Banner.State != report.BannerUnanswered || r.Journeys[1].Ended == "" ||
				r.Journeys[1].Ended == nothingAsked {
				t.Errorf("%+v, %+v", r.Banner, r.Journeys)
			}
		})
	}
}

const nothingAsked = "The site does not ask about cookies."

// TestNothingIsAsked: pages that speak of cookies and ask nothing.
func TestNothingIsAsked(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"a policy":            `<main><h1>Cookies</h1><p>We set one cookie. Your browser can reject all cookies.</p><button>Print</button></main>`,
		"a named policy":      `<div class="cookie-policy"><p>We set one cookie, which keeps you logged in.</p><button>Print</button></div>`,
		"a fixed header":      `<header style="position:fixed;top:0">Shop <a href="/cookies">Cookies</a> <button>Menu</button></header>`,
		"settings at the end": `<footer class="cookie-footer"><button>Cookie settings</button></footer>`,
		"a floating button":   `<button id="cookie-settings" style="position:fixed;bottom:0">Cookie settings</button>`,
		"an invitation":       `<div role=dialog>Ada invites you. <button>Accept</button><button>Decline</button></div>`,
		"terms":               `<dialog open><p>By signing up you consent to our terms.</p><button>I agree</button><button>Cancel</button></dialog>`,
		"a boast":             `<div style="position:fixed;bottom:0">We use no cookies at all on this website, promised. <button>OK</button></div>`,
		"a newsletter":        `<div role=dialog><p>Subscribe. You consent to be written to.</p><button>Subscribe</button><button>No, thanks</button></div>`,
		"a recipe":            `<article><h2>Chocolate cookies</h2><p>Bake them for ten minutes.</p><button>Save</button><button>Yes, I cooked it</button></article>`,
		"an age gate":         `<div style="position:fixed;inset:0">Are you over 18? <button>Yes</button><button>No</button></div>`,
	} {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, "")
			l.page("/{$}", body)
			r := l.run()
			if r.Banner.State != report.NoBanner || r.Journeys[1].Ended != nothingAsked {
				t.Errorf("%+v, %+v", r.Banner, r.Journeys[1])
			}
		})
	}
}

// TestNotice: one that can only be closed asks nothing, and what comes after is seen.
func TestNotice(t *testing.T) {
	l := newFixture(t, "")
	l.page(
		"/{$}",
		ask(`<button onclick="document.cookie='notice=1; path=/'; this.closest('.ask').remove()">OK</button>`),
	)
	r := l.run()
	if !r.Banner.Notice || r.Banner.State != report.BannerAnswered ||
		!strings.Contains(r.Journeys[1].Ended, "can only be closed") {
		t.Errorf("%+v, %+v", r.Banner, r.Journeys)
	}
	if at := cookieOf(t, r, "notice"); at.Seen[0].Journey != report.Agreed {
		t.Errorf("%+v", at)
	}
}

// TestRefusingIsHarder is told with numbers.
func TestRefusingIsHarder(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ inside, says string }{
		"alike":      {`<button YES>Accept all</button> <button NO>No</button>`, ""},
		"layers":     {`<button YES>Accept</button><button onclick="document.querySelector('.m').hidden=false">Settings</button><div class=m hidden><button NO>Reject all</button></div>`, "2 presses"},
		"smaller":    {`<button YES style="font-size:20px;padding:20px">Accept all</button> <button NO style="font-size:10px">Reject all</button>`, "10 pixels"},
		"paler":      {`<button YES style="color:#000;background:#fff">Accept all</button> <button NO style="color:#bbb;background:#ddd">Reject all</button>`, "to 1"},
		"impossible": {`<button YES>Accept all</button>`, "no button"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, "slug: cookies\ntitle: Cookies\n")
			l.page("/{$}", ask(tt.inside))
			r, what := l.run(), ""
			for _, f := range r.Findings {
				if f.Kind == report.RefusingHarder {
					what = f.What
				}
			}
			if (tt.says == "") != (what == "") || !strings.Contains(what, tt.says) {
				t.Errorf("%q: %+v %+v", what, r.Banner.Accept, r.Banner.Refuse)
			}
		})
	}
}

// TestWithdrawing: the way back is taken, and what stays is found, wherever it lives.
func TestWithdrawing(t *testing.T) {
	t.Parallel()
	const policy = `
slug: cookies
title: Cookies
cookies:
  - {name: stats, purpose: Counts., category: analytics, path: /, lifetime: 1 day, http_only: false, secure: false, same_site: lax}
  - {name: deep, purpose: Counts., category: analytics, path: /deep, lifetime: 1 day, http_only: true, secure: false, same_site: lax}
  - {name: choice, purpose: Keeps the choice., category: necessary, path: /, lifetime: session, http_only: false, secure: false, same_site: lax}
`
	const clear = `document.cookie='stats=; path=/; max-age=0'; document.cookie='choice=no; path=/';`
	for name, tt := range map[string]struct {
		way   string // back
		gone  bool
		ended string
	}{
		"a button":        {`<button onclick="` + clear + `fetch('/gone')">Withdraw consent</button>`, true, ""},
		"a settings link": {`<footer><a href="/settings">Cookie settings</a></footer>`, true, ""},
		"what stays":      {`<button onclick="document.cookie='choice=no; path=/'">Withdraw consent</button>`, false, ""},
		"no way back":     {`<p>Nothing</p>`, false, "No way"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, policy)
			l.page("/{$}", tt.way+`<script>if (!document.cookie.includes("choice")) document.write(`+"`"+
				ask(
					`<button onclick="fetch('/deep/count').then(() => { `+yes+` })">Accept all</button> <button NO>Reject all</button>`,
				)+"`"+`)</script>`)
			l.page(
				"/settings",
				ask(`<button YES>Accept all</button> <button onclick="`+clear+`fetch('/gone')">Reject all</button>`),
			)
			l.page("/deep/count", "", "Set-Cookie", "deep=1; Path=/deep; Max-Age=86400; HttpOnly; SameSite=Lax")
			l.mux.HandleFunc("/gone", func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Set-Cookie", "deep=; Path=/deep; Max-Age=0")
			})
			r := l.run()
			kept := map[string]bool{}
			for _, f := range r.Findings {
				if f.Kind == report.AfterWithdrawal {
					kept[f.Subject] = true
				}
			}
			withdrawn := journeyOf(t, r, report.Withdrawn)
			if want := !tt.gone && tt.ended == ""; kept["deep"] != want ||
				!strings.Contains(withdrawn.Ended, tt.ended) ||
				(tt.ended == "") != (withdrawn.Ended == "") {
				t.Errorf("%v, %+v", kept, withdrawn)
			}
		})
	}
}

func journeyOf(t *testing.T, r report.Report, name report.JourneyName) report.Journey {
	t.Helper()
	for _, j := range r.Journeys {
		if j.Name == name {
			return j
		}
	}
	t.Fatalf("%s was not walked", name)
	return report.Journey{}
}
