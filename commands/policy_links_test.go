package commands

import (
	"strings"
	"testing"
)

// TestCheckOfLinks: a link that leads nowhere is a problem, vague words of a link are not.
func TestCheckOfLinks(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		with := func(prose string) string {
			return strings.Replace(
				content(t, "terms"),
				"intro:\n",
				"intro:\n  - uid: see\n    prose: \""+prose+"\"\n",
				1,
			)
		}
		s.shows("policy check "+s.file("terms.yaml", with("See [here](#contact).")),
			"terms.yaml, hint: see: The link “here” does not say where it leads.", "In order: 1 document.")
		dead := s.file("terms.yaml", with("See [the rest](#nowhere) and [that](/legal/none)."))
		s.shows("policy check "+dead, `has no section or block "nowhere".`, "error: found 1 problem")
		s.shows("policy import "+dead, "is now the draft of terms")
		s.shows(
			"policy check",
			`terms, draft, see: The link “that” leads nowhere: there is no policy "none".`,
			"error: found 1 problem",
		)
		s.shows("policy publish --materiality editorial terms --summary X.", "leads nowhere", "error: ")
	})
}
