package legal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/policy/diff"
	"github.com/prokken/prokken/policy/weight"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// Comparison is how one text of a policy became another. Old and New name the
// two: "version 3", "your draft", each with the address of its page.
type Comparison struct {
	Old, New views.Link
	Found    diff.Comparison
	Lost     []weight.LostCheck // what is checked of the old one and not of the new one
	Observed bool               // they are of a customer's site, of which the server checks nothing
	Links    wording.Outward    // how links that lead elsewhere are written
}

// summary is what differs, counted in words.
func (c Comparison) summary() string {
	counts, cookies := map[diff.ChangeKind]int{}, 0
	changed := 0
	for _, s := range c.Found.Sections {
		counts[s.Kind]++
		for _, b := range s.Blocks {
			counts[b.Kind]++
			if b.Changed() {
				changed++
			}
		}
		if s.Kind != diff.Added && s.Kind != diff.Removed && differs(s.Title) {
			changed++
		}
	}
	for _, d := range c.Found.Cookies {
		if !d.Same() {
			cookies++
		}
	}
	if differs(c.Found.Title) {
		changed++
	}
	var words []string
	for _, count := range []struct {
		n    int
		what string
	}{
		{changed, "changed"},
		{counts[diff.Added], "added"},
		{counts[diff.Removed], "removed"},
		{counts[diff.Moved], "moved"},
	} {
		if count.n > 0 {
			words = append(words, fmt.Sprintf("%d %s", count.n, count.what))
		}
	}
	if cookies > 0 {
		words = append(words, display.Count(int64(cookies), "cookie")+" declared differently")
	}
	return strings.Join(words, ", ")
}

func differs(pieces []diff.Piece) bool {
	for _, p := range pieces {
		if p.In != diff.InBoth {
			return true
		}
	}
	return false
}

// run is sections that follow each other and are the same, or a single one that
// is not.
type run struct {
	same     bool
	sections []diff.SectionChange
}

// runs puts unchanged sections together, so that the page can fold them.
func (c Comparison) runs() []run {
	var runs []run
	for _, s := range c.Found.Sections {
		switch last := len(runs) - 1; {
		case s.Level == 0 && len(s.Blocks) == 0:
		case s.Same() && last >= 0 && runs[last].same:
			runs[last].sections = append(runs[last].sections, s)
		default:
			runs = append(runs, run{s.Same(), []diff.SectionChange{s}})
		}
	}
	return runs
}

// title is what an unchanged run is called while it is folded.
func (r run) title() string {
	if len(r.sections) == 1 {
		return "Unchanged: " + headingOf(r.sections[0])
	}
	return fmt.Sprintf(
		"Unchanged: %d sections, %s to %s",
		len(r.sections),
		headingOf(r.sections[0]),
		headingOf(r.sections[len(r.sections)-1]),
	)
}

// headingOf is a section's title as it is now; as it was, if it is gone.
func headingOf(s diff.SectionChange) string {
	if s.Level == 0 {
		return "the introduction"
	}
	in := diff.InNew
	if s.Kind == diff.Removed {
		in = diff.InOld
	}
	title := s.To
	if title == "" {
		title = s.From
	}
	title += " "
	for _, p := range s.Title {
		if p.In == diff.InBoth || p.In == in {
			title += p.Text
		}
	}
	return title
}

// cookies are the declarations that differ.
func (c Comparison) cookies() []diff.CookieChange {
	var different []diff.CookieChange
	for _, d := range c.Found.Cookies {
		if !d.Same() {
			different = append(different, d)
		}
	}
	return different
}

// fateOfSection says in words what became of the section; "" if it stayed.
func fateOfSection(s diff.SectionChange) string {
	switch s.Kind {
	case diff.Added:
		return "New section"
	case diff.Removed:
		return "Removed section"
	case diff.Moved:
		return "Moved: was section " + strings.TrimSuffix(
			s.From,
			".",
		) + ", is section " + strings.TrimSuffix(
			s.To,
			".",
		) + " now"
	case diff.Kept:
	}
	return ""
}

