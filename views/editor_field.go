package views

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// EditField is one thing to fill in. Type is text, area, number, select, check,
// checks, lifetime or row.
type EditField struct {
	Name, Type, Label, Hint, Error string
	Value                          string
	Values                         []string // what is ticked
	Options                        []Option
	Fields                         []EditField // of a row; of a lifetime the number and its unit
	Rows                           int
	Most                           int // how many characters the server takes; 0: it does not count them here
}

// Option is one of several to choose from.
type Option struct{ Value, Label string }

func (f EditField) id() string { return "f_" + strings.ReplaceAll(f.Name, ".", "_") }

func (f EditField) invalid() string {
	if f.Error != "" {
		return "true"
	}
	return "false"
}

func (f EditField) described() string {
	if f.Hint != "" {
		return f.id() + "_hint " + f.id() + "_error"
	}
	return f.id() + "_error"
}

// flat are the fields with those of rows in their places: all that can have an
// error.
func flat(fields []EditField) []EditField {
	var all []EditField
	for _, f := range fields {
		if f.Type == "row" {
			all = append(all, f.Fields...)
		} else {
			all = append(all, f)
		}
	}
	return all
}

const markdownHint = "An empty line begins a paragraph. **strong**, *emphasis*, [words](https://example.com). Everything else is shown as you type it."

// fieldMaker makes fields from what was stored or typed.
type fieldMaker struct {
	v       url.Values
	invalid models.Invalid
}

func (m fieldMaker) text(name, label, hint string) EditField {
	return EditField{Name: name, Type: "text", Label: label, Hint: hint, Value: m.v.Get(name), Error: m.invalid[name]}
}

func (m fieldMaker) area(name, label, hint string, least int) EditField {
	f := m.text(name, label, hint)
	f.Type, f.Rows = "area", max(least, min(len(f.Value)/55+strings.Count(f.Value, "\n")+1, 18))
	f.Most = policy.LongestText
	return f
}

func (m fieldMaker) choice(name, label, hint string, options []Option) EditField {
	f := m.text(name, label, hint)
	f.Type, f.Options = "select", options
	if f.Value != "" && !slices.ContainsFunc(options, func(o Option) bool { return o.Value == f.Value }) {
		f.Options = append(slices.Clone(options), Option{f.Value, f.Value})
	}
	return f
}

func (m fieldMaker) ticks(name, label, hint string, options []Option) EditField {
	f := EditField{Name: name, Type: "checks", Label: label, Hint: hint, Values: m.v[name], Options: slices.Clone(options), Error: m.invalid[name]}
	for _, value := range f.Values {
		if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value }) {
			f.Options = append(f.Options, Option{value, value + " (not declared)"})
		}
	}
	return f
}

func (m fieldMaker) tick(name, label, hint string) EditField {
	f := m.text(name, label, hint)
	f.Type = "check"
	return f
}

func (m fieldMaker) lifetime(label, hint string, units []Option) EditField {
	f := EditField{Name: "lifetime", Type: "lifetime", Label: label, Hint: hint, Value: m.v.Get("lifetime"), Error: m.invalid["lifetime"]}
	f.Fields = []EditField{m.choice("unit", "Unit", "", units)}
	return f
}

// MostRows is how many rows a block's form reads.
const MostRows = 200

// rows is how many rows to show: those there are, and one to fill in while there
// is room.
func (m fieldMaker) rows(name string) int {
	n := 0
	for m.v.Has(fmt.Sprintf("%s.%d", name, n+1)) {
		n++
	}
	if n == 0 || n < MostRows && m.v.Get(fmt.Sprintf("%s.%d", name, n)) != "" {
		n++
	}
	return n
}

// BlockFields are the fields of a kind of block, filled in.
func BlockFields(kind policy.Kind, v url.Values, invalid models.Invalid, declared []cookie.Declaration) []EditField {
	m := fieldMaker{v, invalid}
	switch kind {
	case policy.KindProse:
		return []EditField{m.area("prose", "Words", markdownHint, 6)}
	case policy.KindInShort:
		return []EditField{m.area("in_short", "In short", "One or two sentences that say what the section means. "+markdownHint, 3)}
	case policy.KindList:
		f := m.area("list", "Items", "An item a line. **strong**, *emphasis*, [words](https://example.com).", 5)
		f.Most = 0 // each item has its own
		return []EditField{f}
	case policy.KindCookieTable:
		return []EditField{
			m.text("caption", "Caption", "Read out before the table, and shown over it."),
			m.choice("category", "Which cookies", "The rows are the cookies themselves: change them under Cookies.", append([]Option{{"", "All of them"}}, categoryOptions()...)),
		}
	case policy.KindSecurityProperties:
		return m.properties(declared)
	case policy.KindBrowserSteps:
		return m.browserRows()
	case policy.KindThirdParties:
		return m.partyRows()
	case policy.KindRelated:
		return []EditField{m.text("intro", "Words before the list (may be empty)", "The list of the other policies makes itself.")}
	case policy.KindContact:
		return []EditField{
			m.text("organisation", "Organisation", ""), m.text("person", "Person (may be empty)", ""),
			m.text("phone", "Phone (may be empty)", "Without blanks, like +8801906315901."), m.text("website", "Website (may be empty)", "Like prokken.com. The e-mail address comes from the configuration."),
		}
	case policy.KindChanges:
		f := m.text("newest", "How many of the newest changes to list", "The list makes itself: it shows the summary of each version.")
		f.Type = "number"
		return []EditField{f}
	}
	return nil
}

