// Package lexicon guesses by single words what a sentence that the grammar does not read might be,
// and knows titles that say nothing. It knows no grammar and decides nothing. Start reading at
// [Proposes].
package lexicon

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/token"
)

// Proposal is what a sentence that the grammar does not read might be. A person decides.
type Proposal string

// The proposals. A sentence about our own cookies or site has to be attested or refused; each of
// the others is a kind of stated sentence.
const (
	AboutUs          Proposal = "about our cookies"
	Intention        Proposal = "intention"
	Law              Proposal = "law"
	GeneralKnowledge Proposal = "general knowledge"
	Others           Proposal = "what others do"
	NotCheckable     Proposal = "not checkable"
)

// Proposes returns what the sentence might be. Where there is a doubt it proposes that it is
// about our cookies: that asks the most of the author.
func Proposes(sentence string, c discourse.Context) Proposal {
	tokens, err := token.Tokens(sentence)
	if err != nil {
		return AboutUs
	}
	words := newLexicon(tokens, c)
	switch {
	case words.deniesSomething():
		return AboutUs
	case words.begin(requests...):
		return NotCheckable
	case words.begin(others...) && !words.namesUs():
		return Others
	case words.isAboutUs():
		return words.aboutUs()
	case words.hold(lawWords...):
		return Law
	case words.hold(happening...):
		return AboutUs
	case words.hold(matters...):
		return GeneralKnowledge
	}
	return NotCheckable
}

// lexicon looks for words in a sentence. It knows no grammar.
type lexicon struct {
	tokens  []token.Token
	context discourse.Context
	text    string // the folded words with a blank on both sides of each
}

func newLexicon(tokens []token.Token, c discourse.Context) lexicon {
	text := strings.Builder{}
	text.WriteByte(' ')
	for _, t := range tokens {
		text.WriteString(t.Text)
		text.WriteByte(' ')
	}
	return lexicon{tokens, c, text.String()}
}

// Words that speak for a proposal. Those that begin a sentence may be several.
var (
	requests = []string{
		"please contact", "please refer", "please see", "please read", "please write", "contact us", "write to us",
		"see also",
		"if you have questions", "if you have any questions", "this policy explains", "this cookie policy explains",
		"this cookie policy describes how", "this page tells you how", "questions about our cookies",
	}
	others = []string{
		"our payment processor", "our payment provider", "our bank", "your browser", "your bank", "stripe",
		"browsers", "google",
		"other sites", "other websites", "third parties may",
	}
	ours = []string{
		"we", "us", "our", "ours", "this site", "this website", "this platform", "the platform", "the site",
		"the website",
	}
	// pointing words mean our cookies where there are such to point to.
	pointing = []string{
		"this cookie", "these cookies", "both", "neither", "above", "the cookies", "each cookie", "every cookie",
		"no cookie",
	}
	pronouns = []string{"it", "they", "them", "these", "this", "those"}
	promises = []string{"will", "may", "might", "intend", "plan", "aim", "promise", "would", "shall"}
	lawWords = []string{"law", "laws", "gdpr", "ccpa", "regulation", "regulations", "directive", "legal", "legally"}
	matters  = []string{
		"cookie", "cookies", "token", "tokens", "tracking", "track", "advertising", "analytics", "browser",
		"browsers", "website",
		"websites", "javascript", "scripts", "storage", "device",
	}
	changing = []string{"policy", "future", "if", "when", "whenever", "should"}
)

// SpeaksOfCookies reports whether the sentence might speak of cookies, of storage or of being
// followed: what a site does there can be seen, so that nobody has to take it on trust.
func SpeaksOfCookies(sentence string, c discourse.Context) bool {
	tokens, err := token.Tokens(sentence)
	l := newLexicon(tokens, c)
	return err != nil || l.hold(visible...) || l.namesCookie()
}

// GoesOn reports whether the sentence only goes on where the one before ended: "Except on
// Sundays." says something of what stands before it.
func GoesOn(sentence string) bool {
	tokens, err := token.Tokens(sentence)
	return err != nil || newLexicon(tokens, discourse.Context{}).begin(continuations...)
}

// Refers reports whether the sentence holds a word that means something said elsewhere, as
// "these" or "above", or goes on where the one before ended.
func Refers(sentence string) bool {
	tokens, err := token.Tokens(sentence)
	l := newLexicon(tokens, discourse.Context{})
	return err != nil || l.hold(pronouns...) || l.hold(pointing...) || l.hold(references...) ||
		l.begin(continuations...)
}

// references are further words that mean something said elsewhere.
var references = []string{
	"that",
	"those",
	"such",
	"either",
	"former",
	"latter",
	"below",
	"following",
	"here",
	"there",
	"so",
}

