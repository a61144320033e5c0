package policy

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/rendering"
)

// Translated is what somebody confirms a sentence of a translation as: it says what the original
// says.
const Translated = "translated"

// TranslatedBasis is a sentence of a translation with what it rests on. It is part of the signed
// record of the translation. Without a basis it bears no mark, and the original stands beside it.
type TranslatedBasis struct {
	Block    string   `json:"block"` // as of [SentenceBasis]
	Says     string   `json:"says"`
	Original string   `json:"original,omitempty"` // the sentence that it says the same as
	Basis    Basis    `json:"basis"`
	Checks   []string `json:"checks,omitempty"` // what is checked of the original, in words
	// Confirmed says who confirmed that the sentence says what the original says.
	Confirmed *Confirmation `json:"confirmed,omitempty"`
}

// UnconfirmedTranslation is a sentence of a translation that a person can confirm.
type UnconfirmedTranslation struct {
	Key      string // of its [Confirmation]
	Block    string
	Says     string
	Original string
	Checked  bool     // something is checked of the original
	Known    []string // sentences that need no confirmation, since they say what is checked
}

// TranslatedBases returns the sentences that the words of the language put in the place of those
// of the document, with what each rests on, and those that somebody can confirm. A sentence is
// recognized if it is one of those of package rendering for a recognized one of the text that it
// translates, and attested if a person confirmed that it says what a checked one says. As in the
// original, one sentence can take back another: nothing of a block has a basis before each of its
// sentences, and the headings over it, are recognized or confirmed.
func (d Document) TranslatedBases(
	language string, words Words, f claim.Evidence, confirmed Confirmations,
) ([]TranslatedBasis, []UnconfirmedTranslation) {
	f = d.Evidence(f)
	t := translation{language: language, confirmed: confirmed, evidence: f, claims: d.claimsByBlock(f)}
	original, _ := textsOf(d.Readings(f))
	texts, order := textsOf(d.In(words).Readings(f))
	for _, at := range order {
		t.text(texts[at], original[at])
	}
	return t.withoutDoubtful(d), t.open
}

// readText is the sentences of one text: of a block, of a row of its table, or of a heading.
type readText []SentenceReading

// textPlace is where a text stands, whatever its language.
type textPlace struct{ block, row string }

// textsOf returns the texts by their places, and the places in the order of the page.
func textsOf(readings []SentenceReading) (texts map[textPlace]readText, order []textPlace) {
	texts = map[textPlace]readText{}
	for _, s := range readings {
		at := textPlace{s.UID, s.context.Row}
		if texts[at] == nil {
			order = append(order, at)
		}
		texts[at] = append(texts[at], s)
	}
	return texts, order
}

func (t readText) words() []string {
	words := make([]string, len(t))
	for i, s := range t {
		words[i] = s.Says
	}
	return words
}

// translation is a translation that is being read.
type translation struct {
	language  string
	confirmed Confirmations
	evidence  claim.Evidence
	claims    map[string][]claim.Claim
	bases     []TranslatedBasis
	open      []UnconfirmedTranslation
}

// text reads the sentences that say something else than the original, as far as the program can
// tell.
func (t *translation) text(text, original readText) {
	for i, s := range text {
		b := TranslatedBasis{Block: s.UID, Says: s.Says, Basis: NoBasis}
		of, isRecognized := t.recognized(s, original)
		isAligned := len(text) == len(original)
		switch {
		case isAligned && (s.Says == original[i].Says || s.Says == rendering.Phrase(t.language, original[i].Says)):
			continue
		case isRecognized:
			b.Basis, b.Original, b.Checks = Recognized, of.Says, t.checks(of)
		case isAligned:
			b = t.attested(b, original[i], text)
		}
		t.bases = append(t.bases, b)
	}
}

// recognized returns the recognized sentence of the original that the sentence says.
func (t *translation) recognized(s SentenceReading, original readText) (SentenceReading, bool) {
	i := slices.IndexFunc(original, func(o SentenceReading) bool {
		return o.isRecognized() && rendering.Says(t.language, withoutLead(s.Says, o.Says), o.Reading.Says)
	})
	if i < 0 || s.Linked {
		return SentenceReading{}, false
	}
	return original[i], true
}

