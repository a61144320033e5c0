package policy_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/claim/claimtest"
	"github.com/prokken/prokken/policy/diff"
)

const newKind = `slug: x
title: X
intro:
  - uid: a
    prose: All begin alike.
    claims:
      - says: All begin alike.
        names_start_with: prokken_
`

// TestNewKindOfClaim: a kind that is registered works everywhere, and nothing else
// had to be changed for it.
func TestNewKindOfClaim(t *testing.T) {
	if _, err := policy.ParseYAML([]byte(newKind)); err == nil ||
		!strings.Contains(err.Error(), "there is no such field") {
		t.Fatalf("before it is registered: %v", err)
	}
	claimtest.RegisterStartsWith(t)
	d, err := policy.ParseYAML([]byte(newKind))
	if err != nil ||
		!reflect.DeepEqual(d.Intro[0].Claims[0].Conditions, []claim.Condition{claimtest.StartsWith("prokken_")}) {
		t.Fatalf("%+v, %v", d, err)
	}
	if text, err := d.YAML(); err != nil || string(text) != newKind {
		t.Errorf("%s, %v", text, err)
	}
	if _, err := policy.ParseYAML([]byte(strings.ReplaceAll(newKind, "prokken_", "p"))); err == nil {
		t.Error("its schema is not asked")
	}
	if _, err := policy.ParseYAML([]byte(strings.ReplaceAll(newKind, "with:", "wit:"))); err == nil ||
		!strings.Contains(err.Error(), "names_start_with") {
		t.Errorf("nobody says which field was meant: %v", err)
	}
	if untrue := d.Check(claim.Evidence{Cookies: []cookie.Declaration{{Name: "other"}}}); len(untrue) != 1 ||
		untrue[0].Reason != "other does not." {
		t.Errorf("published: %v", untrue)
	}
	other := edited(
		d,
		policy.RemoveClaim("a", 0, "All begin alike."),
		policy.AddClaim("a", claim.About("All begin alike.", claimtest.StartsWith("b_"))),
	)
	if changes := diff.Compare(d, other).Sections[0].Blocks[0].Claims; len(changes) != 1 ||
		changes[0].New[0] != "Every name starts with b_." {
		t.Errorf("compared: %+v", changes)
	}
	seen := claim.Observations{Cookies: []claim.ObservedCookie{{Name: "other"}}}
	if verdicts := d.Intro[0].Claims[0].Judge(seen); len(verdicts) != 1 || verdicts[0].Result != claim.Fails {
		t.Errorf("judged: %+v", verdicts)
	}
}
