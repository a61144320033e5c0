package consent

import (
	"testing"

	"github.com/prokken/prokken/cookie"
)

// TestFormer: what versions before declared and the one in effect does not; what a version declares
// that is still to come is no former cookie, nor is one that is declared again.
func TestFormer(t *testing.T) {
	declared := func(name, purpose string) cookie.Declaration {
		return cookie.Declaration{Name: name, Purpose: purpose, Category: cookie.Analytics}
	}
	all := Optionals{each: []onceOptional{
		{1, declared("_left", "first")},
		{2, declared("_left", "last")},
		{2, declared("_kept", "")},
		{4, declared("_to_come", "")},
	}}
	former := all.Former(Policy{Number: 3, Cookies: []cookie.Declaration{declared("_kept", "")}})
	if len(former) != 1 || former[0].Name != "_left" || former[0].Purpose != "last" {
		t.Errorf("former: %+v", former)
	}
}
