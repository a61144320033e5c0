package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/wording"
)

// SentenceReading is what the grammar makes of a sentence where it stands.
type SentenceReading struct {
	UID     string // of the block, or the key of the heading
	Says    string // as the page shows it, without Markdown
	Label   bool   // a heading, a caption or a name
	Linked  bool   // some of its words are a link, which names a page
	Reading grammar.Reading
	Refused error // for a character that no sentence may hold

	isName   bool // a proper name
	observed bool // on another's site: nothing is known of what its cookies are for
	// behind is the reading of what stands behind a dash, where the whole is not read: the words of
	// "httpOnly — We use tracking cookies."
	behind  grammar.Reading
	context discourse.Context
	written string // with Markdown; the whole text where its sentences end elsewhere than those of the page
	heading string // of the sections that it stands in
	before  string // the sentence before it in its section; "" for the first
}

// Untrue returns why the sentence cannot be published; "" if nothing is known against it.
func (s SentenceReading) Untrue(f claim.Evidence) string {
	if s.Refused != nil {
		return fmt.Sprintf("The %s.", s.Refused)
	}
	if because := s.Reading.Untrue(f); because != "" {
		return because
	}
	return s.behind.Untrue(f)
}

// Readings returns every sentence of the document, read where it stands, in the order of
// the page.
func (d Document) Readings(f claim.Evidence) []SentenceReading {
	r := reader{context: contextOf(d.Evidence(f)), observed: f.Observed}
	r.title(titleKey, d.Title, d.rowsOf(d.Intro))
	r.blocks(d, d.Intro)
	r.sections(d, d.Sections)
	return r.found
}

// contextOf is the context of a sentence above every table.
func contextOf(f claim.Evidence) discourse.Context {
	return discourse.Context{
		Site: f.Site, Declared: f.Cookies, Program: f.Program,
		Tokens:    map[string]string{string(cookie.Access): "access", string(cookie.Refresh): "refresh"},
		Endpoints: endpointsOf(f),
	}
}

// endpointsOf returns where the program answers log-ins, whatever a document declares; none
// for a site that does not set the program's cookies.
func endpointsOf(f claim.Evidence) map[string]string {
	bounds, _ := cookie.BoundsOf(string(cookie.Refresh))
	if _, declared := f.Find(string(cookie.Refresh)); !declared {
		return nil
	}
	return map[string]string{"authentication": bounds.Path}
}

// reader reads a document from its beginning.
type reader struct {
	context  discourse.Context
	observed bool
	heading  string // of the sections that are being read
	last     string // the sentence that was read last in this section
	found    []SentenceReading
}

func (r *reader) sections(d Document, sections []Section) {
	outer := r.heading
	for _, s := range sections {
		r.title(s.Anchor+"."+titleKey, s.Title, d.rowsOf(s.Blocks))
		r.heading, r.last = outer+"\n"+s.Title, ""
		r.blocks(d, s.Blocks)
		r.sections(d, s.Sections)
		r.heading = outer
	}
}

func (r *reader) blocks(d Document, blocks []Block) {
	for _, b := range blocks {
		r.block(d, b)
	}
}

func (r *reader) block(d Document, b Block) {
	c := r.context
	switch content := b.Content.(type) {
	case nil:
	case block.CookieTable:
		r.title(b.UID, content.Caption, d.rowsOf([]Block{b}))
		r.context.Above = nil
		for _, declared := range content.Of(d.Cookies) {
			r.context.Above = append(r.context.Above, declared.Name)
			c.Row = declared.Name
			r.text(b.UID, declared.Purpose, c)
			r.name(b.UID, declared.Party)
		}
	case block.SecurityProperties:
		c.Properties = content.Of
		for _, made := range content.Claims(c.Declared) {
			r.sentence(SentenceReading{UID: b.UID, Says: made.Says}, c)
		}
	default:
		r.texts(b, c)
	}
}

// texts reads the texts of a block, and what else it quotes.
func (r *reader) texts(b Block, c discourse.Context) {
	for _, text := range b.Content.Texts() {
		if text.Label {
			r.name(b.UID, text.Words)
		} else {
			r.text(b.UID, text.Words, c)
		}
	}
	if quoter, isQuoter := b.Content.(block.Quoter); isQuoter {
		for _, text := range quoter.Quotes(r.context.Declared) {
			r.text(b.UID, text, c)
		}
	}
}

