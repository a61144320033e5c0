package walk

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
)

// loginScript fills in a form, and sendScript sends it then.
//
//go:embed login.js
var loginScript string

const sendScript = `prokkenSend()`

//go:embed logged_in.js
var loggedInScript string

// Why nobody is logged in, in words for people.
const (
	noLoginForm   = "No form to log in was found at %s."
	loginAway     = "The form to log in is not on the website itself, or sends what is typed to another one, so it was left alone."
	noSecretAsked = "The form took the user name, and then asked for no password."
	stillAsked    = "Logging in did not work: the website asks for the password again."
	codeAsked     = "Logging in did not work: the website asks for a second factor."
	notShown      = "The form was sent, and no page shows that somebody is logged in: there is no way to log out."
	loggedOut     = "Something on the way logged it out, so not everything was seen that a member sees."
)

// loginSteps is on how many pages a form may ask: for the user, then for the password.
const loginSteps = 2

// loginPage is the address of the page with the form.
func (w *walker) loginPage() string { return cmp.Or(w.Account.Page, w.Client.At("/login")) }

// logIn returns the address that it leads to, or why nobody is logged in.
func (w *walker) logIn(t *browser.Tab) (home, trouble string) {
	page := w.loginPage()
	if p := w.open(t, page); p.Status != 200 {
		return "", fmt.Sprintf("There is no page to log in at %s.", siteurl.Bare(page))
	}
	for step := range loginSteps {
		switch did := w.fillInLogin(t, page, step > 0); {
		case did.Elsewhere:
			return "", loginAway
		case did.Field == "" && step > 0:
			return "", noSecretAsked
		case did.Field == "":
			return "", fmt.Sprintf(noLoginForm, siteurl.Bare(page))
		case did.Field == "password":
			home = t.At().String()
			return home, w.whyNotIn(t, page)
		}
	}
	return "", noSecretAsked
}

// filledIn says what of a form was filled in last: "user", "password", or "" where there is none.
type filledIn struct {
	Field     string `json:"field"`
	Elsewhere bool   `json:"elsewhere"` // the page, or what the form sends to, is not the site itself
}

// fillInLogin fills in what the page asks for, and sends it. No picture is taken of what follows: it may show
// who logs in.
func (w *walker) fillInLogin(t *browser.Tab, page string, userGiven bool) filledIn {
	w.notify(page)
	own := ""
	if w.Account.Guest {
		own = siteurl.Origin(page)
	}
	values, _ := json.Marshal([]any{w.Account.Email, w.Account.Password, own, userGiven})
	did := browser.SendApart[filledIn](t, page, loginScript+"(..."+string(values)+")", sendScript)
	w.pages.done++
	return did
}

// shown is what a page shows to who has just logged in, or has not.
type shown struct {
	Out  bool `json:"out"`  // a way to log out
	Asks bool `json:"asks"` // for a password
	Code bool `json:"code"` // for a code of a second factor
	User bool `json:"user"` // for the user
}

// whyNotIn is why nobody is logged in at the page that is shown; "" if somebody is: it has a way to log
// out, or the page with the form does not ask any more.
func (w *walker) whyNotIn(t *browser.Tab, page string) string {
	now, err := browser.ReadApart[shown](t, loggedInScript)
	switch {
	case err != nil || now.Asks:
		return stillAsked
	case now.Code:
		return codeAsked
	case now.Out:
		return ""
	}
	p := w.open(t, page)
	now, err = browser.ReadApart[shown](t, loggedInScript)
	switch {
	case err == nil && now.Asks:
		return stillAsked
	case err != nil || p.Status != 200 || now.User || now.Code:
		return notShown
	}
	return ""
}

// whetherStillIn looks at the end whether it is still logged in, and notes how many pages a member saw.
func (w *walker) whetherStillIn(t *browser.Tab, home string) string {
	if t.Ended() {
		return ""
	}
	seen := len(t.Pages)
	w.open(t, home)
	if w.whyNotIn(t, w.loginPage()) != "" {
		return loggedOut
	}
	w.note("The audit logged in at %s, and saw %s there.", siteurl.Bare(w.loginPage()), report.Quantity(seen, "page"))
	return ""
}