// visible are words for what a browser sees of a site.
var visible = []string{
	"cookie", "cookies", "httponly", "samesite", "tracking", "track", "tracks", "tracked", "trackers", "tracker",
	"advertising", "ads", "analytics", "pixel", "pixels", "beacon", "beacons", "fingerprinting", "third-party",
	"storage", "indexeddb", "script", "scripts", "embedded", "profile", "profiled", "profiles", "profiling",
	"followed", "identifier", "identifiers", "surveillance", "spy",
}

// deniesSomething reports whether the sentence says that something visible is not so, here or
// anywhere: "Nobody is followed", however it begins. What cookies are not is general knowledge.
func (l lexicon) deniesSomething() bool {
	return l.hold(denials...) && (l.hold(visible...) || l.namesCookie()) && !l.begin(ofAnyCookie...)
}

var (
	denials = []string{
		"no", "not", "nobody", "none", "nothing", "never", "neither", "nor", "nowhere", "zero",
	}
	ofAnyCookie = []string{"cookies are", "cookies can", "cookies do", "a cookie is", "a cookie can", "a cookie does"}
)

// namesCookie reports whether a cookie's name, or what looks like one, is in the sentence.
func (l lexicon) namesCookie() bool { return slices.ContainsFunc(l.tokens, l.context.LooksLikeName) }

// happening words tell what is done with cookies on some site, and since a policy is about one, on
// ours: "Three cookies are set." is no general knowledge.
var happening = []string{
	"is set", "are set", "may be set", "be set", "cookies are used", "cookies are not used", "is loaded", "are loaded",
	"advertising cookie", "advertising cookies", "analytics cookies", "marketing cookies", "tracking cookie",
	"tracking cookies", "no cookies", "one cookie", "two cookies", "three cookies", "four cookies", "either cookie",
	"httponly", "samesite", "secure", "path-restricted", "token", "analytics", "are counted", "is counted",
	"number of cookies", "the remaining cookies", "first cookie", "last cookie", "are sent", "is sent", "by default",
	"live for", "lives for", "cookies are needed", "record your", "records your",
}

// continuations begin what is no sentence of its own, or takes back what was said.
var continuations = []string{
	"except", "unless", "but", "though", "although", "however", "only", "not", "nor", "or", "and", "yet", "still",
	"sometimes", "usually", "mostly", "mainly", "normally", "generally", "often", "rarely", "never", "always", "almost",
	"nearly", "at least", "at most", "apart from", "other than", "well", "also", "besides", "in addition", "additionally",
	"otherwise", "instead", "this does not", "that does not", "the exception", "exceptions", "with the exception", "same",
	"likewise", "as are", "as is", "even", "just", "until", "except for", "excluding", "including", "plus", "too", "more",
}

// namesUs reports whether the sentence names the site, one of its cookies or its pages: what others
// do there is no business of theirs alone.
func (l lexicon) namesUs() bool {
	return l.hold("our cookies", "our pages", "our page", "our site", "our website", "and we", "through us") ||
		slices.ContainsFunc(
			l.tokens,
			func(t token.Token) bool { return l.context.IsSite(t.Text) || l.context.LooksLikeName(t) },
		)
}

// isAboutUs reports whether the sentence might speak of our own cookies or site.
func (l lexicon) isAboutUs() bool {
	if l.begin(continuations...) {
		return true
	}
	hasName := slices.ContainsFunc(l.tokens, func(t token.Token) bool {
		return l.context.IsSite(t.Text) || l.context.LooksLikeName(t)
	})
	pointsBack := len(l.context.Before) > 0 || l.context.Row != "" || len(l.context.Properties) > 0
	return hasName || l.hold(ours...) || l.hold(pointing...) || l.context.Row != "" || pointsBack && l.hold(pronouns...)
}

// aboutUs tells a promise about the future from what is said of the present.
func (l lexicon) aboutUs() Proposal {
	if l.hold(promises...) && l.hold(changing...) && !l.hold("cookie is", "cookies are", "currently", "now") {
		return Intention
	}
	return AboutUs
}

// hold reports whether one of the words, or of the groups of words, is in the sentence.
func (l lexicon) hold(groups ...string) bool {
	return slices.ContainsFunc(groups, func(group string) bool { return strings.Contains(l.text, " "+group+" ") })
}

// begin reports whether the sentence begins with one of the groups of words.
func (l lexicon) begin(groups ...string) bool {
	return slices.ContainsFunc(groups, func(group string) bool { return strings.HasPrefix(l.text, " "+group+" ") })
}
