package site_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy"
)

// TestWithdrawalsInTheList: each stands with its own version, and a page that
// begins below it has none.
func TestWithdrawalsInTheList(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		ctx := context.Background()
		for _, title := range []string{"Second", "Third"} {
			o.write(o.ada, policy.SetTitle(title))
			number := o.publish(at(o.Now().Add(time.Hour)))
			if err := o.Withdraw(ctx, slug, number, "No "+title+".", o.ada, nil); err != nil {
				t.Fatal(err)
			}
		}
		o.write(o.ada, policy.SetTitle("Fourth"))
		o.publish()
		for before, want := range map[int64][]string{0: {"", "No Third.", "No Second.", ""}, 3: {"No Second.", ""}, 2: {""}, 1: {}} {
			versions, err := o.Versions(ctx, slug, before)
			reasons := []string{}
			for _, v := range versions {
				reason := ""
				if v.Withdrawn != nil {
					reason = v.Withdrawn.Reason
				}
				reasons = append(reasons, reason)
			}
			if diff := cmp.Diff(want, reasons); diff != "" || err != nil {
				t.Errorf("below %d: %s %v", before, diff, err)
			}
		}
	})
}
