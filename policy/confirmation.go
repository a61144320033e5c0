package policy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/lexicon"
	"github.com/prokken/prokken/policy/grammar/token"
)

// Confirmation says that a person looked at a sentence and confirmed what it means. It is about
// one sentence in one place: its key is the hash of the sentence and its links, of its block and
// the headings over it, of what is checked of it, and of what its "this" and "these" refer to.
// When any of that changes, nobody has confirmed it.
type Confirmation struct {
	Key    string `json:"key"`              // SHA-256 in hex
	As     string `json:"as"`               // [Attested], or one of [StatedKinds]
	By     string `json:"by"`               // [ByAdmin], [ByOwner], [ByShipper] or [ByOperator]
	Alone  bool   `json:"alone,omitempty"`  // by somebody who wrote in the text, since there was nobody else
	Reason string `json:"reason,omitempty"` // of who confirmed it alone
	At     string `json:"at"`               // RFC 3339, UTC
}

// Who confirms.
const (
	ByAdmin    = "admin"
	ByOwner    = "owner"    // of a customer's site
	ByShipper  = "shipped"  // with the program's texts, in review
	ByOperator = "operator" // at the command line
)

// Confirmations are those of a policy by their keys.
type Confirmations map[string]Confirmation

// Unconfirmed is a text that nobody has confirmed yet.
type Unconfirmed struct {
	Key     string
	Block   string // as of [SentenceBasis]
	Says    string
	Heading string   // of the section that it stands in; "" above all sections
	Before  string   // the sentence before it in its section
	Written string   // with its link; "" where it has none
	Checks  []string // what is checked of it; none: it can be confirmed as one of [StatedKinds]
	// Proposed is what it might be confirmed as; "" where it cannot be confirmed at all, since it
	// speaks of our own cookies and nothing of it is checked.
	Proposed string
}

// Reason says what the author can do.
func (u Unconfirmed) Reason() string {
	switch {
	case u.Proposed == "":
		return "It is about our own cookies or site, and nothing in it is checked. " +
			"Please rephrase it, check it, or leave it out."
	case len(u.Checks) > 0:
		return "Someone has to confirm that it means exactly what is checked."
	}
	return "Nothing in it is checked. Someone has to confirm what kind of sentence it is, perhaps: " + u.Proposed + "."
}

// CanBe reports whether the sentence can be confirmed as that.
func (u Unconfirmed) CanBe(as string) bool {
	switch {
	case u.Proposed == "":
		return false
	case len(u.Checks) > 0:
		return as == string(Attested)
	}
	return as == u.Proposed || as == string(NotCheckable)
}

// UnconfirmedSentences are an error, so that nothing is published over them.
type UnconfirmedSentences []Unconfirmed

// Proposed returns what each of the sentences might be confirmed as, by their keys.
func (u UnconfirmedSentences) Proposed() map[string]string {
	all := map[string]string{}
	for _, sentence := range u {
		if sentence.Proposed != "" {
			all[sentence.Key] = sentence.Proposed
		}
	}
	return all
}

// Error names the first sentence and how many there are.
func (u UnconfirmedSentences) Error() string {
	if len(u) == 0 {
		return "every sentence is confirmed"
	}
	text := fmt.Sprintf("%q: %s", u[0].Says, u[0].Reason())
	if len(u) > 1 {
		text += fmt.Sprintf(" (and %d more)", len(u)-1)
	}
	return text
}

// Bases returns every text of the document with what it rests on, in the order of the page, and
// those that still need a person. What is read as false is left to [Document.Check].
func (d Document) Bases(f claim.Evidence, confirmed Confirmations) ([]SentenceBasis, UnconfirmedSentences) {
	f = d.Evidence(f)
	var bases []SentenceBasis
	var open UnconfirmedSentences
	claims := d.claimsByBlock(f)
	for _, reading := range d.Readings(f) {
		basis, unconfirmed := d.basisOf(reading, claims[reading.UID], f, confirmed)
		bases = append(bases, basis)
		isAsked := func(u Unconfirmed) bool { return u.Key == unconfirmed.Key }
		if basis.Basis == "" && !slices.ContainsFunc(open, isAsked) {
			open = append(open, unconfirmed)
		}
	}
	return bases, open
}

func (d Document) claimsByBlock(f claim.Evidence) map[string][]claim.Claim {
	all := map[string][]claim.Claim{}
	for _, b := range d.Blocks() {
		all[b.UID] = append(all[b.UID], b.AllClaims(f)...)
	}
	return all
}

