package editor

import (
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/site"
	editorview "github.com/prokken/prokken/views/editor"
	legalview "github.com/prokken/prokken/views/legal"
)

// findings are what is known of the sentences of a draft, were it published now.
type findings struct {
	doc     policy.Document
	preview legalview.Policy
	open    policy.UnconfirmedSentences
	untrue  policy.FailedClaims
	claims  []policy.ClaimOf
	audited map[string]report.Claim // of a customer's site, by block and sentence
}

// findingsOf gathers what is known of the sentences of the draft. What an audit saw of a customer's
// site is judged as its publication is.
func (s *Handler) findingsOf(
	c echo.Context, draft site.Draft, joint site.Joint, evidence claim.Evidence,
) (findings, error) {
	preview, open, err := s.previewOf(c, draft, joint)
	if err != nil {
		return findings{}, err
	}
	f := findings{
		doc: draft.Document, preview: preview, open: open, untrue: joint.Untrue,
		claims: draft.Document.Claims(evidence), audited: map[string]report.Claim{},
	}
	if s.Judge == nil || web.Site(c).IsOwn() {
		return f, nil
	}
	judged, err := s.Judge.Judged(c.Request().Context(), web.Site(c), preview.Version)
	if err != nil || judged == nil {
		return f, err
	}
	for _, made := range judged.Report.Claims {
		f.audited[made.UID+"\n"+made.Shown] = made
	}
	return f, nil
}

// sentences are those of a part, each with what it rests on. One that is written twice is listed once,
// and one that bears no mark on the page is not, unless something is checked of it.
func (f findings) sentences(part editorview.PartForm) []editorview.SentenceRow {
	var rows []editorview.SentenceRow
	add := func(basis policy.SentenceBasis) {
		isListed := func(r editorview.SentenceRow) bool { return r.Says == basis.Says }
		if !slices.ContainsFunc(rows, isListed) {
			rows = append(rows, f.row(basis))
		}
	}
	for _, basis := range f.preview.Version.Sentences {
		if f.isOf(part, basis) && basis.Stated != policy.Title && !basis.Name {
			add(basis)
		}
	}
	for _, made := range f.claims {
		if made.UID == part.Key {
			add(policy.SentenceBasis{Block: made.UID, Says: made.Shown})
		}
	}
	return rows
}

// isOf reports whether the sentence stands in the part. A table prints what the declaration of a
// cookie says.
func (f findings) isOf(part editorview.PartForm, basis policy.SentenceBasis) bool {
	if part.Kind != cookieKind {
		return basis.Block == part.Key
	}
	b, _ := f.doc.Block(basis.Block)
	_, isTable := b.Content.(block.CookieTable)
	declared, _ := f.doc.Cookie(strings.TrimPrefix(part.Key, "cookie."))
	says := func(s wording.PlainSentence) bool { return s.Text == basis.Says }
	return isTable && slices.ContainsFunc(wording.Markdown(declared.Purpose).PlainSentences(), says)
}

// row is a sentence with what it rests on.
func (f findings) row(basis policy.SentenceBasis) editorview.SentenceRow {
	number := f.preview.CheckOf(policy.Block{UID: basis.Block}, basis.Says)
	row := editorview.SentenceRow{Check: legalview.Check{SentenceBasis: basis, Number: number}}
	b, _ := f.doc.Block(basis.Block)
	n := -1
	for _, made := range f.claims {
		if made.UID != basis.Block {
			continue
		}
		if n++; made.Shown != basis.Says {
			continue
		}
		for _, status := range made.Status {
			row.Conditions = append(row.Conditions, f.verdictOf(status))
		}
		if n < len(b.Claims) {
			row.Own = append(row.Own, editorview.OwnClaim{Index: n, Says: made.Says})
		}
	}
	return f.judged(row)
}
