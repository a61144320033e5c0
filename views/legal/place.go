package legal

import (
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/views"
)

// Place is where a version is read: on which site, and what is known there.
type Place struct {
	Facts    claim.Evidence
	Paths    views.Paths
	Observed bool            // the site is a customer's: what is said of it rests on audits alone
	Contact  string          // address of a customer for questions; "" where there is none yet
	Preview  bool            // the page shows what is not published
	Links    wording.Outward // how links that lead elsewhere are written
	Audited  Audited         // of the newest audit; the zero value says nothing
}

// outwardRel is the relation of the other links of hosted words that lead elsewhere.
func (p Place) outwardRel(otherwise string) string {
	if p.Observed {
		return p.Links.Rel
	}
	return otherwise
}
