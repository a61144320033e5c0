package editor

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/validation"
)

func fieldID(f form.Field) string { return "f_" + strings.ReplaceAll(f.Name, ".", "_") }

func isInvalid(f form.Field) string {
	if f.Error != "" {
		return "true"
	}
	return "false"
}

func describedBy(f form.Field) string {
	if f.Hint != "" {
		return fieldID(f) + "_hint " + fieldID(f) + "_error"
	}
	return fieldID(f) + "_error"
}

// TitleFields is the field of a title.
func TitleFields(label, hint string, v url.Values, invalid validation.Errors) []form.Field {
	return []form.Field{form.Maker{Values: v, Problems: invalid}.Text("title", label, hint)}
}

// OwnCookieFields are the fields of the declaration of one of the program's own cookies. What the
// program relies on in it has no field: see [LockedWords].
func OwnCookieFields(bounds cookie.Bounds, v url.Values, invalid validation.Errors) []form.Field {
	m := form.Maker{Values: v, Problems: invalid}
	hint := fmt.Sprintf(
		"Between %s and %s. From the moment this is published, the server sets exactly this.",
		bounds.Shortest, bounds.Longest,
	)
	return []form.Field{purposeField(m), m.Lifetime("Lifetime", hint, form.UnitOptions()[:4])}
}

func purposeField(m form.Maker) form.Field {
	return m.Area("purpose", "Purpose", "What it is for, in plain words. It is shown in the cookie table.", 3)
}

// CookieFields are the fields of a declaration, filled in.
func CookieFields(v url.Values, invalid validation.Errors) []form.Field {
	m := form.Maker{Values: v, Problems: invalid}
	return []form.Field{
		m.Text("name", "Name", "As browsers store it, like _example."),
		purposeField(m),
		m.Choice(
			"category",
			"Category",
			"All but the necessary ones are set only with consent.",
			form.CategoryOptions(),
		),
		m.Text("party", "Set by (empty: this site itself)", "Who sets it, if it is someone else."),
		m.Text("domain", "Domain (empty: this host only)", "Like prokken.com, for a cookie that subdomains get too."),
		m.Text("path", "Path", "/ for every page."),
		m.Lifetime("Lifetime", "As the site sets it; browsers keep it for 400 days at most. Or until the browser is closed.", form.UnitOptions()),
		m.Tick(
			"http_only",
			"HttpOnly",
			"No script can read it.",
		), m.Tick("secure", "Secure", "It is only sent over HTTPS."),
		m.Choice(
			"same_site",
			"SameSite",
			"Whether it is sent when another site asks for something here.",
			form.SameSiteOptions(),
		),
	}
}

// LockedWords tell what of one of the program's own cookies cannot be chosen.
func LockedWords(d cookie.Declaration) string {
	return fmt.Sprintf(
		"Path %s · HttpOnly · Secure · SameSite=%s · %s. The program relies on these, so they cannot be changed here.",
		d.Path,
		d.SameSite.Words(),
		d.Category.Words(),
	)
}

// Texts are the form's fields as they compare: each with a label and its value in
// words.
func (f PartForm) Texts() []form.Field {
	var texts []form.Field
	for _, field := range f.Fields {
		if field.Type != form.TypeRow {
			texts = append(texts, form.Field{Label: field.Label, Value: field.Words()})
			continue
		}
		for _, inner := range field.Fields {
			texts = append(texts, form.Field{Label: field.Label + ": " + inner.Label, Value: inner.Words()})
		}
	}
	return texts
}
