package legal

import (
	"fmt"
	"strings"
	"time"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/views/display"
)

// coverageWords say how much of a policy is checked.
func coverageWords(c policy.Coverage) string {
	words := fmt.Sprintf("%d of %s", c.Checked(), display.Count(int64(c.Sentences()), "sentence"))
	words += map[bool]string{true: " is checked", false: " are checked"}[c.Checked() == 1]
	if c.Attested > 0 {
		words += fmt.Sprintf(", %d of them in words that a person confirmed", c.Attested)
	}
	if c.Stated > 0 {
		words += fmt.Sprintf(
			"; the other %d %s not",
			c.Stated,
			map[bool]string{true: "is", false: "are"}[c.Stated == 1],
		)
	}
	return words + "."
}

// knownWords lead from sentences that nothing checks to what is known.
func knownWords(stated int) string {
	if stated == 1 {
		return "One sentence here is not checked. What the server knows"
	}
	return fmt.Sprintf("%d sentences here are not checked. What the server knows", stated)
}

// uncheckedWords lead to the sentences that nothing checks.
func uncheckedWords(n int) string {
	if n == 1 {
		return "One sentence is not checked"
	}
	return fmt.Sprintf("%d sentences are not checked", n)
}

// confirmedWords say who looked at the sentence, and when.
func confirmedWords(c Check) string {
	who := map[string]string{
		policy.ByAdmin: "an admin who did not write it", policy.ByOwner: "the owner of the site", policy.ByShipper: "review, as shipped", policy.ByOperator: "the operator",
	}[c.Confirmed.By]
	if c.Confirmed.Alone && c.Confirmed.By == policy.ByAdmin {
		who = "its author alone"
	}
	words := "The wording is confirmed by " + who
	if at, err := time.Parse(time.RFC3339, c.Confirmed.At); err == nil {
		words += " on " + display.LongDate(at)
	}
	if c.Confirmed.Reason != "" {
		words += ": “" + strings.TrimSuffix(c.Confirmed.Reason, ".") + "”"
	}
	return words + "."
}
