package policy

import "slices"

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
	KindProse, KindList, KindInShort, KindCookieTable, KindSecurityProperties, KindBrowserSteps, KindThirdParties, KindRelated, KindContact, KindChanges,
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

// required are the words that a block of its kind cannot do without.
func (b Block) required() []string {
	switch b.Kind() {
	case KindInShort:
		return []string{string(b.InShort)}
	case KindProse:
		return []string{string(b.Prose)}
	case KindList:
		return plainTexts(b.List)
	case KindCookieTable:
		return []string{b.CookieTable.Caption}
	case KindBrowserSteps:
		var texts []string
		for _, browser := range b.BrowserSteps {
			texts = append(texts, browser.Name, browser.Steps)
		}
		return texts
	case KindThirdParties:
		var texts []string
		for _, party := range b.ThirdParties {
			texts = append(texts, party.Name, party.Purpose)
		}
		return texts
	case KindContact:
		return []string{b.Contact.Organisation}
	case KindSecurityProperties, KindRelated, KindChanges:
	}
	return nil
}

// optional are the words that may be missing.
func (b Block) optional() []string {
	switch {
	case b.SecurityProperties != nil:
		p := b.SecurityProperties
		return []string{p.HTTPOnly, p.Secure, p.SameSite, p.Path}
	case b.Related != nil:
		return []string{b.Related.Intro}
	case b.Contact != nil:
		return []string{b.Contact.Person, b.Contact.Phone, b.Contact.Website}
	}
	return nil
}

// markdown are the texts of the block that are written in Markdown.
func (b Block) markdown() []Markdown { return append(slices.Clone(b.List), b.Prose, b.InShort) }

// quotable are the texts that a claim of the block can quote: its own words,
// and in a cookie table the purposes that it prints.
func (d Document) quotable(b Block) []string {
	texts := append(b.required(), b.optional()...)
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

func plainTexts(items []Markdown) []string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = string(item)
	}
	return texts
}
