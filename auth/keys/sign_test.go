package keys_test

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/auth/keys"
)

// TestSign: a signature holds for its purpose and its parts, through a change of
// the secret, and not for those of others.
func TestSign(t *testing.T) {
	old, next := strings.Repeat("o", 32), strings.Repeat("n", 32)
	ring := newRing(t, old)
	signature := ring.Sign("consent", "a", "b")
	for name, tt := range map[string]struct {
		ring      keys.Ring
		signature string
		purpose   string
		parts     []string
		want      bool
	}{
		"ours":                 {ring, signature, "consent", []string{"a", "b"}, true},
		"of the secret before": {newRing(t, next, old), signature, "consent", []string{"a", "b"}, true},
		"of another secret":    {newRing(t, next), signature, "consent", []string{"a", "b"}, false},
		"another purpose":      {ring, signature, "other", []string{"a", "b"}, false},
		"other parts":          {ring, signature, "consent", []string{"a", "c"}, false},
		"parts joined":         {ring, signature, "consent", []string{"ab"}, false},
		"none":                 {ring, "", "consent", []string{"a", "b"}, false},
		"longer":               {ring, signature + "A", "consent", []string{"a", "b"}, false},
	} {
		if got := tt.ring.Signed(tt.signature, tt.purpose, tt.parts...); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
