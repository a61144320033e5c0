// Package printed compares the page of the policy, as people read it in a browser,
// with the document that machines read. It opens nothing: audit/walk gives it what
// the page shows, and audit asks it for findings. Start reading at [Page.Compare].
package printed

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/prokken/prokken/audit/siteurl"
)

// Page is the policy as people read it in a browser, to compare with the
// document that machines read.
type Page struct {
	Address string // "": there is none that belongs to the document
	opened  bool
	problem string // why it could not be read; "" if it was
	content Content
}

// Content is what a page shows. What it hides is not in it.
type Content struct {
	Text   string         `json:"text"`
	Day    string         `json:"day"` // of "Last updated": "2026-04-16"
	Tables []printedTable `json:"tables"`
	Items  []printedItem  `json:"items"` // of lists, and rows that are made of boxes
	Frames []Content      `json:"-"`     // what its frames show: not the policy's own words
}

// withFrames returns the content and that of the frames as one.
func (c Content) withFrames() Content {
	for _, f := range c.Frames {
		c.Text += "\n" + f.Text
		c.Tables = append(slices.Clip(c.Tables), f.Tables...)
		c.Items = append(slices.Clip(c.Items), f.Items...)
	}
	return c
}

type printedTable struct {
	Caption string       `json:"caption"`
	Above   string       `json:"above"` // the heading that it stands under
	Rows    []printedRow `json:"rows"`
}

type printedItem struct {
	Above string   `json:"above"`
	Cells []string `json:"cells"`
}

type printedRow struct {
	Head  bool     `json:"head"` // of the columns
	Cells []string `json:"cells"`
}

// Expect is the page that belongs to a document, if it is one of this site: the
// one that it names, or else the one that stands beside it. It has not been read.
func Expect(site *url.URL, named, beside string) Page {
	for _, address := range []string{named, beside} {
		if u, err := siteurl.Parse(address); err == nil && isOf(site, u) {
			return Page{Address: u.String(), problem: "The audit ended before it."}
		}
	}
	return Page{problem: "The audit ended before it."}
}

// isOf: with www. and without it a site is the same; any other host of it may
// be a site of its own.
func isOf(site, u *url.URL) bool {
	host := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }
	return (u.Scheme == "http" || u.Scheme == "https") && u.User == nil && host(u) == host(site) &&
		u.Port() == site.Port()
}

// Refuse says why the page is not read.
func (p *Page) Refuse(problem string) { p.problem = problem }

// Fill takes in what the page shows. The problem is why it could not be read; "" if it was.
func (p *Page) Fill(content Content, problem string) {
	p.opened, p.content, p.problem = true, content, problem
}

// IsAwaited reports whether there is a page to read that was not opened.
func (p *Page) IsAwaited() bool { return p.Address != "" && !p.opened }

// Day is the day that the page gives as "Last updated": "2026-04-16"; "" if none was read.
func (p *Page) Day() string { return p.content.Day }

// rows are the texts of all rows and of all items of lists: not every page has a table.
// What the page says is no longer used declares nothing.
func (p Content) rows() []string {
	var rows []string
	for _, item := range p.Items {
		if !isRetired(item.Above) {
			rows = append(rows, rowOf(item.Cells))
		}
	}
	for _, t := range p.Tables {
		units := t.unitsOf()
		for _, row := range t.Rows {
			if !t.isRetired() {
				rows = append(rows, row.withUnits(units).text())
			}
		}
	}
	return rows
}

// retired is what stands above what a site does no longer set.
var retired = regexp.MustCompile(`\b(no longer|not any ?more|formerly|previously|discontinued|retired|obsolete)\b`)

func isRetired(above string) bool { return retired.MatchString(plain(above)) }

func (t printedTable) isRetired() bool { return isRetired(t.Caption) || isRetired(t.Above) }

// cellEnd stands between the cells of a row. Nothing that is compared keeps it.
const cellEnd = "\x1f"

// text is the row in one line.
func (r printedRow) text() string { return rowOf(r.Cells) }

func rowOf(texts []string) string {
	var cells []string
	for _, cell := range texts {
		cells = append(cells, strings.ReplaceAll(cell, cellEnd, " "))
	}
	return strings.Join(cells, cellEnd)
}

// cell is what stands in the column; "" if the row does not reach it.
func (r printedRow) cell(column int) string {
	if column >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(r.Cells[column])
}
