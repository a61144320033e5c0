package printed_test

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/audit/audittest"
)

// sentences: what people read is what is compared with the site.
func (r *reader) sentences(t *testing.T) {
	const two, ask = "We set two cookies.", "We ask before we count."
	replaced := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(audittest.HonestPage) }
	for name, tt := range map[string]struct {
		page string
		want []string
	}{
		"in a list, beside another table": {
			replaced(audittest.HonestTable, "<ul><li>sid: Keeps the cart. Until the browser is closed.<li>stats: Counts visits. 30 days.</ul><table><tr><th>Country<tr><td>Bangladesh</table>"),
			nil,
		},
		"another sentence and hidden ones, and a script that says otherwise": {
			replaced("before we count", "if we like", "cookies.<a", "<span style='display:none'>cookies.</span><a", "<tr><th scope=row>stats", "<tr hidden><th scope=row>stats") + `<script>
				Object.defineProperty(HTMLElement.prototype, "innerText", {get: () => "We set two cookies. Nothing comes from elsewhere. We ask before we count."})</script>`,
			[]string{
				"printed-otherwise " + ask + " all-1", "claim-fails " + ask + " all-1",
				"printed-otherwise " + two + " all-1", "claim-fails " + two + " all-1", "printed-otherwise stats cookie",
			},
		},
		"something in between, and another cookie": {
			replaced(ask, "Well. "+ask, "stats", "<b>&lt;script>alert(1)&lt;/script></b>"),
			[]string{
				"printed-otherwise We set two cookies. Nothing comes from elsewhere. We ask before we count. all-1",
				"printed-otherwise stats cookie", "printed-otherwise <script>alert(1)</script> not declared",
			},
		},
		"another purpose, and two lives": {
			replaced("Keeps the cart.", "Keeps you.", "</table>", "<tr><td>stats<td>Counts visits.<td>2 years</tr></table>"),
			[]string{"printed-otherwise sid Purpose", "printed-otherwise stats Lifetime"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			r.wants(t, honest(t), tt.page, tt.want...)
		})
	}
}
