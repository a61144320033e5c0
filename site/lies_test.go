package site_test

import (
	"context"
	"errors"
	"testing"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/consent"
)

// publishLie publishes the draft, and returns what is said against it.
func (o world) publishLie() policy.FailedClaims {
	o.t.Helper()
	_, err := o.Publish(context.Background(), site.Publication{
		Slug: slug, Read: o.draft().Read, Summary: "x", Materiality: policies.Editorial,
	})
	var failed policy.FailedClaims
	if err != nil && !errors.As(err, &failed) {
		o.t.Fatal(err)
	}
	return failed
}

// TestLiesInWords: a sentence that is read as false is refused where nobody claims that it is
// checked, whatever kind of block it stands in.
func TestLiesInWords(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		for says, content := range map[string]block.Content{
			"We use advertising and tracking cookies.": block.Prose("We use advertising and tracking cookies."),
			"We set three cookies.":                    block.Prose("Look at *this*: we are honest. We set **three** cookies."),
			"prokken_access lives for 30 days.":        block.List{"prokken_access lives for 30 days."},
			"We also set prokken_track.":               block.InShort("We also set prokken_track."),
		} {
			change := policy.AddBlock(policy.Intro, "", policy.Block{UID: policy.NewUID(), Content: content})
			draft := o.write(o.ada, change)
			failed := o.publishLie()
			if len(failed) != 1 || failed[0].Says != says || failed[0].UID != draft.Document.Intro[0].UID {
				t.Errorf("%s: %v", says, failed)
			}
			if err := o.Undo(context.Background(), slug, o.draft().Read, o.ada); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestLostChecks: who takes the checks off the sentences that a new cookie makes untrue
// cannot publish them either.
func TestLostChecks(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		o.write(o.ada, consent.KeepingCookie(policy.SetCookie("", counting)))
		before := len(o.publishLie())
		for _, b := range o.draft().Document.Blocks() {
			b.Claims = nil
			o.write(o.ada, policy.SetBlock(b))
		}
		after := o.publishLie()
		if before < 7 || len(after) < 7 {
			t.Errorf("with their checks %d are refused, without them %d", before, len(after))
		}
	})
}

// TestALieOverATable: a heading or a caption that names another category than the table below it
// holds is refused, and one that names that of the table is published.
func TestALieOverATable(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		table, _ := o.draft().Document.Block("cookie-table")
		captioned := func(caption string) policy.Change {
			changed := table
			changed.Content = block.CookieTable{Caption: caption}
			return policy.SetBlock(changed)
		}
		for says, change := range map[string]policy.Change{
			"Analytics cookies":   policy.SetHeading("cookies-we-use", "Analytics cookies"),
			"Advertising cookies": captioned("Advertising cookies"),
		} {
			o.write(o.ada, change)
			if failed := o.publishLie(); len(failed) != 1 || failed[0].Says != says {
				t.Errorf("%s: %v", says, failed)
			}
			if err := o.Undo(context.Background(), slug, o.draft().Read, o.ada); err != nil {
				t.Fatal(err)
			}
		}
		o.write(o.ada, policy.SetHeading("cookies-we-use", "Strictly necessary cookies"))
		o.write(o.ada, captioned("Essential cookies"))
		o.publish()
	})
}
