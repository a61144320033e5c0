package printed

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// CompareAlone compares what a page of a site that has no document prints with the cookies
// that were seen: each has to be listed, with the life that it has.
func (p Page) CompareAlone(seen []report.Cookie) []report.Finding {
	if p.Address == "" || p.problem != "" {
		return nil
	}
	p.content = p.content.withFrames()
	var findings []report.Finding
	for _, c := range seen {
		if c.Rejected == "" {
			findings = append(findings, p.findingOf(c)...)
		}
	}
	return findings
}

// findingOf is what the page does not say of the cookie, or says otherwise.
func (p Page) findingOf(c report.Cookie) []report.Finding {
	f := report.Finding{
		Severity: report.High,
		Subject:  c.Name,
		Detail:   c.Domain,
		Seen:     c.Seen,
		Mend:     "Have the page say what the site does.",
	}
	rows := p.rowsNaming(c.Name)
	if len(rows) == 0 {
		if mentions(p.inForce(), c.Name) {
			return nil // in prose
		}
		f.Kind = report.Undeclared
		f.What = fmt.Sprintf("%s set the cookie %s, which %s does not list.", c.Domain, c.Name, siteurl.Bare(p.Address))
		if p.isComplete() {
			f.Kind, f.Detail = report.PrintedOtherwise, "not listed"
			f.What += " It says that its list is complete."
		}
		return []report.Finding{f}
	}
	f.Kind, f.Detail = report.PrintedOtherwise, "Lifetime"
	switch said := saidOf(rows, c); said {
	case printedOtherwise:
		f.What = fmt.Sprintf(
			"%s lives %s, and its page says: “%s”.",
			c.Name,
			claim.LifetimeWords(c.Lifetime),
			oneLine(rows[0]),
		)
	case notUnderstood:
		f.Severity = report.Low
		f.What = fmt.Sprintf(
			"How long %s lives is printed in words that the audit does not understand: “%s”.",
			c.Name,
			oneLine(rows[0]),
		)
	default:
		return nil
	}
	return []report.Finding{f}
}

// complete are words of a page by which its list has no gaps.
var complete = regexp.MustCompile(
	`(?i)\blists? (everything|all|every)\b|\bnothing else\b|\bno others?\b|\bonly (these|the following)\b|\bcomplete list\b`,
)

func (p Page) isComplete() bool { return complete.MatchString(p.content.Text) }

// saidOf is what the rows say of the cookie's life; one that says it is enough, unless
// another says something else.
func saidOf(rows []string, c report.Cookie) printedLife {
	said := notPrinted
	for _, row := range rows {
		switch is := lifeOfSeen(row, c); {
		case is == printedOtherwise:
			return is
		case is > said:
			said = is
		}
	}
	return said
}

// lifeOfSeen allows for a header that names a moment and was some seconds on its way.
func lifeOfSeen(row string, c report.Cookie) printedLife {
	said := notPrinted
	for late := cookie.Lifetime(0); late <= claim.Slack; late += claim.Slack / 5 {
		lifetime := c.Lifetime
		if lifetime != cookie.Session {
			lifetime += late
		}
		if said = lifeIn(row, cookie.Declaration{Name: nameIn(row, c.Name), Lifetime: lifetime}); said == printedAs {
			return said
		}
	}
	return said
}

// rowsNaming are the rows that name the cookie, or else those with a pattern that it is like:
// the narrowest ones, since a box around several rows names them all.
func (p Page) rowsNaming(name string) []string {
	rows := p.rowsWhere(func(row string) bool { return names(row, name) })
	if len(rows) == 0 {
		rows = p.rowsWhere(func(row string) bool { return mentions(row, name) })
	}
	slices.SortStableFunc(rows, func(a, b string) int { return len(a) - len(b) })
	return slices.DeleteFunc(slices.Clone(rows), func(row string) bool { return len(row) > 4*len(rows[0])+100 })
}

func (p Page) rowsWhere(is func(row string) bool) (rows []string) {
	for _, row := range p.content.rows() {
		if is(row) {
			rows = append(rows, row)
		}
	}
	return rows
}

// inForce is the text of the page without the tables of what is no longer set.
func (p Page) inForce() string {
	text := p.content.Text
	for _, t := range p.content.Tables {
		for _, row := range t.Rows {
			for _, cell := range row.Cells {
				if t.isRetired() && len(strings.TrimSpace(cell)) > 1 {
					text = strings.Replace(text, cell, " ", 1)
				}
			}
		}
	}
	return text
}

func mentions(text, name string) bool { return names(text, name) || nameIn(text, name) != name }

// placeholder is a part of a printed name that stands for any text: "_ga_*", "sess_<id>".
var placeholder = regexp.MustCompile(`\*|<[^<>\s]+>|\{[^{}\s]+\}|\[[^\[\]\s]+\]|#+|x{3,}|X{3,}`)

// nameIn is the name or the pattern by which the text names the cookie; the name itself
// where it has none.
func nameIn(text, name string) string {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n\r,;"+cellEnd, r) }) {
		parts := placeholder.Split(word, -1)
		if len(parts) < 2 || strings.Join(parts, "") == "" {
			continue
		}
		for i, part := range parts {
			parts[i] = regexp.QuoteMeta(part)
		}
		if pattern, err := regexp.Compile("^" + strings.Join(parts, ".+") + "$"); err == nil &&
			pattern.MatchString(name) {
			return word
		}
	}
	return name
}

// unitsOf are the units that the heads of columns name: "Duration (seconds)".
func (t printedTable) unitsOf() []string {
	i := slices.IndexFunc(t.Rows, func(r printedRow) bool { return r.Head })
	if i < 0 {
		return nil
	}
	var units []string
	for _, head := range t.Rows[i].Cells {
		units = append(units, strings.TrimSpace(unitWord.FindString(plain(head))))
	}
	return units
}

var unitWord = regexp.MustCompile(`\b(seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b`)

var bareNumber = regexp.MustCompile(`^\s*\d[\d.,]*\s*$`)

// withUnits is the row with the unit of the column's head after each bare number.
func (r printedRow) withUnits(units []string) printedRow {
	cells := slices.Clone(r.Cells)
	for i, cell := range cells {
		if i < len(units) && units[i] != "" && bareNumber.MatchString(cell) {
			cells[i] = strings.TrimSpace(cell) + " " + units[i]
		}
	}
	return printedRow{r.Head, cells}
}
