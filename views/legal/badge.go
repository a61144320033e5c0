package legal

import (
	"fmt"
	"html"
	"unicode/utf8"

	auditview "github.com/prokken/prokken/views/audits"
	"github.com/prokken/prokken/views/display"
)

// Badge is a picture of one line: whose, and how its newest audit ended. It needs
// nothing from anywhere, and reads on light and dark pages alike.
func Badge(a Audited) string {
	words, colour := badgeWords(a)
	left, right := textWidth(badgeName), textWidth(words)
	label := html.EscapeString(badgeName + ": " + words)
	return fmt.Sprintf(badgeSVG, left+right+4*badgePad, label, left+2*badgePad, right+2*badgePad, colour,
		badgePad, left, badgeName, left+3*badgePad, right, html.EscapeString(words))
}

const badgeName = "cookie policy"

// Both halves are dark enough for white letters.
const (
	badgeGood, badgeBad, badgeOld = "#0f6b5c", "#a3261b", "#6b5a2e"
	badgePad                      = 8
)

// badgeSVG: the letters are set to the width that was reckoned, whatever font the
// reader has.
const badgeSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="22" role="img" aria-label="%[2]s"><title>%[2]s</title>` +
	`<clipPath id="r"><rect width="%[1]d" height="22" rx="4"/></clipPath>` +
	`<g clip-path="url(#r)"><rect width="%[3]d" height="22" fill="#3c4748"/><rect x="%[3]d" width="%[4]d" height="22" fill="%[5]s"/></g>` +
	`<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">` +
	`<text x="%[6]d" y="15" textLength="%[7]d">%[8]s</text><text x="%[9]d" y="15" textLength="%[10]d">%[11]s</text></g></svg>` + "\n"

// textWidth is about how wide the text is in eleven pixels of a broad font.
func textWidth(text string) int { return utf8.RuneCountInString(text)*31/5 + 2 }

func badgeWords(a Audited) (words, colour string) {
	switch {
	case len(a.Contradictions) > 0 && a.NotKept != "":
		return "contradicted · " + a.NotKept, badgeBad
	case a.NotKept != "":
		return a.NotKept, badgeOld
	case len(a.Contradictions) > 0 && a.isDisputed():
		return "contradicted · the owner disagrees", badgeBad
	case len(a.Contradictions) > 0:
		return "contradicted", badgeBad
	case !a.Has:
		return "not audited yet", badgeOld
	case a.IsOfOther:
		return "this version is not audited yet", badgeOld
	case a.OutOfDate:
		return "audit out of date", badgeOld
	case a.Result.ClaimsFail > 0:
		words = display.Count(a.Result.ClaimsFail, "claim")
		words += map[bool]string{true: " fails", false: " fail"}[a.Result.ClaimsFail == 1]
	case a.Result.ClaimsTotal == 0:
		return "nothing to check", badgeOld
	default:
		words = auditview.OutcomeWords(a.Result)
	}
	if a.Coverage.Sentences() > 0 {
		words += fmt.Sprintf(" · %d of %d sentences checked", a.Coverage.Checked(), a.Coverage.Sentences())
	}
	if n := besides(a.Result); n > 0 {
		words += " · " + display.Count(n, "thing") + " not declared"
	}
	if a.Fewer > 0 {
		words += " · " + display.Count(a.Fewer, "sentence") + " no longer checked"
	}
	words += " · checked " + display.ShortDate(a.EndedAt)
	switch {
	case a.Result.Passed && a.Fewer == 0:
		return words, badgeGood
	case a.Result.ClaimsFail > 0 || besides(a.Result) > 0:
		return words, badgeBad
	}
	return words, badgeOld
}
