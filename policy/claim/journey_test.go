package claim_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/policy/claim"
)

// allLooked is what an audit saw that walked every journey to its end, but that one.
func allLooked(but claim.Journey, why string) claim.Observations {
	o := claim.Observations{Looked: map[claim.Journey]string{}}
	for _, j := range claim.Journeys() {
		o.Looked[j] = ""
	}
	if but != "" {
		o.Looked[but] = why
	}
	return o
}

// TestHoldsNeedsEvidence: nothing holds where nobody looked.
func TestHoldsNeedsEvidence(t *testing.T) {
	for _, kind := range claim.Kinds() {
		for _, v := range claim.About("x", kind.Example).Judge(claim.Observations{}) {
			if v.Result == claim.Holds || v.Reason == "" {
				t.Errorf("%s, though nothing was seen: %+v", kind.Name, v)
			}
		}
	}
}

// TestEveryNeededJourneyCounts: one that is missing makes the condition unseen, and no
// other does.
func TestEveryNeededJourneyCounts(t *testing.T) {
	never := claim.NoThirdPartyCookies(true)
	before := claim.ConsentBefore{"analytics"}
	for _, j := range claim.Journeys() {
		for _, condition := range []claim.Condition{never, before} {
			verdict := claim.About("x", condition).Judge(allLooked(j, "Its time was up before its end."))[0]
			want := claim.Unseen
			if !slices.Contains(condition.Needs(), j) {
				want = claim.Holds
			}
			if verdict.Result != want || want == claim.Unseen && !strings.Contains(verdict.Reason, j.Words()) {
				t.Errorf("%s without %s: %+v", condition, j, verdict)
			}
		}
	}
	if v := claim.About("x", never).Judge(allLooked("", ""))[0]; v.Result != claim.Holds {
		t.Errorf("with all journeys: %+v", v)
	}
	seen := allLooked(claim.Agreed, "Its time was up before its end.")
	seen.Cookies = []claim.ObservedCookie{{Name: "x", Domain: "other.test", ThirdParty: true}}
	if v := claim.About("x", never).Judge(seen)[0]; v.Result != claim.Fails {
		t.Errorf("what was seen against it counts all the same: %+v", v)
	}
}

// TestConsentBeforeNeedsNoYes: only the journeys without consent are its evidence.
func TestConsentBeforeNeedsNoYes(t *testing.T) {
	if needs := (claim.ConsentBefore{"analytics"}).Needs(); slices.Contains(needs, claim.Agreed) ||
		slices.Contains(needs, claim.Withdrawn) || len(needs) != len(claim.Journeys())-2 {
		t.Errorf("%v", needs)
	}
}
