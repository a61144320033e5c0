package handlers

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views"
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
		setAll(v, "http_only", p.HTTPOnly, "secure", p.Secure, "same_site", p.SameSite, "path", p.Path, "path_of", p.PathOf)
	case policy.KindBrowserSteps:
		for i, browser := range b.BrowserSteps {
			setAll(v, row("name", i), browser.Name, row("steps", i), browser.Steps)
		}
	case policy.KindThirdParties:
		for i, party := range b.ThirdParties {
			setAll(v, row("name", i), party.Name, row("purpose", i), party.Purpose, row("policy", i), party.Policy)
		}
	case policy.KindRelated:
		v.Set("intro", b.Related.Intro)
	case policy.KindContact:
		setAll(v, "organisation", b.Contact.Organisation, "person", b.Contact.Person, "phone", b.Contact.Phone, "website", b.Contact.Website)
	case policy.KindChanges:
		v.Set("newest", strconv.Itoa(b.Changes.Newest))
	}
	return v
}

func setAll(v url.Values, pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
}

func row(name string, i int) string { return fmt.Sprintf("%s.%d", name, i+1) }

func joinItems(items []policy.Markdown) string {
	lines := make([]string, len(items))
	for i, item := range items {
		lines[i] = strings.Join(strings.Fields(string(item)), " ")
	}
	return strings.Join(lines, "\n")
}

// readBlock makes a block of the fields, and says what of them cannot be read.
func readBlock(uid string, kind policy.Kind, v url.Values) (policy.Block, models.Invalid) {
	b, invalid := policy.Block{UID: uid}, models.Invalid{}
	switch kind {
	case policy.KindProse:
		b.Prose = policy.Markdown(text(v, "prose"))
	case policy.KindInShort:
		b.InShort = policy.Markdown(text(v, "in_short"))
	case policy.KindList:
		for line := range strings.SplitSeq(text(v, "list"), "\n") {
			if line = strings.TrimSpace(line); line != "" {
				b.List = append(b.List, policy.Markdown(line))
			}
		}
	case policy.KindCookieTable:
		b.CookieTable = &policy.CookieTable{Caption: line(v, "caption"), Category: cookie.Category(line(v, "category"))}
	case policy.KindSecurityProperties:
		b.SecurityProperties = &policy.SecurityProperties{
			Of: v["of"], HTTPOnly: line(v, "http_only"), Secure: line(v, "secure"), SameSite: line(v, "same_site"), Path: line(v, "path"), PathOf: line(v, "path_of"),
		}
	case policy.KindBrowserSteps:
		b.BrowserSteps = readRows(v, func(i int) policy.Browser {
			return policy.Browser{Name: line(v, row("name", i)), Steps: line(v, row("steps", i))}
		})
	case policy.KindThirdParties:
		b.ThirdParties = readRows(v, func(i int) policy.ThirdParty {
			return policy.ThirdParty{Name: line(v, row("name", i)), Purpose: line(v, row("purpose", i)), Policy: line(v, row("policy", i))}
		})
	case policy.KindRelated:
		b.Related = &policy.Related{Intro: line(v, "intro")}
	case policy.KindContact:
		b.Contact = &policy.Contact{Organisation: line(v, "organisation"), Person: line(v, "person"), Phone: line(v, "phone"), Website: line(v, "website")}
	case policy.KindChanges:
		n, err := strconv.Atoi(line(v, "newest"))
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
	if problem := unreadRows(v); problem != "" {
		invalid["part"] = problem
	}
	return b, invalid
}

// firstField is the field that a block of the kind holds nothing without.
var firstField = map[policy.Kind]string{
	policy.KindProse: "prose", policy.KindInShort: "in_short", policy.KindList: "list", policy.KindBrowserSteps: "name.1", policy.KindThirdParties: "name.1",
}

// rowsOf is how many rows the fields name.
func rowsOf(v url.Values) int {
	n := 0
	for n < views.MostRows && v.Has(row("name", n)) {
		n++
	}
	return n
}

// unreadRows says what is wrong where something stands in a row that is not read:
// nothing typed goes without a word.
func unreadRows(v url.Values) string {
	read := rowsOf(v)
	for name := range v {
		field, number, _ := strings.Cut(name, ".")
		n, err := strconv.Atoi(number)
		isRow := err == nil && slices.Contains(rowFields, field)
		if isRow && (n > read || n < 1) && line(v, name) != "" {
			return unreadWords(read)
		}
	}
	return ""
}

// rowFields are what the fields of a row are called, with its number behind.
var rowFields = []string{"name", "steps", "purpose", "policy"}

func unreadWords(read int) string {
	if read == views.MostRows {
		return fmt.Sprintf("A block has room for %d rows. Please put the others into a second block.", views.MostRows)
	}
	return "The rows have to be numbered one by one, from 1, each with a name."
}

// readRows leaves empty rows out. A row that is half empty is kept, to be
// complained of.
func readRows[T comparable](v url.Values, read func(i int) T) []T {
	var rows []T
	var empty T
	for i := range rowsOf(v) {
		if one := read(i); one != empty {
			rows = append(rows, one)
		}
	}
	return rows
}

// text is what was typed, with the line ends of a document.
func text(v url.Values, name string) string {
	return strings.TrimSpace(dosless(v.Get(name)))
}

// dosless has the line ends of a document, not those of a form.
func dosless(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// line is what was typed, in one line.
func line(v url.Values, name string) string { return strings.Join(strings.Fields(v.Get(name)), " ") }
