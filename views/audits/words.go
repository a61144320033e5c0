// Package audits puts the result of an audit into words, and writes a report as one file.
// Start reading at [WriteReport].
package audits

import (
	"fmt"
	"strings"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/views/display"
)

// ShortBrowser returns a browser's name with the first part of its version: "Chromium 150".
func ShortBrowser(full string) string {
	name, _, _ := strings.Cut(full, ".")
	return name
}

// OutcomeWords returns the result of an audit: "14 of 14 claims hold".
func OutcomeWords(r audits.Result) string {
	if r.ClaimsTotal == 0 {
		return "there was no claim to check"
	}
	words := fmt.Sprintf("%d of %s", r.ClaimsHold, display.Count(r.ClaimsTotal, "claim"))
	words += map[bool]string{true: " holds", false: " hold"}[r.ClaimsTotal == 1]
	if r.ClaimsFail > 0 {
		words += ", " + display.Number(r.ClaimsFail) + map[bool]string{true: " fails", false: " fail"}[r.ClaimsFail == 1]
	}
	if unseen := r.ClaimsTotal - r.ClaimsHold - r.ClaimsFail; unseen > 0 {
		words += ", " + display.Number(unseen) + " could not be checked"
	}
	return words
}

// ResultWords are what stands at a sentence.
func ResultWords(r report.Result) string {
	switch r {
	case report.Holds:
		return "holds"
	case report.Fails:
		return "fails"
	case report.Unseen:
		return "could not be checked"
	}
	return "not audited yet"
}

// ResultClass returns how a sentence's result looks.
func ResultClass(r report.Result) string {
	if r == "" {
		return "audit-result"
	}
	return "audit-result audit-" + string(r)
}
