package views

import (
	"github.com/a-h/templ"

	"github.com/prokken/prokken/policy"
)

// inOriginal marks what stands in the original language on a page in another.
var inOriginal = templ.Attributes{"lang": policy.Original.Code, "dir": string(policy.Original.Direction)}

func attributesOf(l policy.Language) templ.Attributes {
	return templ.Attributes{"lang": l.Code, "dir": string(l.Direction)}
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
