package policy

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
)

// Problems are what is wrong with the block's own words, by the names of its
// fields as in YAML; those of rows have the row's number behind: "steps.2". What
// the rest of the document has to do with it, only [Document.Validate] sees.
func (b Block) Problems() models.Invalid {
	v := validator{problems: models.Invalid{}, names: map[string]bool{}}
	for _, f := range b.fields() {
		if f.text != "" || f.required {
			v.text(f.name, f.text, longestText)
		}
		if problem := Markdown(f.text).problem(); f.markdown && problem != "" {
			v.problems[f.name] = problem
		}
	}
	return v.problems
}

type blockField struct {
	name, text         string
	required, markdown bool
}

func (b Block) fields() []blockField {
	switch {
	case b.CookieTable != nil:
		return []blockField{{name: "caption", text: b.CookieTable.Caption, required: true}}
	case b.SecurityProperties != nil:
		p := b.SecurityProperties
		return []blockField{{name: "http_only", text: p.HTTPOnly}, {name: "secure", text: p.Secure}, {name: "same_site", text: p.SameSite}, {name: "path", text: p.Path}}
	case b.Related != nil:
		return []blockField{{name: "intro", text: b.Related.Intro}}
	case b.Contact != nil:
		c := b.Contact
		return []blockField{{name: "organisation", text: c.Organisation, required: true}, {name: "person", text: c.Person}, {name: "phone", text: c.Phone}, {name: "website", text: c.Website}}
	}
	fields := []blockField{{name: "prose", text: string(b.Prose), markdown: true}, {name: "in_short", text: string(b.InShort), markdown: true}}
	for _, item := range b.List {
		fields = append(fields, blockField{"list", string(item), true, true})
	}
	for i, browser := range b.BrowserSteps {
		fields = append(fields, rowField("name", i, browser.Name), rowField("steps", i, browser.Steps))
	}
	for i, party := range b.ThirdParties {
		fields = append(fields, rowField("name", i, party.Name), rowField("purpose", i, party.Purpose))
	}
	return fields
}

func rowField(name string, i int, text string) blockField {
	return blockField{name: fmt.Sprintf("%s.%d", name, i+1), text: text, required: true}
}

// CookieProblems are what is wrong with a declaration, by the names of its
// fields as in YAML.
func CookieProblems(d cookie.Declaration) models.Invalid {
	v := validator{problems: models.Invalid{}}
	v.text("purpose", d.Purpose, longestText)
	maps.Copy(v.problems, fieldwise(d))
	if bounds, ours := cookie.BoundsOf(d.Name); ours && len(v.problems) == 0 {
		if err := bounds.Check(d); err != nil {
			v.problems["lifetime"] = err.Error() + "."
		}
	}
	return v.problems
}

// fieldwise looks at one field at a time, with the others as they should be.
func fieldwise(d cookie.Declaration) models.Invalid {
	fine := cookie.Declaration{Name: "x", Purpose: "x", Category: cookie.Necessary, Path: "/", Lifetime: cookie.Lifetime(time.Hour), Secure: true, SameSite: cookie.Lax}
	problems := models.Invalid{}
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
