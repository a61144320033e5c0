package views

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
)

// LanguageLink leads to the policy in a language.
type LanguageLink struct {
	Language policy.Language
	Href     string
	Current  bool
}

// NewTranslation gathers what a page of the version shows in another language.
// What is checked are the claims of the original.
func NewTranslation(v *site.Version, t site.Translated, facts claim.Evidence, others []Link) Policy {
	page := gather(v, facts, others)
	shown := *v
	shown.Document = t.Document
	page.Version, page.Translated = &shown, &t
	return page.withHTML()
}

func (v Policy) language() policy.Language {
	if v.Translated == nil {
		return policy.Original
	}
	return v.Translated.Translation.Language
}

func (v Policy) words() pageWords { return wordsIn(v.language()) }

// inOriginal marks what stands in the original language on a page in another.
var inOriginal = templ.Attributes{"lang": policy.Original.Code, "dir": string(policy.Original.Direction)}

// lang marks the text under the key, if that has no words.
func (v Policy) lang(key string) templ.Attributes {
	if v.Translated != nil && v.Translated.Original[key] {
		return inOriginal
	}
	return nil
}

// foreign marks what is never translated.
func (v Policy) foreign() templ.Attributes {
	if v.Translated != nil {
		return inOriginal
	}
	return nil
}

// inLanguage marks what is in the page's language inside of what is foreign.
func (v Policy) inLanguage() templ.Attributes {
	if v.Translated != nil {
		return attributesOf(v.language())
	}
	return nil
}

func attributesOf(l policy.Language) templ.Attributes {
	return templ.Attributes{"lang": l.Code, "dir": string(l.Direction)}
}

func (v Policy) langOfLink(l Link) templ.Attributes {
	if v.Translated != nil && !strings.HasSuffix(l.Href, "/in/"+v.language().Code) {
		return inOriginal
	}
	return nil
}

// langOfLine finds the line's key by its words.
func (v Policy) langOfLine(b policy.Block, line block.Property) templ.Attributes {
	p, _ := b.Content.(block.SecurityProperties)
	for key, words := range map[string]string{"http_only": p.HTTPOnly, "secure": p.Secure, "same_site": p.SameSite} {
		if words == line.Words {
			return v.lang(b.UID + "." + key)
		}
	}
	return v.lang(b.UID + ".path")
}

// lineName: attributes are called as in the standard, in every language.
func (v Policy) lineName(b policy.Block, line block.Property) string {
	if line.Restricts && v.Translated != nil && v.langOfLine(b, line) == nil {
		return v.words().PathRestricted
	}
	return line.Name
}

// keyOf is the key of the item with the index.
func keyOf(b policy.Block, i int) string { return b.UID + "." + strconv.Itoa(i+1) }

// wrapped marks HTML that stands in the original language.
func (v Policy) wrapped(key, html string) string {
	if v.lang(key) == nil {
		return html
	}
	return fmt.Sprintf(`<div lang="%s" dir="%s">%s</div>`, policy.Original.Code, policy.Original.Direction, html)
}

// endCheck is the number of the first check of a block of a translation, whose
// mark stands at the block's end: a claim quotes the original, so no sentence
// can be told that it is about. 0 if there is none.
func (v Policy) endCheck(b policy.Block) int {
	if v.Translated == nil {
		return 0
	}
	for _, check := range v.Checks {
		if check.UID == b.UID {
			return check.Number
		}
	}
	return 0
}

// withEndMark puts that mark at the end of the block's last paragraph.
func (v Policy) withEndMark(b policy.Block, html string) string {
	n := v.endCheck(b)
	if n == 0 {
		return html
	}
	text, isParagraph := strings.CutSuffix(html, "</p>")
	html = text + checkMark(n, v.words())
	if isParagraph {
		html += "</p>"
	}
	return html
}

func (v Policy) checkOfLine(b policy.Block, i int, line block.Property) int {
	switch {
	case v.Translated == nil:
		return v.checkOf(b, line.Claim.Says)
	case i == len(v.textsOf(b))-1:
		return v.endCheck(b)
	}
	return 0
}

// notice says what of a translation stands in the original, and why; "" if
// nothing does.
func (v Policy) notice() string {
	switch {
	case v.Translated == nil:
		return ""
	case v.Translated.Stale:
		return fmt.Sprintf(v.words().Stale, v.words().number(number(v.Translated.Translation.Number)))
	case len(v.Translated.Original) > 0:
		return v.words().Partial
	}
	return ""
}

// upcoming says when the next version takes effect.
func (v Policy) upcoming(site Site) string {
	return fmt.Sprintf(v.words().Upcoming, v.words().date(site.local(v.Next.EffectiveAt)))
}

// alternates are the other forms of the page.
func (v Policy) alternates(site Site) []Alternate {
	forms := policyAlternates(site, v.Version)
	if v.Translated != nil {
		forms[0].Href = site.BaseURL + v.address() + ".json"
	}
	return forms
}

// address is where a translation stands.
func (v Policy) address() string {
	return policyPath(v.Version.Document.Slug) + "/in/" + v.language().Code
}

// language is what the page is in.
func (p Page) language() policy.Language {
	if p.Language.Code == "" {
		return policy.Original
	}
	return p.Language
}

// foreign marks what of the page's frame is not in the page's language.
func (p Page) foreign() templ.Attributes {
	if p.language() == policy.Original {
		return nil
	}
	return inOriginal
}

func (p Page) languageAttributes() templ.Attributes {
	if p.language() == policy.Original {
		return templ.Attributes{"lang": policy.Original.Code}
	}
	return attributesOf(p.Language)
}
