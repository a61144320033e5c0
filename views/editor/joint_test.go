package editor

import "testing"

// TestOwnWorkCounts: it keeps from approving where it has to be approved, or where nothing has to be.
func TestOwnWorkCounts(t *testing.T) {
	for name, tt := range map[string]struct {
		one, other Approval
		own        bool
	}{
		"in the one that needs none":        {Approval{Required: true}, Approval{Own: true}, false},
		"in the first, which needs none":    {Approval{Own: true}, Approval{Required: true}, false},
		"in the one that has to be":         {Approval{Required: true, Own: true}, Approval{}, true},
		"in one of two that have to be":     {Approval{Required: true}, Approval{Required: true, Own: true}, true},
		"in one of two that need none both": {Approval{}, Approval{Own: true}, true},
	} {
		for _, both := range []Approval{tt.one.And(tt.other), tt.other.And(tt.one)} {
			if both.Own != tt.own {
				t.Errorf("%s: %v", name, both.Own)
			}
		}
	}
}