// basisOf returns what the sentence rests on; without a basis, whom it needs.
func (d Document) basisOf(
	s SentenceReading, claims []claim.Claim, f claim.Evidence, confirmed Confirmations,
) (SentenceBasis, Unconfirmed) {
	conditions := s.conditions(claims)
	b := SentenceBasis{Block: s.UID, Says: s.Says, Label: s.Label, Name: s.isName, Checks: checkWords(conditions, f)}
	if s.isRecognized() {
		b.Basis = Recognized
		return b, Unconfirmed{}
	}
	u := Unconfirmed{
		Key: s.key(conditions), Block: s.UID, Says: s.Says, Checks: b.Checks, Proposed: d.proposed(s, conditions),
		Heading: s.heading[strings.LastIndex(s.heading, "\n")+1:], Before: s.before,
	}
	if s.Linked {
		u.Written = s.written
	}
	found, isConfirmed := confirmed[u.Key]
	switch {
	case len(conditions) == 0 && s.saysNothing():
		b.Basis, b.Stated = NoBasis, Title
	case !isConfirmed || u.Proposed == "":
	case len(conditions) > 0 && found.As == string(Attested):
		b.Basis, b.Confirmed = Attested, &found
	case len(conditions) == 0 && slices.Contains(StatedKinds, Stated(found.As)):
		b.Basis, b.Stated, b.Confirmed = NoBasis, Stated(found.As), &found
	}
	return b, u
}

// saysNothing reports whether the text only names something.
func (s SentenceReading) saysNothing() bool {
	if !s.isName {
		return s.Label && lexicon.IsTitle(s.Says, s.context)
	}
	isSite := slices.ContainsFunc(s.context.Site, func(name string) bool { return strings.EqualFold(name, s.Says) })
	return isSite || !strings.ContainsAny(s.Says, " \u00a0") && !lexicon.SpeaksOfCookies(s.Says, s.context)
}

// proposed returns what the sentence might be confirmed as; "" for one that has to be checked.
func (d Document) proposed(s SentenceReading, conditions []claim.Condition) string {
	if len(conditions) > 0 {
		return string(Attested)
	}
	proposal := lexicon.Proposes(s.Says, s.context)
	switch {
	case s.observed && s.isPurpose():
		return string(NotCheckable)
	case proposal != lexicon.AboutUs:
		return string(proposal)
	}
	speaks := lexicon.SpeaksOfCookies(s.Says, s.context) ||
		lexicon.GoesOn(s.Says) && lexicon.SpeaksOfCookies(s.before, s.context)
	if d.Slug == CookiePolicy || speaks {
		return ""
	}
	return string(NotCheckable)
}

// conditions returns what is checked of the sentence: what its claims say, and what it says
// itself. Of a purpose in its own words that is the category of the cookie; on another's site, where
// an audit sees that there is the cookie and not what it is for, it is nothing.
func (s SentenceReading) conditions(claims []claim.Claim) []claim.Condition {
	var all []claim.Condition
	for _, c := range claims {
		if s.isQuotedBy(c) {
			all = append(all, c.Conditions...)
		}
	}
	all = append(all, grammar.Missing(all, s.Reading.Says)...)
	if len(all) == 0 && !s.observed && s.isPurpose() {
		declared, _ := claim.Evidence{Cookies: s.context.Declared}.Find(s.context.Row)
		all = append(all, claim.Cookie{Name: declared.Name, Category: declared.Category})
	}
	return all
}

// isPurpose reports whether the sentence says in its own words what the cookie of its row is for.
func (s SentenceReading) isPurpose() bool { return !s.Label && lexicon.IsPurpose(s.Says, s.context) }

// checkWords returns the conditions in words that readers understand.
func checkWords(conditions []claim.Condition, f claim.Evidence) []string {
	var words []string
	for _, condition := range conditions {
		for _, status := range claim.Check(condition, f) {
			words = append(words, status.Words)
		}
	}
	return words
}

// confirmedText is what a confirmation is about.
type confirmedText struct {
	Block      string   `json:"block"`
	Heading    string   `json:"heading"`
	Says       string   `json:"says"`
	Written    string   `json:"written"` // of a sentence with a link, which leads somewhere
	Checks     []string `json:"checks"`  // sorted
	Row        string   `json:"row"`
	Properties []string `json:"properties"`
	Above      []string `json:"above"`
	Before     string   `json:"before"`
}

// kindName names the kind of the condition as documents do. What only the grammar says has no
// kind, and is named by its type.
func kindName(condition claim.Condition) string {
	if kind := claim.KindOf(condition); kind != nil {
		return kind.Name
	}
	return fmt.Sprintf("%T", condition)
}

// key returns the key of the sentence's [Confirmation].
func (s SentenceReading) key(conditions []claim.Condition) string {
	folded, err := token.Fold(s.Says)
	if err != nil {
		folded = s.Says
	}
	text := confirmedText{
		Block: s.UID, Heading: s.heading, Says: folded, Row: s.context.Row, Properties: s.context.Properties,
	}
	if s.Linked {
		text.Written = s.written
	}
	for _, condition := range conditions {
		value, _ := json.Marshal(condition) // plain data does not fail
		text.Checks = append(text.Checks, kindName(condition)+" "+string(value))
	}
	slices.Sort(text.Checks)
	if lexicon.Refers(s.Says) {
		text.Above, text.Before = s.context.Above, s.before
	}
	_, hash, err := Canonical(text)
	if err != nil {
		return "" // plain data does not fail
	}
	return hash
}
