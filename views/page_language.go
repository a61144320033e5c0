package views

import (
	"github.com/a-h/templ"

	"github.com/prokken/prokken/policy"
)

// InOriginal marks what stands in the original language on a page in another.
var InOriginal = templ.Attributes{"lang": policy.Original.Code, "dir": string(policy.Original.Direction)}

// AttributesOf returns the attributes of text in the language.
func AttributesOf(l policy.Language) templ.Attributes {
	return templ.Attributes{"lang": l.Code, "dir": string(l.Direction)}
}

// ContentLanguage is what the page is in.
func (p Page) ContentLanguage() policy.Language {
	if p.Language.Code == "" {
		return policy.Original
	}
	return p.Language
}

// foreign marks what of the page's frame is not in the page's language.
func (p Page) foreign() templ.Attributes {
	if p.ContentLanguage() == policy.Original {
		return nil
	}
	return InOriginal
}

func (p Page) languageAttributes() templ.Attributes {
	if p.ContentLanguage() == policy.Original {
		return templ.Attributes{"lang": policy.Original.Code}
	}
	return AttributesOf(p.Language)
}
