package audit

import (
	"net/url"
	"slices"
	"strings"
)

// printedPage is the policy as people read it in a browser, to compare with the
// document that machines read.
type printedPage struct {
	address string // "": there is none that belongs to the document
	opened  bool
	problem string // why it could not be read; "" if it was
	content printedContent
}

// printedContent is what a page shows. What it hides is not in it.
type printedContent struct {
	Text   string         `json:"text"`
	Day    string         `json:"day"` // of "Last updated": "2026-04-16"
	Tables []printedTable `json:"tables"`
	Items  []string       `json:"items"` // of lists
}

type printedTable struct {
	Caption string       `json:"caption"`
	Rows    []printedRow `json:"rows"`
}

type printedRow struct {
	Head  bool     `json:"head"` // of the columns
	Cells []string `json:"cells"`
}

// expectPage is the page that belongs to a document, if it is one of this site: the
// one that it names, or else the one that stands beside it. It has not been read.
func expectPage(site *url.URL, named, beside string) printedPage {
	for _, address := range []string{named, beside} {
		if u, err := ParseURL(address); err == nil && isOf(site, u) {
			return printedPage{address: u.String(), problem: "The audit ended before it."}
		}
	}
	return printedPage{problem: "The audit ended before it."}
}

// isOf: with www. and without it a site is the same; any other host of it may
// be a site of its own.
func isOf(site, u *url.URL) bool {
	host := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }
	return (u.Scheme == "http" || u.Scheme == "https") && u.User == nil && host(u) == host(site) && u.Port() == site.Port()
}

// Refuse says why the page is not read.
func (p *printedPage) Refuse(problem string) { p.problem = problem }

// Fill takes in what the page shows. The problem is why it could not be read; "" if it was.
func (p *printedPage) Fill(content printedContent, problem string) {
	p.opened, p.content, p.problem = true, content, problem
}

// IsAwaited reports whether there is a page to read that was not opened.
func (p *printedPage) IsAwaited() bool { return p.address != "" && !p.opened }

// Day is the day that the page gives as "Last updated": "2026-04-16"; "" if none was read.
func (p *printedPage) Day() string { return p.content.Day }

// rows are the texts of all rows and of all items of lists: not every page has a
// table.
func (p printedContent) rows() []string {
	rows := slices.Clone(p.Items)
	for _, t := range p.Tables {
		for _, row := range t.Rows {
			rows = append(rows, row.text())
		}
	}
	return rows
}

// text is the row in one line.
func (r printedRow) text() string { return strings.Join(r.Cells, " \t ") }

// cell is what stands in the column; "" if the row does not reach it.
func (r printedRow) cell(column int) string {
	if column >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(r.Cells[column])
}
