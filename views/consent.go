package views

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/site/consent"
)

// Consent is what a page does about optional cookies; the zero value is nothing.
type Consent struct {
	Form      *ConsentForm // the banner; nil where nobody is asked
	Signalled bool         // not asked, because the browser says no by itself
	Scripts   []string     // of others, which the visitor agreed to
}

// ConsentForm asks for a choice, in the words of Wording. Next is the page to come back
// to, Asked the hash of the wording.
type ConsentForm struct {
	Next, Asked string
	Wording     consent.Wording
	Granted     consent.Categories
}

// NewConsentForm asks the question, with the boxes checked that were granted.
func NewConsentForm(q consent.Request, granted consent.Categories, next string) ConsentForm {
	return ConsentForm{Next: next, Asked: q.WordingSHA256, Wording: q.Wording, Granted: granted}
}

var numerals = []string{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"}

func inWords(n int) string {
	if n < len(numerals) {
		return numerals[n]
	}
	return fmt.Sprint(n)
}

// cookieSentence sums up the declarations, at the foot of every page.
func cookieSentence(declared []cookie.Declaration) string {
	n, optional := len(declared), 0
	for _, d := range declared {
		if d.Optional() {
			optional++
		}
	}
	sentence := inWords(n) + " cookies, all declared."
	switch n {
	case 1:
		sentence = "One cookie, declared."
	case 2:
		sentence = "Two cookies, both declared."
	}
	if optional == 0 {
		return sentence + " No tracking."
	}
	return sentence + " " + inWords(optional) + " of them only if you agree."
}

// homeSentence says what this site itself does.
func homeSentence(declared []cookie.Declaration) string {
	n := strings.ToLower(inWords(len(declared)))
	switch {
	case cookie.AnyOptional(declared):
		return "This site declares " + n + " cookies. Those that it could do without are set only if you agree, and you can take that back at any time."
	case len(declared) == 2 && !slices.ContainsFunc(declared, func(d cookie.Declaration) bool { return !cookie.IsNeededToLogIn(d.Name) }):
		return "This site sets two cookies, both needed to log in. No banner, because there is nothing to ask you for."
	}
	return "This site sets " + n + " cookies, all strictly necessary. No banner, because there is nothing to ask you for."
}
