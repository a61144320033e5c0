package hosting_test

import (
	"slices"
	"testing"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
)

// TestEverySentenceIsJudged: each checked sentence of a published version is judged by the newest
// audit, also the purposes that the owner stands by: no page says of what was seen that it was not.
func TestEverySentenceIsJudged(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.seen = seen(met("cart"))
		on := w.site(w.published())
		v, _ := on.Snapshot().Find(policy.CookiePolicy)
		judged, err := w.upkeep.Judged(t.Context(), on, v)
		if err != nil {
			t.Fatal(err)
		}
		attested := false
		for _, s := range v.Sentences {
			if !s.IsChecked() {
				continue
			}
			attested = attested || s.Basis == policy.Attested
			i := slices.IndexFunc(judged.Report.Claims, func(c report.Claim) bool { return c.UID == s.Block && c.Shown == s.Says })
			if i < 0 || judged.Report.Claims[i].Result != report.Holds {
				t.Errorf("%q is not judged to hold: %+v", s.Says, judged.Report.Claims)
			}
		}
		if !attested {
			t.Error("the owner stands by no purpose")
		}
	})
}
