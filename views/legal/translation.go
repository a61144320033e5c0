package legal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// LanguageLink leads to the policy in a language.
type LanguageLink struct {
	Language policy.Language
	Href     string
	Current  bool
}

// NewTranslation gathers what a page of the version shows in another language.
// What is checked are the claims of the original, and its sentences bear marks where they say them.
func NewTranslation(v *site.Version, t translation.Translated, on Place, others []views.Link) Policy {
	page := gather(v, on, others)
	shown := *v
	shown.Document = t.Document
	page.Version, page.Translated = &shown, &t
	return page.withSaid(t).withHTML()
}

func (v Policy) language() policy.Language {
	if v.Translated == nil {
		return policy.Original
	}
	return v.Translated.Translation.Language
}

func (v Policy) words() pageWords { return wordsIn(v.language()) }

// lang marks the text under the key, if that has no words.
func (v Policy) lang(key string) templ.Attributes {
	if v.Translated != nil && v.Translated.Original[key] {
		return views.InOriginal
	}
	return nil
}

// foreign marks what is never translated.
func (v Policy) foreign() templ.Attributes {
	if v.Translated != nil {
		return views.InOriginal
	}
	return nil
}

// inLanguage marks what is in the page's language inside of what is foreign.
func (v Policy) inLanguage() templ.Attributes {
	if v.Translated != nil {
		return views.AttributesOf(v.language())
	}
	return nil
}

func (v Policy) langOfLink(l views.Link) templ.Attributes {
	if v.Translated != nil && !strings.HasSuffix(l.Href, "/in/"+v.language().Code) {
		return views.InOriginal
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

// withSaid puts the sentences of the translation to those of the original that they say. Of two
// that read alike in a block, one without a basis takes the mark from both. Words that were made
// of another version bear none: what stands beside them may have changed.
func (v Policy) withSaid(t translation.Translated) Policy {
	if t.Stale {
		return v
	}
	v.Checks = slices.Clone(v.Checks)
	for _, s := range t.Translation.Sentences {
		isDoubtful := func(other policy.TranslatedBasis) bool {
			return other.Block == s.Block && other.Says == s.Says && other.Basis == policy.NoBasis
		}
		if slices.ContainsFunc(t.Translation.Sentences, isDoubtful) {
			continue
		}
		for i, c := range v.Checks {
			if c.IsChecked() && c.Block == s.Block && c.Says == s.Original && slices.Equal(c.Checks, s.Checks) {
				v.Checks[i] = c.saidBy(s)
			}
		}
	}
	return v
}

// saidBy adds the sentence of a translation. The check says no more than either of them does.
func (c Check) saidBy(s policy.TranslatedBasis) Check {
	c.Said = append(slices.Clone(c.Said), s.Says)
	if rank(s.Basis) < rank(c.Basis) {
		c.Basis, c.Confirmed = s.Basis, s.Confirmed
	}
	return c
}

// beside are the checked sentences of the block that no sentence of the translation says: they
// stand, with their marks, in the words of the original below what translates them.
func (v Policy) beside(b policy.Block) []Check {
	if v.Translated == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(v.Checks), func(c Check) bool {
		return c.Block != b.UID || !c.IsChecked() || len(c.Said) > 0
	})
}

func (v Policy) checkOfLine(b policy.Block, line block.Property) int {
	return v.CheckOf(b, policy.Plain(line.Claim.Says))
}

// notice says what of a translation stands in the original, and why; "" if
// nothing does.
func (v Policy) notice() string {
	switch {
	case v.Translated == nil:
		return ""
	case v.Translated.Stale:
		return fmt.Sprintf(v.words().Stale, v.words().number(display.Number(v.Translated.Translation.Number)))
	case len(v.Translated.Original) > 0:
		return v.words().Partial
	}
	return ""
}

// upcoming says when the next version takes effect.
func (v Policy) upcoming(site views.Site) string {
	return fmt.Sprintf(v.words().Upcoming, v.words().date(site.Local(v.Next.EffectiveAt)))
}

// alternates are the other forms of the page.
func (v Policy) alternates(site views.Site) []views.Alternate {
	forms := policyAlternates(site, v.Paths, v.Version)
	if v.Translated != nil {
		forms[0].Href = site.BaseURL + v.address() + ".json"
	}
	return forms
}

// original is where the words stand that were translated.
func (v Policy) original() string {
	if v.Status != "" {
		return v.Paths.Version(v.Version.Document.Slug, v.Version.Number)
	}
	return v.Paths.Policy(v.Version.Document.Slug)
}

// address is where a translation stands.
func (v Policy) address() string {
	if v.Status != "" {
		return v.editionPath(v.Translated.Translation.Count)
	}
	return v.original() + "/in/" + v.language().Code
}

// editionPath is where one of the translations of a version stays.
func (v Policy) editionPath(count int64) string {
	t := v.Translated.Translation
	return v.Paths.TranslatedVersion(v.Version.Document.Slug, t.Number, t.Language.Code) + "/" + display.Number(count)
}

// editions are the numbers of the translations of the version into the page's language.
func (v Policy) editions() []int64 {
	numbers := []int64{}
	for _, t := range v.Version.Translations {
		if t.Language == v.language() {
			numbers = append(numbers, t.Count)
		}
	}
	if len(numbers) == 0 { // of the page of what is in effect
		return []int64{v.Translated.Translation.Count}
	}
	return numbers
}

// VersionWords name the version in the page's language.
func (v Policy) VersionWords() string { return v.words().version(v.Version.Number) }
