package banner_test

import (
	"testing"

	"github.com/prokken/prokken/audit/banner"
)

// TestShortBanner: one that says too little to ask by its words asks by its buttons.
func TestShortBanner(t *testing.T) {
	for over, want := range map[bool]bool{true: true, false: false} {
		view := banner.View{
			Regions: []banner.Region{{Words: "We use cookies. Accept all Settings", Over: over, Cookies: true}},
			Controls: []banner.Control{
				{Label: "Accept all", Overlay: -1}, {Index: 1, Label: "Settings", Overlay: -1},
			},
		}
		if _, found := view.Choose(banner.Manage); found != want {
			t.Errorf("over the page: %v, found: %v", over, found)
		}
	}
}

// TestSettingsBesideAnAnswer: a banner that does not name cookies is known by "Accept all"; what
// opens its second layer is known by standing beside that.
func TestSettingsBesideAnAnswer(t *testing.T) {
	tests := map[string]struct {
		labels [2]string
		beside [2]int // what holds each
		found  bool
	}{
		"beside Accept all":         {[2]string{"Accept all", "Settings"}, [2]int{0, 0}, true},
		"in another box":            {[2]string{"Accept all", "Settings"}, [2]int{0, 1}, false},
		"on the page":               {[2]string{"Accept all", "Settings"}, [2]int{-1, -1}, false},
		"beside nothing that asks":  {[2]string{"Save the file", "Settings"}, [2]int{0, 0}, false},
		"beside an invitation":      {[2]string{"Accept invitation", "Settings"}, [2]int{0, 0}, false},
		"something that is no door": {[2]string{"Accept all", "Sign up"}, [2]int{0, 0}, false},
	}
	for name, tt := range tests {
		view := banner.View{}
		for i, label := range tt.labels {
			view.Controls = append(view.Controls, banner.Control{Index: i, Label: label, Region: -1, Overlay: tt.beside[i]})
		}
		if c, found := view.Choose(banner.Manage); found != tt.found || found && c.Label != "Settings" {
			t.Errorf("%s: %v, %q", name, found, c.Label)
		}
	}
}