// fateOf says in words what became of the block; "" if it stayed what it was.
func fateOf(b diff.BlockChange) string {
	switch b.Kind {
	case diff.Added:
		return "Added"
	case diff.Removed:
		return "Removed"
	case diff.Moved:
		return movedWords(b.From, b.To)
	case diff.Kept:
	}
	if b.Changed() {
		return "Changed"
	}
	return ""
}

func movedWords(from, to diff.Place) string {
	if from.Anchor == to.Anchor {
		return fmt.Sprintf("Moved within the section: was part %d, is part %d now", from.Number, to.Number)
	}
	return "Moved from " + placeWords(from) + " to " + placeWords(to)
}

func placeWords(p diff.Place) string {
	if p.Title == "" {
		return "the introduction"
	}
	return "“" + p.Title + "”"
}

func fateOfCookie(d diff.CookieChange) string {
	switch d.Kind {
	case diff.Added:
		return "Newly declared"
	case diff.Removed:
		return "No longer declared"
	case diff.Moved:
		return "Moved in the table"
	case diff.Kept:
	}
	return "Changed"
}

// SideOf are the pieces of one of the two texts.
func SideOf(pieces []diff.Piece, in diff.In) []diff.Piece {
	var side []diff.Piece
	for _, p := range pieces {
		if p.In == diff.InBoth || p.In == in {
			side = append(side, p)
		}
	}
	return side
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// lineHTML shows a line of Markdown that is whole as it looks on the page, and
// one that was changed within as it is written.
func (c Comparison) lineHTML(l diff.Line) string {
	if len(l.Text) != 1 {
		return piecesHTML(l.Text)
	}
	return pieceHTML(l.Text[0].In, wording.Markdown(l.Text[0].Text).InlineHTMLWith(c.Links))
}

// piecesHTML marks what is gone and what came, for eyes and for ears. Nothing
// but the pieces' own blanks stands between them.
func piecesHTML(list []diff.Piece) string {
	var html strings.Builder
	for _, p := range list {
		html.WriteString(pieceHTML(p.In, templ.EscapeString(p.Text)))
	}
	return html.String()
}

func pieceHTML(in diff.In, html string) string {
	switch in {
	case diff.InOld:
		return `<del><span class="for-ears">[removed: </span>` + html + `<span class="for-ears">] </span></del>`
	case diff.InNew:
		return `<ins><span class="for-ears">[added: </span>` + html + `<span class="for-ears">] </span></ins>`
	case diff.InBoth:
	}
	return html
}

// Compare is two published versions of a policy beside each other, and which
// others can be chosen.
type Compare struct {
	Title, Slug          string
	Choices              []site.Version // newest first
	OldNumber, NewNumber int64
	Comparison           Comparison
}

// NewCompare compares two versions. Versions can be chosen from the newest, and
// the two themselves.
func NewCompare(at views.Paths, slug string, old, new *site.Version, newest []site.Version) Compare {
	choices := slices.Clone(newest)
	for _, v := range []*site.Version{old, new} {
		if !slices.ContainsFunc(choices, func(c site.Version) bool { return c.Number == v.Number }) {
			choices = append(choices, *v)
		}
	}
	slices.SortFunc(choices, func(a, b site.Version) int { return cmp.Compare(b.Number, a.Number) })
	return Compare{
		Title: new.Document.Title, Slug: slug, Choices: choices, OldNumber: old.Number, NewNumber: new.Number,
		Comparison: Comparison{Old: versionLink(at, slug, old), New: versionLink(at, slug, new)},
	}
}

func versionLink(at views.Paths, slug string, v *site.Version) views.Link {
	return views.Link{Title: "version " + display.Number(v.Number), Href: at.Version(slug, v.Number)}
}
