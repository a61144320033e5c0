package policy

import "github.com/prokken/prokken/policy/wording"

// Kind is what a block holds.
type Kind string

// The kinds of blocks, named as in YAML.
const (
	KindInShort            Kind = "in_short"
	KindProse              Kind = "prose"
	KindList               Kind = "list"
	KindCookieTable        Kind = "cookie_table"
	KindSecurityProperties Kind = "security_properties"
	KindBrowserSteps       Kind = "browser_steps"
	KindThirdParties       Kind = "third_parties"
	KindRelated            Kind = "related"
	KindContact            Kind = "contact"
	KindChanges            Kind = "changes"
)

// Kinds are all of them, as an editor offers them.
var Kinds = []Kind{
	KindProse, KindList, KindInShort, KindCookieTable, KindSecurityProperties, KindBrowserSteps, KindThirdParties,
	KindRelated, KindContact, KindChanges,
}

// held are the kinds of content that the block holds.
func (b Block) held() []Kind {
	var kinds []Kind
	for _, k := range []struct {
		kind Kind
		held bool
	}{
		{KindInShort, b.InShort != ""},
		{KindProse, b.Prose != ""},
		{KindList, len(b.List) > 0},
		{KindCookieTable, b.CookieTable != nil},
		{KindSecurityProperties, b.SecurityProperties != nil},
		{KindBrowserSteps, len(b.BrowserSteps) > 0},
		{KindThirdParties, len(b.ThirdParties) > 0},
		{KindRelated, b.Related != nil},
		{KindContact, b.Contact != nil},
		{KindChanges, b.Changes != nil},
	} {
		if k.held {
			kinds = append(kinds, k.kind)
		}
	}
	return kinds
}

// Kind is what the block holds; "" for one that holds nothing yet.
func (b Block) Kind() Kind {
	if held := b.held(); len(held) > 0 {
		return held[0]
	}
	return ""
}

// quotable are the texts that a claim of the block can quote: its own words,
// and in a cookie table the purposes that it prints.
func (d Document) quotable(b Block) []string {
	var texts []string
	for _, f := range b.fields() {
		texts = append(texts, f.text)
	}
	if b.CookieTable == nil {
		return texts
	}
	for _, c := range d.Cookies {
		if b.CookieTable.Category == "" || b.CookieTable.Category == c.Category {
			texts = append(texts, c.Purpose)
		}
	}
	return texts
}

// Sentences are what a claim of the block can be about, as they stand there.
func (d Document) Sentences(b Block) []string {
	var all []string
	for _, text := range d.quotable(b) {
		all = append(all, wording.Sentences(text)...)
	}
	return all
}
