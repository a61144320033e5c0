package editor

import (
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/weight"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views/display"
	legalview "github.com/prokken/prokken/views/legal"
)

// Discard asks whether a draft is to be thrown away.
type Discard struct {
	Place
	Title, Read string
	Number      int64 // of the version that then counts again
}

// Review is the page where a draft is looked at and published.
type Review struct {
	Place
	Title           string
	Saved           bool // there is a draft
	State           policies.VersionState
	Read            string
	Number          int64 // of the version in effect or scheduled that it replaces; 0: nothing is published yet
	Changes         legalview.Comparison
	Untrue          []UntruePolicy // of all policies that the draft touches, this one first
	Unconfirmed     []UnconfirmedRow
	Own             map[string]bool // the keys of those that the viewer wrote and another admin has to look at
	Confirm         ConfirmForm
	Alone           bool // the viewer is the only admin, and says why
	Advice          Advice
	Preview         legalview.Policy
	Form            PublishForm
	With            []Companion   // which are published with it
	Weight          weight.Weight // how much the change matters at least
	Approval        Approval
	Zone            string
	Earliest        string // of a change that people are told of, in the site's zone; "" at once
	Scheduled       []ScheduledRow
	Withdrawal      WithdrawForm
	Notice, Problem string
}

// ConfirmForm says what somebody confirms of the sentences that the server cannot read.
type ConfirmForm struct {
	As      map[string]string // by the keys of the sentences
	Reason  string
	Invalid validation.Errors
}

// chosen reports whether the sentence was chosen to be confirmed as that. Nothing is chosen for
// somebody: they have to have read it.
func (f ConfirmForm) chosen(u policy.Unconfirmed, as string) bool { return f.As[u.Key] == as }

// optionsFor are what the sentence can be confirmed as, with their words.
func optionsFor(u policy.Unconfirmed) [][2]string {
	if u.CanBe(string(policy.Attested)) {
		return [][2]string{{string(policy.Attested), "It means just what is checked"}}
	}
	options := [][2]string{{u.Proposed, "It is " + stateWords[policy.Stated(u.Proposed)]}}
	if u.Proposed != string(policy.NotCheckable) {
		options = append(options, [2]string{string(policy.NotCheckable), "It is " + stateWords[policy.NotCheckable]})
	}
	return options
}

// stateWords say what a sentence is that nothing checks.
var stateWords = map[policy.Stated]string{
	policy.Intention: "an intention", policy.Law: "about the law", policy.GeneralKnowledge: "general knowledge",
	policy.Others: "about what others do", policy.NotCheckable: "right, and nobody can check it",
}

// contextOf says where a sentence stands: what it means can depend on it.
func contextOf(u policy.Unconfirmed) string {
	var words []string
	if u.Heading != "" {
		words = append(words, "Under “"+u.Heading+"”")
	}
	if u.Before != "" {
		words = append(words, "after “"+u.Before+"”")
	}
	if u.Written != "" {
		words = append(words, "written as "+u.Written)
	}
	return strings.Join(words, ", ")
}

// publishFormID is the id of the form for publishing.
const publishFormID = "ed_publish_form"

// PublishForm says how the draft becomes a version, and by their slugs those that go with it.
type PublishForm struct {
	Summary, Materiality, When, At string
	Typed                          bool // it was sent; else it is filled in
	With                           map[string]CompanionForm
	Invalid                        validation.Errors
}

// Approval is what a second person has said of the draft.
type Approval struct {
	Required, Approved, Own bool
	ForLost                 bool   // it is required because less is checked
	By                      string // who approved
	As                      string // how it may be published then
}

// ScheduledRow is a version that will take effect.
type ScheduledRow struct {
	Number  int64
	At      time.Time
	Summary string
	With    []string // the titles of the policies whose versions are withdrawn with it
}

// WithdrawForm takes a scheduled version back.
type WithdrawForm struct {
	Number  int64
	Reason  string
	Invalid validation.Errors
}

// notYetWords say what has to be done before the draft can be published.
func (r Review) notYetWords() string {
	if r.countUntrue() > 0 {
		return "You can publish once every sentence is true. What you write here is kept while you are on this page."
	}
	if len(r.Unconfirmed) > 0 {
		return "You can publish once someone has reviewed the sentences above."
	}
	return "You can publish once someone else has approved it."
}

// mayPublish reports whether the button makes sense.
func (r Review) mayPublish() bool {
	isConfirmed := len(r.Unconfirmed) == 0 || r.Customer && !slices.ContainsFunc(r.Unconfirmed, isOpen)
	return r.Saved && r.countUntrue() == 0 && isConfirmed && (!r.Approval.Required || r.Approval.Approved)
}

