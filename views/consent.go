package views

import (
	"fmt"

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

// InWords returns a small number as a word that begins a sentence: "Two".
func InWords(n int) string {
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
	sentence := InWords(n) + " cookies, all declared."
	switch n {
	case 1:
		sentence = "One cookie, declared."
	case 2:
		sentence = "Two cookies, both declared."
	}
	if optional == 0 {
		return sentence + " No tracking."
	}
	return sentence + " " + InWords(optional) + " of them only if you agree."
}
