package hosting_test

import (
	"slices"
	"testing"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
)

// TestWhatAPurposeRestsOn: an audit sees a cookie, and not what it is for: its purpose is printed as the
// owner's word, and each sentence that is printed as checked is one that the newest audit judged.
func TestWhatAPurposeRestsOn(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		w.seen = seen(met("cart"))
		on := w.site(w.published())
		v, _ := on.Snapshot().Find(policy.CookiePolicy)
		judged, err := w.upkeep.Judged(t.Context(), on, v)
		if err != nil {
			t.Fatal(err)
		}
		purpose := v.Document.Cookies[0].Purpose
		for _, s := range v.Sentences {
			is := func(c report.Claim) bool { return c.UID == s.Block && c.Shown == s.Says && c.Result == report.Holds }
			switch {
			case s.Says == purpose && (s.IsChecked() || s.Stated != policy.NotCheckable || s.Confirmed == nil || s.Confirmed.By != policy.ByOwner):
				t.Errorf("the purpose rests on %+v", s)
			case s.IsChecked() && !slices.ContainsFunc(judged.Report.Claims, is):
				t.Errorf("%q is not judged to hold: %+v", s.Says, judged.Report.Claims)
			}
		}
		if !slices.ContainsFunc(v.Sentences, func(s policy.SentenceBasis) bool { return s.Says == purpose }) {
			t.Errorf("nothing is said of %q", purpose)
		}
	})
}
