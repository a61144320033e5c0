package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
)

// TestPasskey goes the same way in a browser of today and in an older one. What is new
// here are the scripts, on one database: handlers has the same acts on both.
func TestPasskey(t *testing.T) {
	t.Parallel()
	t.Run("today", func(t *testing.T) {
		t.Parallel()
		openBrowser(t).withoutOffers().passkey(sharedSite(t), forgotten)
	})
	t.Run("in an older browser", func(t *testing.T) {
		t.Parallel()
		openBrowser(t).older().passkey(sharedSite(t), "That passkey is not registered here.")
	})
}

// forgotten is what the page says where the device has forgotten a passkey, since it was told that it
// is of no use any more.
const forgotten = "That was cancelled, or took too long. Please try again."

// passkey adds a passkey, then logs in with it: alone, and after the password. Removed, it opens
// nothing, which the page says in these words. It leaves nothing in the browser but the two cookies.
func (b *browser) passkey(site, removed string) {
	b.t.Helper()
	b.signUp(site)
	b.logIn(site)
	b.holdPasskeys()
	b.addPasskey(site)
	b.expectDeclaredCookies()
	b.logOut()
	b.do(chromedp.Navigate(site+"/login"), b.usePasskey("login"), chromedp.WaitVisible(chromedp.CSS(".facts")))
	b.expectDeclaredCookies()
	b.confirmWithPasskey(site)
	b.logOut()
	b.do(
		chromedp.Navigate(site+"/login"),
		chromedp.SendKeys(chromedp.CSS("#email"), b.email),
		chromedp.SendKeys(chromedp.CSS("#password"), password),
		chromedp.Click(chromedp.CSS(`form[action="/api/auth/login"] button[type="submit"]`)),
		chromedp.WaitVisible(chromedp.CSS("#code")),
		b.usePasskey("login"),
		chromedp.WaitVisible(chromedp.CSS(".facts")),
	)
	b.expectDeclaredCookies()
	b.forgetPasskeys(site, removed)
	b.expectNothingStored()
}

// withoutOffers presses the button: the device of the tests answers an offer in the field at once.
func (b *browser) withoutOffers() *browser {
	b.t.Helper()
	b.beginWith(`PublicKeyCredential.isConditionalMediationAvailable = async () => false;`)
	return b
}

// older takes away what browsers before 2023 did not have.
func (b *browser) older() *browser {
	b.t.Helper()
	b.beginWith(`
		delete PublicKeyCredential.parseCreationOptionsFromJSON;
		delete PublicKeyCredential.parseRequestOptionsFromJSON;
		delete PublicKeyCredential.prototype.toJSON;
		delete PublicKeyCredential.signalUnknownCredential;
		delete PublicKeyCredential.isConditionalMediationAvailable;`)
	return b
}

// beginWith runs the script in every page, before its own ones.
func (b *browser) beginWith(script string) {
	b.t.Helper()
	_, err := chromedp.Call(
		b.ctx,
		page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: script},
	)
	if err != nil {
		b.t.Fatal(err)
	}
}

// holdPasskeys gives the browser a place for passkeys that is always unlocked.
func (b *browser) holdPasskeys() {
	b.t.Helper()
	if _, err := chromedp.Call(b.ctx, webauthn.Enable, webauthn.EnableParams{}); err != nil {
		b.t.Fatal(err)
	}
	_, err := chromedp.Call(b.ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{
		Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
			HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

const newPasskey = `form[action="/account/passkeys"] `

func (b *browser) addPasskey(site string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+"/account/security"),
		chromedp.SendKeys(chromedp.CSS("#passkey-name"), "Ada's <b>laptop"),
		chromedp.Click(chromedp.CSS(newPasskey+"button")),
		chromedp.WaitVisible(chromedp.CSS(".codes")),
	)
	if codes := strings.Fields(b.text(".codes")); len(codes) != 10 {
		b.t.Errorf("the recovery codes are %v", codes)
	}
	b.do(
		chromedp.Navigate(site+"/account/security"),
		chromedp.Click(chromedp.CSS(newPasskey+"button")),
		chromedp.WaitVisible(chromedp.CSS(newPasskey+".error")),
	)
	if said := b.text(newPasskey + ".error"); !strings.Contains(said, "already") {
		b.t.Errorf("a second one on the same device: %s", said)
	}
	if row := b.text(`.row:has(form[action^="/account/passkeys/"])`); !strings.Contains(row, "Ada's <b>laptop") ||
		!strings.Contains(row, "not used yet") {
		b.t.Errorf("the passkey is shown as %s", row)
	}
}

func (b *browser) usePasskey(where string) chromedp.Action[chromedp.Void] {
	return chromedp.Click(chromedp.CSS(`form[action="/api/auth/passkeys/` + where + `"] button`))
}

func (b *browser) confirmWithPasskey(site string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+"/account/confirm?next=/account/security"), b.usePasskey("confirm"),
		chromedp.WaitVisible(chromedp.CSS("#passkeys")),
	)
	if shown := b.text("main"); !strings.Contains(shown, "Identity confirmed (passkey)") ||
		!strings.Contains(shown, "last used") {
		b.t.Errorf("after confirming: %s", shown)
	}
}

// forgetPasskeys tries one that the account has no more.
func (b *browser) forgetPasskeys(site, says string) {
	b.t.Helper()
	b.do(
		chromedp.Navigate(site+"/account/security"),
		chromedp.Click(chromedp.CSS(`form[action$="/remove"][action^="/account/passkeys/"] button`)),
		chromedp.WaitVisible(chromedp.CSS(".notice")),
	)
	b.logOut()
	b.do(
		chromedp.Navigate(site+"/login"),
		b.usePasskey("login"),
		chromedp.WaitVisible(chromedp.CSS(".error")),
	)
	if said := b.text(".error"); said != says {
		b.t.Errorf("a passkey that was removed: %s", said)
	}
}

func (b *browser) logOut() {
	b.t.Helper()
	b.do(
		chromedp.Click(chromedp.CSS(`form[action="/api/auth/logout"] button`)),
		chromedp.WaitVisible(chromedp.CSS(".hero")),
	)
	b.expectEmptyJar("after logging out")
}

// expectNothingStored: the scripts keep nothing either.
func (b *browser) expectNothingStored() {
	b.t.Helper()
	stored, err := chromedp.Run(
		b.ctx,
		chromedp.Evaluate[int](`localStorage.length + sessionStorage.length + document.cookie.length`),
	)
	if err != nil || stored != 0 {
		b.t.Errorf("%d things are stored, %v", stored, err)
	}
}
