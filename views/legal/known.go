package legal

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// knownOf is what the server knows of the cookies that a policy declares, in words: the conditions
// of these kinds that hold.
func knownOf(on claim.Evidence, declared []cookie.Declaration) []string {
	facts := claim.Evidence{Site: on.Site, Cookies: declared, Integrations: on.Integrations}
	conditions := []claim.Condition{
		claim.CookieCount(len(facts.Cookies)),
		claim.NoCookies{cookie.Analytics},
		claim.NoCookies{cookie.Marketing},
		claim.NoThirdPartyCookies(true),
		claim.NothingLoadedFrom{claim.Elsewhere},
	}
	var words []string
	for _, condition := range conditions {
		for _, status := range claim.Check(condition, facts) {
			if status.Untrue != "" {
				words = append(words, status.Untrue)
			} else {
				words = append(words, status.Words)
			}
		}
	}
	return words
}

// statedIn are the sentences of the section's own blocks that nothing checks.
func (v Policy) statedIn(s Numbered) []Check {
	var stated []Check
	for _, b := range s.Blocks {
		for _, check := range v.Checks {
			if check.Block == b.UID && !check.IsChecked() {
				stated = append(stated, check)
			}
		}
	}
	return stated
}

// tellsKnown reports whether what is known of the cookies stands beside the sentences: in a
// Cookie Policy, where something is stated, and not in a translation. Of a customer's site the
// server knows nothing.
func (v Policy) tellsKnown(s Numbered) bool {
	return !v.Observed && v.Translated == nil && v.Version.Document.Slug == policy.CookiePolicy && len(v.statedIn(s)) > 0
}
