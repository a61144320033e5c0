package printed

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// cookies compares the declarations with the rows that are printed, both
// ways.
func (c *printedComparison) cookies() {
	rows := slices.DeleteFunc(c.content.rows(), c.isOfSeveral)
	for _, d := range c.document.Cookies {
		if !slices.ContainsFunc(rows, func(row string) bool { return prints(row, d) }) {
			c.notPrinted(d, rows)
		}
	}
	for _, table := range c.content.Tables {
		if column := c.nameColumn(table); column >= 0 && !table.isRetired() {
			c.rowsOf(table, column)
		}
	}
}

// isOfSeveral reports whether the row is one of rows: its cells begin with the names of more than
// one cookie. A cookie of the name "session" may live for a session.
func (c *printedComparison) isOfSeveral(row string) bool {
	found := map[string]bool{}
	for cell := range strings.SplitSeq(row, cellEnd) {
		first, _, _ := strings.Cut(strings.TrimSpace(cell)+" ", " ")
		first, _, _ = strings.Cut(first, "\n")
		if c.isName(first) {
			found[first] = true
		}
	}
	return len(found) > 1
}

// prints reports whether the row has the declaration's name, purpose and life.
func prints(row string, d cookie.Declaration) bool {
	return names(row, d.Name) && strings.Contains(plain(row), plain(d.Purpose)) && lifeIn(row, d) == printedAs
}

// names: a name is one only to the letter, and not as a part of another.
func names(row, name string) bool {
	words := strings.FieldsFunc(row, func(r rune) bool { return !cookie.IsName(string(r)) })
	return slices.Contains(words, name) || slices.Contains(words, name+".")
}

// notPrinted says what of the declaration the page leaves out or says otherwise.
func (c *printedComparison) notPrinted(d cookie.Declaration, rows []string) {
	switch i := slices.IndexFunc(rows, func(row string) bool { return names(row, d.Name) }); {
	case i < 0:
		c.differs(
			report.High,
			d.Name,
			"cookie",
			fmt.Sprintf("%s is declared, and the page of the policy does not list it.", d.Name),
		)
	case lifeIn(rows[i], d) == notUnderstood:
		c.lifeNotUnderstood(d, rows[i])
	case lifeIn(rows[i], d) != printedAs:
		c.lifeDiffers(d, rows[i])
	default:
		c.differs(
			report.High,
			d.Name,
			"Purpose",
			fmt.Sprintf("The purpose of %s is printed otherwise than it is declared: “%s”.", d.Name, oneLine(rows[i])),
		)
	}
}

// nameColumn is the column of a table of cookies in which their names stand: its
// head says so, or declared ones do. -1: it is a table of something else.
func (c *printedComparison) nameColumn(t printedTable) int {
	for _, row := range t.Rows {
		for i, cell := range row.Cells {
			if namesCookies.MatchString(plain(cell)) || !row.Head && (c.isName(cell) || i == 0 && c.isDeclared(cell)) {
				return i
			}
		}
	}
	if slices.ContainsFunc(c.document.Blocks(), func(b policy.Block) bool {
		declared, isTable := b.Content.(block.CookieTable)
		return isTable && plain(declared.Caption) == plain(t.Caption)
	}) {
		return 0
	}
	return -1
}

// namesCookies is the head of a column, in a cell for heads or in any other.
var namesCookies = regexp.MustCompile(`^(name of (the )?)?cookies?( names?)?$`)

func (c *printedComparison) isName(cell string) bool {
	return slices.ContainsFunc(
		c.document.Cookies,
		func(d cookie.Declaration) bool { return d.Name == strings.TrimSpace(cell) },
	)
}

// isDeclared reports whether the cell names a declared cookie, perhaps among others.
func (c *printedComparison) isDeclared(cell string) bool {
	return slices.ContainsFunc(c.document.Cookies, func(d cookie.Declaration) bool { return names(cell, d.Name) })
}

// rowsOf finds what a table of cookies says that no declaration does. A row that is
// narrower than the others names none: it heads a group, or goes on with a cell of
// the row before.
func (c *printedComparison) rowsOf(t printedTable, column int) {
	width := 0
	for _, row := range t.Rows {
		width = max(width, len(row.Cells))
	}
	for _, row := range t.Rows {
		name := row.cell(column)
		if row.Head || name == "" || plain(name) == "name" || namesCookies.MatchString(plain(name)) {
			continue
		}
		if len(row.Cells) == width && !c.isDeclared(name) {
			c.differs(
				report.High,
				name,
				"not declared",
				fmt.Sprintf(
					"The page of the policy lists the cookie “%s”, which the policy does not declare.",
					oneLine(name),
				),
			)
		}
		c.otherLife(name, row)
	}
}

// otherLife finds a second row that says how long a declared cookie lives, and not
// as the first.
func (c *printedComparison) otherLife(name string, row printedRow) {
	for _, d := range c.document.Cookies {
		if names(name, d.Name) && lifeIn(row.text(), d) == printedOtherwise {
			c.lifeDiffers(d, row.text())
		}
	}
}

func (c *printedComparison) lifeDiffers(d cookie.Declaration, row string) {
	f := report.Finding{Kind: report.PrintedOtherwise, Subject: d.Name, Detail: "Lifetime"}
	if !slices.ContainsFunc(c.findings, func(known report.Finding) bool { return known.Key() == f.Key() }) {
		c.differs(
			report.High,
			d.Name,
			"Lifetime",
			fmt.Sprintf("The life of %s is printed otherwise than it is declared: “%s”.", d.Name, oneLine(row)),
		)
	}
}
