package site_test

import (
	"regexp"
	"testing"

	"github.com/prokken/prokken/site"
)

// TestTagOutlivesTheAddress: feed readers know what they have seen after a move, too.
func TestTagOutlivesTheAddress(t *testing.T) {
	each(t, func(t *testing.T, o world) {
		before, err := o.Tag(t.Context())
		if err != nil || !regexp.MustCompile(`^tag:prokken\.com,20\d\d-\d\d-\d\d:$`).MatchString(before) {
			t.Fatalf("%q, %v", before, err)
		}
		moved := o.instance(func(s *site.Settings) { s.Address = "https://a-new.example:8443" }).Own()
		if after, err := moved.Tag(t.Context()); err != nil || after != before {
			t.Errorf("after a move it is %q, %v", after, err)
		}
	})
}
