package audit_test

import (
	"net/http"
	"testing"

	"github.com/prokken/prokken/audit/report"
)

// counts is what the tools run after a yes.
const counts = `document.cookie='stats=1; path=/; max-age=86400'`

// tools are pages with real consent tools, as their documentation sets them up.
var tools = map[string]string{
	"vanilla-cookieconsent": `<p>A shop</p><link rel="stylesheet" href="/vanilla-cookieconsent/cookieconsent.css"><script src="/vanilla-cookieconsent/cookieconsent.umd.js"></script>
		<script>CookieConsent.run({categories: {necessary: {enabled: true, readOnly: true}, analytics: {autoClear: {cookies: [{name: "stats"}]}}},
		onConsent: () => { if (CookieConsent.acceptedCategory("analytics")) ` + counts + ` },
		language: {default: "en", translations: {en: {
			consentModal: {title: "We use cookies", description: "To count visits.", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", showPreferencesBtn: "Manage"},
			preferencesModal: {title: "Choose", acceptAllBtn: "Accept all", acceptNecessaryBtn: "Reject all", savePreferencesBtn: "Save", closeIconLabel: "Close", sections: []}}}}})</script>
		<button data-cc="show-preferencesModal">Cookie settings</button>`,
	"klaro": `<script>window.klaroConfig = {version: 1, elementID: "klaro", storageMethod: "cookie", cookieName: "klaro", lang: "en", default: false, mustConsent: false,
		acceptAll: true, translations: {zz: {privacyPolicyUrl: "/"}, en: {ga: {description: "Counts"}}},
		services: [{name: "ga", title: "Counting", purposes: ["analytics"], cookies: [/^stats/]}]}</script>
		<script defer src="/klaro/klaro.js"></script><script type="text/plain" data-type="application/javascript" data-name="ga">` + counts + `</script>
		<a href="#" onclick="klaro.show(); return false">Cookie settings</a>`,
	"tarteaucitronjs": `<script src="/tarteaucitronjs/tarteaucitron.min.js"></script><script src="/tarteaucitronjs/tarteaucitron.services.min.js"></script>
		<script>tarteaucitronForceLanguage = "en"; tarteaucitron.init({privacyUrl: "", hashtag: "#tarteaucitron", cookieName: "tarteaucitron", orientation: "middle",
		showAlertSmall: false, cookieslist: false, DenyAllCta: true, AcceptAllCta: true, highPrivacy: true, useExternalCss: false, useExternalJs: false,
		googleConsentMode: false, mandatory: false});
		tarteaucitron.services.mine = {key: "mine", type: "analytic", name: "Mine", needConsent: true, cookies: ["stats"], uri: "/", js() { ` + counts + ` }, fallback() {}};
		(tarteaucitron.job = tarteaucitron.job || []).push("mine")</script>`,
	"cookieconsent": `<link rel="stylesheet" href="/cookieconsent/cookieconsent.min.css"><script src="/cookieconsent/cookieconsent.min.js"></script>
		<script>addEventListener("load", () => cookieconsent.initialise({type: "opt-in", palette: {popup: {background: "#fff"}, button: {background: "#fff"}},
		onStatusChange(status) { if (this.hasConsented()) { ` + counts + ` } else { document.cookie = "stats=; path=/; max-age=0" } }}))</script>`,
	"react-cookie-consent": `<div id="root"></div><script src="/react/react.production.min.js"></script><script src="/react/react-dom.production.min.js"></script>
		<script src="/react-cookie-consent/react-cookie-consent.umd.js"></script><script>const e = React.createElement;
		ReactDOM.createRoot(root).render(e(ReactCookieConsent.CookieConsent, {enableDeclineButton: true, onAccept: () => { ` + counts + ` }}, "This website uses cookies to count its visits."))</script>`,
}

// TestRealConsentTools: both buttons of real tools are found, pressed and measured.
func TestRealConsentTools(t *testing.T) {
	t.Parallel()
	for name, body := range tools {
		t.Run(name, func(t *testing.T) {
			l := newFixture(t, "slug: cookies\ntitle: Cookies\n")
			l.mux.Handle("/"+name+"/", http.FileServer(http.Dir("testdata/tools")))
			l.mux.Handle("/react/", http.FileServer(http.Dir("testdata/tools")))
			l.page("/{$}", body)
			r := l.run()
			b := wantsAnswered(t, r)
			for _, button := range []*report.Button{b.Accept, b.Refuse} {
				if button.Presses < 1 || button.Label == "" || button.Height < 5 || button.Font < 5 {
					t.Errorf("%+v", button)
				}
			}
			t.Logf("%s: %+v; %+v; %d presses back; %s", b.Tool, b.Accept, b.Refuse, b.Withdrawal, keys(r))
		})
	}
}

// TestRulesAnswer: where no word on a button says what it does, the rules for its tool know
// it, and the mouse presses it.
func TestRulesAnswer(t *testing.T) {
	l := newFixture(t, "")
	l.page(
		"/{$}",
		`<script>addEventListener("click", e => { if (!e.isTrusted) e.stopImmediatePropagation(); }, true)</script>
		<div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk" style="position:fixed;bottom:0"><p>Sütiket használunk: cookies.</p>
		<button id="onetrust-accept-btn-handler" onclick="`+counts+`; this.closest('div').remove()">Rendben van</button>
		<button id="onetrust-reject-all-handler" onclick="document.cookie='choice=no; path=/'; this.closest('div').remove()">Inkább mégsem</button></div></div>`,
	)
	r := l.run()
	if b := wantsAnswered(t, r); b.Refuse.Label != "Inkább mégsem" || b.Accept.Label != "Rendben van" {
		t.Errorf("%+v %+v", b.Accept, b.Refuse)
	}
}