func (m fieldMaker) properties(declared []cookie.Declaration) []EditField {
	names := cookieOptions(declared)
	return []EditField{
		m.ticks("of", "Which cookies have these properties", "Each line below is checked for every one of them.", names),
		m.area("http_only", "HttpOnly", "Empty: no such line.", 2), m.area("secure", "Secure", "Empty: no such line.", 2), m.area("same_site", "SameSite", "Empty: no such line.", 2),
		m.area("path", "Path-restricted", "Empty: no such line. {path} stands for the path.", 2),
		m.choice("path_of", "Whose path", "The cookie that the line above is about.", append([]Option{{"", "None"}}, names...)),
	}
}

func (m fieldMaker) browserRows() []EditField {
	var rows []EditField
	for i := range m.rows("name") {
		rows = append(rows, EditField{Type: "row", Label: fmt.Sprintf("Browser %d", i+1), Fields: []EditField{
			m.text(fmt.Sprintf("name.%d", i+1), "Name", ""), m.text(fmt.Sprintf("steps.%d", i+1), "Steps", "Like Settings > Privacy > Cookies."),
		}})
	}
	return rows
}

func (m fieldMaker) partyRows() []EditField {
	var rows []EditField
	for i := range m.rows("name") {
		rows = append(rows, EditField{Type: "row", Label: fmt.Sprintf("Third party %d", i+1), Fields: []EditField{
			m.text(fmt.Sprintf("name.%d", i+1), "Name", ""), m.text(fmt.Sprintf("purpose.%d", i+1), "What they do for you", ""),
			m.text(fmt.Sprintf("policy.%d", i+1), "Their policy (may be empty)", "An address with https://."),
		}})
	}
	return rows
}

// TitleFields is the field of a title.
func TitleFields(label, hint string, v url.Values, invalid models.Invalid) []EditField {
	return []EditField{fieldMaker{v, invalid}.text("title", label, hint)}
}

// CookieFields are the fields of a declaration, filled in. What the program
// relies on in its own cookies has no field: see [LockedWords].
func CookieFields(name string, v url.Values, invalid models.Invalid) []EditField {
	m := fieldMaker{v, invalid}
	purpose := m.area("purpose", "Purpose", "What it is for, in words for everyone. It stands in the cookie table.", 3)
	if bounds, ours := cookie.BoundsOf(name); ours {
		return []EditField{purpose, m.lifetime("Lifetime", fmt.Sprintf("Between %s and %s. From the moment this is published, the server sets exactly this.", bounds.Shortest, bounds.Longest), unitOptions()[:4])}
	}
	return []EditField{
		m.text("name", "Name", "As browsers store it, like _example."), purpose,
		m.choice("category", "Category", "Everything but the necessary ones is set only with consent.", categoryOptions()),
		m.text("party", "Set by (empty: this site itself)", "Who sets it, if it is somebody else."),
		m.text("domain", "Domain (empty: this host alone)", "Like prokken.com, for a cookie that subdomains get too."), m.text("path", "Path", "/ for every page."),
		m.lifetime("Lifetime", "At most 400 days; or until the browser is closed.", unitOptions()),
		m.tick("http_only", "HttpOnly", "No script can read it."), m.tick("secure", "Secure", "It travels over https alone."),
		m.choice("same_site", "SameSite", "Whether it is sent when another site asks for something here.", sameSiteOptions()),
	}
}

// LockedWords tell what of one of the program's cookies cannot be chosen.
func LockedWords(d cookie.Declaration) string {
	if _, ours := cookie.BoundsOf(d.Name); !ours {
		return ""
	}
	return fmt.Sprintf("Path %s · HttpOnly · Secure · SameSite=%s · %s. The program relies on these, so they are not to be chosen here.", d.Path, d.SameSite.Words(), d.Category.Words())
}

func categoryOptions() []Option {
	var options []Option
	for _, c := range cookie.Categories {
		options = append(options, Option{string(c), c.Words()})
	}
	return options
}

func sameSiteOptions() []Option {
	return []Option{{"lax", "Lax"}, {"strict", "Strict"}, {"none", "None"}}
}

func unitOptions() []Option {
	return []Option{{"day", "days"}, {"hour", "hours"}, {"minute", "minutes"}, {"second", "seconds"}, {"session", "until the browser is closed"}}
}

func cookieOptions(declared []cookie.Declaration) []Option {
	var options []Option
	for _, d := range declared {
		options = append(options, Option{d.Name, d.Name})
	}
	return options
}

// Texts are the form's fields as they compare: each with a label and its value in
// words.
func (f PartForm) Texts() []EditField {
	var texts []EditField
	for _, field := range f.Fields {
		if field.Type != "row" {
			texts = append(texts, EditField{Label: field.Label, Value: field.words()})
			continue
		}
		for _, inner := range field.Fields {
			texts = append(texts, EditField{Label: field.Label + ": " + inner.Label, Value: inner.words()})
		}
	}
	return texts
}

func (f EditField) words() string {
	switch f.Type {
	case "checks":
		return strings.Join(f.Values, ", ")
	case "check":
		if f.Value != "" {
			return "yes"
		}
		return "no"
	case "lifetime":
		return strings.TrimSpace(f.Value + " " + f.Fields[0].words())
	case "select":
		for _, option := range f.Options {
			if option.Value == f.Value {
				return option.Label
			}
		}
	}
	return strings.ReplaceAll(f.Value, "\r\n", "\n")
}