// withoutLead returns the words behind the dash of a line of security properties, whose lead no
// translation changes.
func withoutLead(says, original string) string {
	lead, _, isLine := strings.Cut(original, " — ")
	if rest, found := strings.CutPrefix(says, lead+" — "); isLine && found {
		return rest
	}
	return says
}

// attested returns the sentence with the confirmation that it says what the original says.
func (t *translation) attested(b TranslatedBasis, of SentenceReading, text readText) TranslatedBasis {
	b.Original, b.Checks = of.Says, t.checks(of)
	u := UnconfirmedTranslation{
		Key: t.key(b, of, text), Block: b.Block, Says: b.Says, Original: of.Says, Checked: len(b.Checks) > 0,
	}
	found, isConfirmed := t.confirmed[u.Key]
	if !isConfirmed || found.As != Translated {
		if of.isRecognized() {
			u.Known = rendering.Sentences(t.language, of.Reading.Says)
		}
		t.open = append(t.open, u)
		return b
	}
	if b.Confirmed = &found; u.Checked {
		b.Basis = Attested
	}
	return b
}

func (t *translation) checks(of SentenceReading) []string {
	return checkWords(of.conditions(t.claims[of.UID]), t.evidence)
}

// key returns the key of the sentence's [Confirmation]: it is about the whole text that it stands
// in, where it stands, and the sentence of the original with what is checked of it.
func (t *translation) key(b TranslatedBasis, of SentenceReading, text readText) string {
	_, hash, err := Canonical(struct {
		Language string   `json:"language"`
		Says     string   `json:"says"`
		Text     []string `json:"text"`
		Original string   `json:"original"`
	}{t.language, b.Says, text.words(), of.key(of.conditions(t.claims[of.UID]))})
	if err != nil {
		return "" // plain data does not fail
	}
	return hash
}

// withoutDoubtful takes the basis from what stands beside or below a sentence without a status. A
// sentence of prose takes it from its section, one in the row of a table from that table, a heading from
// what stands below it, and the title from everything.
func (t *translation) withoutDoubtful(d Document) []TranslatedBasis {
	headings, tables := d.headingsOver(), d.tables()
	doubtful := map[string]bool{} // blocks and headings
	for _, b := range t.bases {
		if b.Basis != NoBasis || b.Confirmed != nil {
			continue
		}
		doubtful[b.Block] = true
		if above := headings[b.Block]; len(above) > 1 && !tables[b.Block] && !isHeading(b.Block) {
			doubtful[above[len(above)-1]] = true // its section; above all sections it is by itself
		}
	}
	for i, b := range t.bases {
		isDoubtful := func(at string) bool { return doubtful[at] }
		if doubtful[b.Block] || slices.ContainsFunc(headings[b.Block], isDoubtful) {
			t.bases[i].Basis = NoBasis
		}
	}
	return t.bases
}

// isHeading reports whether a text stands under the key of a heading or of the title.
func isHeading(key string) bool { return key == titleKey || strings.HasSuffix(key, "."+titleKey) }

// tables are the blocks whose texts stand in rows: each is about its row, and about nothing beside it.
func (d Document) tables() map[string]bool {
	all := map[string]bool{}
	for _, b := range d.Blocks() {
		switch b.Content.(type) {
		case block.CookieTable, block.Storage, block.ThirdParties:
			all[b.UID] = true
		}
	}
	return all
}

// headingsOver returns the keys of the headings that stand over each block and heading, the title
// first, by the uid of the block or the key of the heading.
func (d Document) headingsOver() map[string][]string {
	all := map[string][]string{}
	for _, b := range d.Intro {
		all[b.UID] = []string{titleKey}
	}
	addHeadings(all, d.Sections, []string{titleKey})
	return all
}

func addHeadings(all map[string][]string, sections []Section, above []string) {
	for _, s := range sections {
		key := s.Anchor + "." + titleKey
		all[key] = above
		below := append(slices.Clone(above), key)
		for _, b := range s.Blocks {
			all[b.UID] = below
		}
		addHeadings(all, s.Sections, below)
	}
}
