package editor

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// missing is said of a field that holds nothing.
const missing = "Please write something here."

// blockValues are the fields of a block as its form sends them; readBlock reads
// them again.
func blockValues(b policy.Block) url.Values {
	v := url.Values{}
	switch b.Kind() {
	case policy.KindProse:
		v.Set("prose", string(b.Prose))
	case policy.KindInShort:
		v.Set("in_short", string(b.InShort))
	case policy.KindList:
		v.Set("list", joinItems(b.List))
	case policy.KindCookieTable:
		v.Set("caption", b.CookieTable.Caption)
		v.Set("category", string(b.CookieTable.Category))
	case policy.KindSecurityProperties:
		p := b.SecurityProperties
		v["of"] = p.Of
		form.SetAll(
			v,
			"http_only",
			p.HTTPOnly,
			"secure",
			p.Secure,
			"same_site",
			p.SameSite,
			"path",
			p.Path,
			"path_of",
			p.PathOf,
		)
	case policy.KindBrowserSteps:
		for i, browser := range b.BrowserSteps {
			form.SetAll(v, form.Row("name", i), browser.Name, form.Row("steps", i), browser.Steps)
		}
	case policy.KindThirdParties:
		for i, party := range b.ThirdParties {
			form.SetAll(
				v,
				form.Row("name", i),
				party.Name,
				form.Row("purpose", i),
				party.Purpose,
				form.Row("policy", i),
				party.Policy,
			)
		}
	case policy.KindRelated:
		v.Set("intro", b.Related.Intro)
	case policy.KindContact:
		form.SetAll(
			v,
			"organisation",
			b.Contact.Organisation,
			"person",
			b.Contact.Person,
			"phone",
			b.Contact.Phone,
			"website",
			b.Contact.Website,
		)
	case policy.KindChanges:
		v.Set("newest", strconv.Itoa(b.Changes.Newest))
	}
	return v
}

func joinItems(items []wording.Markdown) string {
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = strings.Join(strings.Fields(string(item)), " ")
	}
	return strings.Join(lines, "\n")
}

// readBlock makes a block of the fields, and says what of them cannot be read.
func readBlock(uid string, kind policy.Kind, v url.Values) (policy.Block, validation.Errors) {
	b, invalid := policy.Block{UID: uid}, validation.Errors{}
	switch kind {
	case policy.KindProse:
		b.Prose = wording.Markdown(form.Text(v, "prose"))
	case policy.KindInShort:
		b.InShort = wording.Markdown(form.Text(v, "in_short"))
	case policy.KindList:
		for line := range strings.SplitSeq(form.Text(v, "list"), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				b.List = append(b.List, wording.Markdown(line))
			}
		}
	case policy.KindCookieTable:
		b.CookieTable = &policy.CookieTable{
			Caption:  form.Line(v, "caption"),
			Category: cookie.Category(form.Line(v, "category")),
		}
	case policy.KindSecurityProperties:
		b.SecurityProperties = &policy.SecurityProperties{
			Of: v["of"], HTTPOnly: form.Line(v, "http_only"), Secure: form.Line(v, "secure"),
			SameSite: form.Line(v, "same_site"), Path: form.Line(v, "path"), PathOf: form.Line(v, "path_of"),
		}
	case policy.KindBrowserSteps:
		b.BrowserSteps = form.ReadRows(v, "name", func(i int) policy.Browser {
			return policy.Browser{Name: form.Line(v, form.Row("name", i)), Steps: form.Line(v, form.Row("steps", i))}
		})
	case policy.KindThirdParties:
		b.ThirdParties = form.ReadRows(v, "name", func(i int) policy.ThirdParty {
			return policy.ThirdParty{
				Name:    form.Line(v, form.Row("name", i)),
				Purpose: form.Line(v, form.Row("purpose", i)),
				Policy:  form.Line(v, form.Row("policy", i)),
			}
		})
	case policy.KindRelated:
		b.Related = &policy.Related{Intro: form.Line(v, "intro")}
	case policy.KindContact:
		b.Contact = &policy.Contact{
			Organisation: form.Line(v, "organisation"),
			Person:       form.Line(v, "person"),
			Phone:        form.Line(v, "phone"),
			Website:      form.Line(v, "website"),
		}
	case policy.KindChanges:
		n, err := strconv.Atoi(form.Line(v, "newest"))
		if err != nil {
			invalid["newest"] = "A number between 1 and 100, please."
		}
		b.Changes = &policy.Changes{Newest: n}
	}
	if b.Kind() == "" {
		invalid[firstField[kind]] = missing
	}
	for field, problem := range b.Problems() {
		invalid[field] = problem
	}
	if problem := form.UnreadRows(v, rowFields...); problem != "" {
		invalid["part"] = problem
	}
	return b, invalid
}

// firstField is the field that a block of the kind holds nothing without.
var firstField = map[policy.Kind]string{
	policy.KindProse: "prose", policy.KindInShort: "in_short", policy.KindList: "list",
	policy.KindBrowserSteps: "name.1", policy.KindThirdParties: "name.1",
}

// rowFields are what the fields of a row are called, with its number behind. The
// first one decides whether there is a row.
var rowFields = []string{"name", "steps", "purpose", "policy"}
