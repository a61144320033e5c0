package commands

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// failed is the sentence of a problem, wherever it is told.
var failed = regexp.MustCompile(`block [^:]+: ".*?" is not true: .*`)

// TestJointProblemsAreCountedOnce: two drafts that are published together tell of the same sentences and
// the same dead links. Each is one problem.
func TestJointProblemsAreCountedOnce(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		edit := func(name string, words ...string) {
			text := strings.NewReplacer(words...).Replace(content(s.t, name))
			s.shows("policy import "+s.file(name+".yaml", text), "is now the draft of "+name)
		}
		edit("cookie-policy", "\nsections:\n", "\n"+third+"sections:\n")
		edit("privacy-policy", "We set two cookies, both needed to log in.", "We set three cookies.",
			"cookie_count: 2\n            needed: [prokken_access, prokken_refresh]", "cookie_count: 3")
		answer := s.run("policy", "check")
		problems := map[string]bool{}
		for _, one := range failed.FindAllString(answer, -1) {
			problems[one] = true
		}
		if want := fmt.Sprintf("found %d problems", len(problems)); len(problems) != 4 || !strings.Contains(answer, want) {
			t.Errorf("not %q:\n%s", want, answer)
		}
	})
}
