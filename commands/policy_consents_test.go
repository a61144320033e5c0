package commands

import (
	"context"
	"testing"

	"github.com/prokken/prokken/models/activity"
)

// TestPolicyConsents: the record is exported and verified, and says what it cannot read.
func TestPolicyConsents(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		s.shows("policy check", "In order")
		s.shows("policy consents --verify", "0 choices in an unbroken chain; 0 before them were deleted")
		s.shows("policy consents --from 1.11.", "error: --from: Please enter the day like 2026-11-29.")
		s.shows("policy consents --from 2026-11-01 --out "+s.folder+"/consents.ndjson", "")
		entries, err := activity.List(context.Background(), s.policies().db, activity.Filter{}, 10)
		if err != nil || len(entries) != 1 || entries[0].Action != activity.ConsentsExported ||
			entries[0].Detail != "from 2026-11-01, from the command line" {
			t.Errorf("activity log: %+v, %v", entries, err)
		}
	})
}