// unconfirmedWords say how many sentences somebody has to look at.
func (r Review) unconfirmedWords() string {
	if len(r.Unconfirmed) == 1 {
		return "One sentence that the server cannot check"
	}
	return display.Number(int64(len(r.Unconfirmed))) + " sentences that the server cannot check"
}

// isConfirmable reports whether anything of what is open can be confirmed.
func (r Review) isConfirmable() bool { return slices.ContainsFunc(r.Unconfirmed, r.mayConfirm) }

// isOpen reports whether nobody can stand for the sentence as it is. For the others of a customer's
// site its owner stands by publishing them.
func isOpen(u UnconfirmedRow) bool { return u.Proposed == "" }

// confirmWords say what somebody does who confirms the sentences.
func (r Review) confirmWords() string {
	if r.Customer {
		return "The page shows them as your words. You can say here what each one is; for those that you leave out, " +
			"publishing says that you stand by them."
	}
	return "Someone has to vouch for every sentence. Please read each one and say what it is: the page will show it. " +
		"Someone who did not write them has to do this, if there is anyone else."
}

// reasonHint says why a reason is asked for.
func (r Review) reasonHint() string {
	if r.Customer {
		return "The page shows your reason."
	}
	return "There is no other admin who could look at them. The page shows your reason."
}

// mayConfirm reports whether the viewer can confirm the sentence.
func (r Review) mayConfirm(u UnconfirmedRow) bool { return u.Proposed != "" && !r.Own[u.Key] }

// materialities are how much a change can matter, and what each causes.
func (r Review) materialities() []struct {
	Value policies.Materiality
	Label string
	Hint  string
} {
	when := " It can take effect immediately."
	if r.Earliest != "" {
		when = " It can take effect from " + r.Earliest + "."
	}
	return []struct {
		Value policies.Materiality
		Label string
		Hint  string
	}{
		{
			policies.Editorial,
			"Only the wording",
			"Nothing changes for anyone. Subscribers get an email; members do not, and nobody is asked again.",
		},
		{policies.Notify, "People should know", "Subscribers and members get an email with your summary." + when},
		{
			policies.AskAgain,
			"People have to agree",
			"As above, and members are asked to accept the new text; visitors choose again about optional cookies." + when,
		},
	}
}

// isTooLight reports whether the change matters more than that.
func (r Review) isTooLight(m policies.Materiality) bool {
	return !weight.Materiality(m).AtLeast(r.Weight.Least)
}

// leastWords say how much the change matters at least.
func (r Review) leastWords() string {
	switch r.Weight.Least {
	case weight.AskAgain:
		return "This is a change that people have to agree to:"
	case weight.Notify:
		return "This is more than wording. People should at least know about it:"
	case weight.Editorial:
	}
	return ""
}

// momentHint tells in which zone times are, and when "at once" is.
func (r Review) momentHint() string {
	hint := "Times are in the site’s zone, " + r.Zone + "."
	if r.Earliest != "" {
		hint += " A change that people are told about needs notice: “Immediately” then means " + r.Earliest + "."
	}
	return hint
}

// Versions is the list of what was published.
type Versions struct {
	Place
	List legalview.Versions
}

// Restore asks whether an old version is to replace the draft.
type Restore struct {
	Place
	Title, Read string
	Number      int64
	Problem     string
}

// Import brings a document in from a text or a file.
type Import struct {
	Place
	Title      string
	Text       string
	Problems   []string
	Read       string               // of the draft that it would replace
	Changes    legalview.Comparison // what it would change
	Found      bool                 // the text is a document, and can become the draft
	Overwrites bool
	Problem    string
}

// approvalWords say what is said of the draft, and what is to be said.
func (r Review) approvalWords() string {
	a := r.Approval
	switch {
	case a.Approved && a.By != "":
		return a.By + " has approved this draft" + a.As + ". Any change to it or to these cancels the approval."
	case a.Approved:
		return "This draft is approved" + a.As + ". Any change to it or to these cancels the approval."
	case r.State == policies.InReview && a.Own:
		return "This draft is waiting for review. You worked on it, so someone else has to approve it."
	case r.State == policies.InReview:
		return "This draft is waiting for review. Approve it if it can be published as it is, or send it back."
	case a.Required && a.ForLost:
		return "Less is checked than before, so a second person has to approve this draft, its summary, its weight and its moment."
	case a.Required:
		return "A second person has to approve this draft before it can be published."
	}
	return "You can publish this by yourself, or ask someone to look at it first."
}
