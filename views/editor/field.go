package editor

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
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

// BlockFields are the fields of a kind of block, filled in.
func BlockFields(
	kind policy.Kind,
	v url.Values,
	invalid validation.Errors,
	declared []cookie.Declaration,
) []form.Field {
	m := form.Maker{Values: v, Problems: invalid}
	switch kind {
	case policy.KindProse:
		return []form.Field{m.Area("prose", "Words", form.MarkdownHint, 6)}
	case policy.KindInShort:
		return []form.Field{
			m.Area("in_short", "In short", "One or two sentences that say what the section means. "+form.MarkdownHint, 3),
		}
	case policy.KindList:
		f := m.Area("list", "Items", "An item a line. **strong**, *emphasis*, [words](https://example.com).", 5)
		f.MaxLength = 0 // each item has its own
		return []form.Field{f}
	case policy.KindCookieTable:
		return []form.Field{
			m.Text("caption", "Caption", "Read out before the table, and shown over it."),
			m.Choice(
				"category",
				"Which cookies",
				"The rows are the cookies themselves: change them under Cookies.",
				form.Optional("All of them", form.CategoryOptions()),
			),
		}
	case policy.KindSecurityProperties:
		return properties(m, declared)
	case policy.KindBrowserSteps:
		return browserRows(m)
	case policy.KindThirdParties:
		return partyRows(m)
	case policy.KindRelated:
		return []form.Field{
			m.Text("intro", "Words before the list (may be empty)", "The list of the other policies makes itself."),
		}
	case policy.KindContact:
		return []form.Field{
			m.Text("organisation", "Organisation", ""), m.Text("person", "Person (may be empty)", ""),
			m.Text("phone", "Phone (may be empty)", "Without blanks, like +8801906315901."),
			m.Text("website", "Website (may be empty)", "Like prokken.com. The e-mail address comes from the configuration."),
		}
	case policy.KindChanges:
		f := m.Text(
			"newest",
			"How many of the newest changes to list",
			"The list makes itself: it shows the summary of each version.",
		)
		f.Type = "number"
		return []form.Field{f}
	}
	return nil
}

func properties(m form.Maker, declared []cookie.Declaration) []form.Field {
	names := form.CookieOptions(declared)
	return []form.Field{
		m.Ticks("of", "Which cookies have these properties", "Each line below is checked for every one of them.", names),
		m.Area("http_only", "HttpOnly", "Empty: no such line.", 2), m.Area("secure", "Secure", "Empty: no such line.", 2),
		m.Area("same_site", "SameSite", "Empty: no such line.", 2),
		m.Area("path", "Path-restricted", "Empty: no such line. {path} stands for the path.", 2),
		m.Choice("path_of", "Whose path", "The cookie that the line above is about.", form.Optional("None", names)),
	}
}

func browserRows(m form.Maker) []form.Field {
	return m.Rows("name", func(i int) form.Field {
		return form.Field{Label: fmt.Sprintf("Browser %d", i+1), Fields: []form.Field{
			m.Text(
				form.Row("name", i),
				"Name",
				"",
			), m.Text(form.Row("steps", i), "Steps", "Like Settings > Privacy > Cookies."),
		}}
	})
}

func partyRows(m form.Maker) []form.Field {
	return m.Rows("name", func(i int) form.Field {
		return form.Field{Label: fmt.Sprintf("Third party %d", i+1), Fields: []form.Field{
			m.Text(form.Row("name", i), "Name", ""), m.Text(form.Row("purpose", i), "What they do for you", ""),
			m.Text(form.Row("policy", i), "Their policy (may be empty)", "An address with https://."),
		}}
	})
}

// TitleFields is the field of a title.
func TitleFields(label, hint string, v url.Values, invalid validation.Errors) []form.Field {
	return []form.Field{form.Maker{Values: v, Problems: invalid}.Text("title", label, hint)}
}

// CookieFields are the fields of a declaration, filled in. What the program
// relies on in its own cookies has no field: see [LockedWords].
func CookieFields(name string, v url.Values, invalid validation.Errors) []form.Field {
	m := form.Maker{Values: v, Problems: invalid}
	purpose := m.Area("purpose", "Purpose", "What it is for, in words for everyone. It stands in the cookie table.", 3)
	if bounds, ours := cookie.BoundsOf(name); ours {
		return []form.Field{
			purpose,
			m.Lifetime(
				"Lifetime",
				fmt.Sprintf(
					"Between %s and %s. From the moment this is published, the server sets exactly this.",
					bounds.Shortest,
					bounds.Longest,
				),
				form.UnitOptions()[:4],
			),
		}
	}
	return []form.Field{
		m.Text("name", "Name", "As browsers store it, like _example."), purpose,
		m.Choice(
			"category",
			"Category",
			"Everything but the necessary ones is set only with consent.",
			form.CategoryOptions(),
		),
		m.Text("party", "Set by (empty: this site itself)", "Who sets it, if it is somebody else."),
		m.Text("domain", "Domain (empty: this host alone)", "Like prokken.com, for a cookie that subdomains get too."),
		m.Text("path", "Path", "/ for every page."),
		m.Lifetime("Lifetime", "At most 400 days; or until the browser is closed.", form.UnitOptions()),
		m.Tick(
			"http_only",
			"HttpOnly",
			"No script can read it.",
		), m.Tick("secure", "Secure", "It travels over https alone."),
		m.Choice(
			"same_site",
			"SameSite",
			"Whether it is sent when another site asks for something here.",
			form.SameSiteOptions(),
		),
	}
}

// LockedWords tell what of one of the program's cookies cannot be chosen.
func LockedWords(d cookie.Declaration) string {
	if _, ours := cookie.BoundsOf(d.Name); !ours {
		return ""
	}
	return fmt.Sprintf(
		"Path %s · HttpOnly · Secure · SameSite=%s · %s. The program relies on these, so they are not to be chosen here.",
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
