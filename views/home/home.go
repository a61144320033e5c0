// Package home holds the front page: what Prokken does, a real policy with its verdict, a price and
// answers. Start reading at [HomePage].
package home

import (
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/legal"
)

// Home is what the front page shows beside its own words. Specimen is nil while there is no cookie
// policy, From while nothing is sold.
type Home struct {
	Specimen *Specimen
	From     *Price
}

// Specimen is the beginning of a policy with its verdict. Checked is nil before the first audit.
type Specimen struct {
	Title, Href string
	Verdict     string
	Good        bool
	Checked     *time.Time
	Notes       []string // what else a reader has to know of the audit
	Browser     string
	Sentences   []legal.Marked
}

// Price is what a plan costs, in the currency's smallest unit. Tax is what is done about taxes:
// see [config.Price].
type Price struct {
	Plan, Description  string
	Amount             int64
	Currency, Interval string
	Tax                string
}

// shown is how many sentences a specimen shows.
const shown = 4

// NewSpecimen shows the first sentences of the policy that fit on a line or two.
func NewSpecimen(v legal.Policy, href string) *Specimen {
	s := &Specimen{
		Title: v.Version.Document.Title, Href: href, Good: v.IsGood(), Sentences: v.MarkedSentences(shown),
	}
	if v.Audited.Has {
		s.Verdict, s.Checked, s.Browser, s.Notes = v.CountWords(), &v.Audited.EndedAt, v.Audited.Browser(), v.VerdictNotes()
	}
	return s
}

// ownSentence says what this site itself does.
func ownSentence(declared []cookie.Declaration) string {
	n := strings.ToLower(views.InWords(len(declared)))
	switch {
	case cookie.AnyOptional(declared):
		return "This site declares " + n + " cookies. The optional ones are set only if you agree, and you can withdraw your consent at any time."
	case len(declared) == 2 && !slices.ContainsFunc(declared, func(d cookie.Declaration) bool { return !cookie.IsNeededToLogIn(d.Name) }):
		return "This site sets two cookies, both needed to log in. No banner, because there is nothing to ask you for."
	}
	if len(declared) == 1 {
		return "This site sets one cookie, which is strictly necessary. No banner, because there is nothing to ask you for."
	}
	return "This site sets " + n + " cookies, all strictly necessary. No banner, because there is nothing to ask you for."
}

// question is one that visitors ask, with its answer.
type question struct{ Question, Answer string }

var questions = []question{
	{"Do I have to change my website?", "No. You link to the policy at its own address and, if you like, add the badge. Before you publish, you verify once that the website is yours: with a DNS record, a file, or a tag on your home page."},
	{"What can a browser not check?", "What happens on a server, why a cookie is set, and what a company does with data. Sentences about that are printed as your word, and marked so."},
	{"Is this a consent banner?", "No. Prokken adds no script to your website. The browser presses the buttons of the banner that you have, and looks at what happens then."},
	{"What happens when my website changes?", "A second browser looks again within the hour. If both agree, you get an email and the edit to make, and your page and badge say what was found once the notice period that you chose is over."},
	{"What if I stop paying?", "A few days after the end of what you paid for, audits stop. What you published stays readable for at least 12 months and says since when it is not kept up. You can download everything at any time, with its signatures."},
	{"Is this legal advice?", "No. Prokken tells what a browser saw. What the law asks of you is a question for a lawyer."},
}
