package policy

import (
	"maps"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// Problems are what is wrong with the block's own words, by the names of its
// fields as in YAML; those of rows have the row's number behind: "steps.2". What
// the rest of the document has to do with it, only [Document.Validate] sees.
func (b Block) Problems() validation.Errors {
	v := validator{problems: validation.Errors{}}
	if !b.IsEmpty() {
		for _, text := range b.Content.Texts() {
			v.field(text.Field, text)
		}
	}
	return v.problems
}

// CookieProblems are what is wrong with a declaration, by the names of its
// fields as in YAML.
func CookieProblems(d cookie.Declaration) validation.Errors {
	problems := OtherCookieProblems(d)
	if bounds, ours := cookie.BoundsOf(d.Name); ours && len(problems) == 0 {
		if err := bounds.Check(d); err != nil {
			problems["lifetime"] = err.Error() + "."
		}
	}
	return problems
}

// OtherCookieProblems is CookieProblems for the document of any site: whatever a cookie is called
// there, this program does not set it.
func OtherCookieProblems(d cookie.Declaration) validation.Errors {
	v := validator{problems: validation.Errors{}}
	v.text("purpose", d.Purpose, wording.MaxText)
	maps.Copy(v.problems, fieldwise(d))
	return v.problems
}

// fieldwise looks at one field at a time, with the others as they should be.
func fieldwise(d cookie.Declaration) validation.Errors {
	fine := cookie.Declaration{
		Name:     "x",
		Purpose:  "x",
		Category: cookie.Necessary,
		Path:     "/",
		Lifetime: cookie.Lifetime(time.Hour),
		Secure:   true,
		SameSite: cookie.Lax,
	}
	problems := validation.Errors{}
	for field, set := range map[string]func(*cookie.Declaration){
		"name":      func(c *cookie.Declaration) { c.Name = d.Name },
		"category":  func(c *cookie.Declaration) { c.Category = d.Category },
		"path":      func(c *cookie.Declaration) { c.Path = d.Path },
		"domain":    func(c *cookie.Declaration) { c.Domain = d.Domain },
		"same_site": func(c *cookie.Declaration) { c.SameSite, c.Secure = d.SameSite, d.Secure },
		"lifetime":  func(c *cookie.Declaration) { c.Lifetime = d.Lifetime },
	} {
		one := fine
		set(&one)
		if err := one.Validate(); err != nil {
			problems[field] = strings.TrimPrefix(err.Error(), "x: ") + "."
		}
	}
	return problems
}
