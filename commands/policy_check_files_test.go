package commands

import (
	"strings"
	"testing"
)

const anotherSite = `slug: cookies
title: Cookie Policy
intro:
  - uid: a
    prose: SAYS
  - uid: contact
    contact: {organisation: Teapots, website: teapots.example}
cookies:
  - {name: sid, purpose: Log-in, category: necessary, path: /, lifetime: session, http_only: true, secure: true, same_site: lax}
  - {name: lang, purpose: Language, category: preferences, path: /, lifetime: 2 years, http_only: true, secure: true, same_site: lax}
`

// TestCheckOfAnotherSite: the document of another site is judged by what it declares itself, and
// by nothing of the own site.
func TestCheckOfAnotherSite(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		for says, want := range map[string]string{
			"We set two cookies.":             "True: 1 claim.",
			"Teapots sets two cookies.":       "True: 1 claim.",
			"We use no analytics cookies.":    "True: 1 claim.",
			"We use essential cookies only.":  "error: found 1 problem",
			"We do not use optional cookies.": "error: found 1 problem",
			"We set three cookies.":           "error: found 1 problem",
			"We also set prokken_access.":     "error: found 1 problem",
		} {
			s.shows("policy check "+s.file("cookies.yaml", strings.Replace(anotherSite, "SAYS", says, 1)), want)
		}
	})
}