// label reads a text that names something, as one sentence.
func (r *reader) label(uid, text string) { r.title(uid, text, nil) }

// title reads a text that names something, over tables of the cookies below it.
func (r *reader) title(uid, text string, below []string) {
	if text != "" {
		c := r.context
		c.Below = below
		r.sentence(SentenceReading{UID: uid, Says: text, Label: true}, c)
	}
}

// name reads a proper name, as "YouTube", which may be written as names of cookies are.
func (r *reader) name(uid, text string) {
	if text == "" {
		return
	}
	r.label(uid, text)
	named := &r.found[len(r.found)-1]
	named.isName, named.Reading.Undeclared = true, nil
}

// text reads the sentences of a text, each in the light of the one before.
func (r *reader) text(uid, text string, c discourse.Context) {
	written, shown := wording.Sentences(text), wording.Markdown(text).PlainSentences()
	for i, s := range shown {
		reading := SentenceReading{UID: uid, Says: s.Text, Linked: s.Linked, written: text}
		if len(written) == len(shown) {
			reading.written = written[i]
		}
		c = r.sentence(reading, c)
	}
}

func (r *reader) sentence(s SentenceReading, c discourse.Context) discourse.Context {
	s.context, s.heading, s.before, s.observed = c, r.heading, r.last, r.observed
	s.Reading, s.Refused = grammar.Read(s.Says, c)
	if _, behind, found := strings.Cut(s.Says, " — "); found && !s.Reading.Recognized() {
		s.behind, _ = grammar.Read(behind, c) // the whole holds the same characters
	}
	if r.found = append(r.found, s); !s.Label {
		r.last = s.Says
	}
	return s.Reading.Next(c)
}

// Plain returns the words of a claim as the page shows them, without Markdown.
func Plain(says string) string {
	var words []string
	for _, s := range wording.Markdown(says).PlainSentences() {
		words = append(words, s.Text)
	}
	return strings.Join(words, " ")
}

// recognizes reports whether the grammar reads the sentence of the claim, and whether the
// claim checks everything that it says.
func recognizes(readings []SentenceReading, uid string, c claim.Claim) bool {
	found := false
	for _, s := range readings {
		if s.UID != uid || !s.isQuotedBy(c) {
			continue
		}
		if found = s.isRecognized() && grammar.Covers(c.Conditions, s.Reading.Says); !found {
			return false // of several that read alike, each has to
		}
	}
	return found
}

// isQuotedBy reports whether the claim is about the sentence.
func (s SentenceReading) isQuotedBy(c claim.Claim) bool {
	return c.Says == s.written || Plain(c.Says) == s.Says
}

// isRecognized reports whether the words alone say what is checked. What a link says is the name
// of a page.
func (s SentenceReading) isRecognized() bool { return s.Reading.Recognized() && !s.Linked }

// misread are the sentences that the grammar reads as false and no claim has failed for.
func (d Document) misread(f claim.Evidence, failed FailedClaims) FailedClaims {
	var all FailedClaims
	for _, s := range d.Readings(f) {
		because := s.Untrue(f)
		isKnown := slices.ContainsFunc(failed, func(c FailedClaim) bool {
			return c.UID == s.UID && s.isQuotedBy(claim.Claim{Says: c.Says})
		})
		if because != "" && !isKnown {
			all = append(all, FailedClaim{Slug: d.Slug, UID: s.UID, Says: s.Says, Reason: because})
		}
	}
	return all
}

// UntrueOf returns why a text besides the document, as the summary of its version, is false; ""
// if nothing is known against it. It may name a cookie that is declared no longer.
func (d Document) UntrueOf(text string, f claim.Evidence) string {
	f = d.Evidence(f)
	r := reader{context: contextOf(f)}
	r.text("", text, r.context)
	for _, s := range r.found {
		s.Reading.Undeclared = nil
		if because := s.Untrue(f); because != "" {
			return because
		}
	}
	return ""
}
