package auth_test

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/auth"
)

// TestSign: a signature holds for its purpose and its parts, through a change of
// the secret, and not for those of others.
func TestSign(t *testing.T) {
	newKeys := func(secrets ...string) auth.Keys {
		t.Helper()
		k, err := auth.NewKeys(secrets[0], secrets[1:]...)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	old, next := strings.Repeat("o", 32), strings.Repeat("n", 32)
	keys := newKeys(old)
	signature := keys.Sign("consent", "a", "b")
	for name, tt := range map[string]struct {
		keys      auth.Keys
		signature string
		purpose   string
		parts     []string
		want      bool
	}{
		"ours":                 {keys, signature, "consent", []string{"a", "b"}, true},
		"of the secret before": {newKeys(next, old), signature, "consent", []string{"a", "b"}, true},
		"of another secret":    {newKeys(next), signature, "consent", []string{"a", "b"}, false},
		"another purpose":      {keys, signature, "other", []string{"a", "b"}, false},
		"other parts":          {keys, signature, "consent", []string{"a", "c"}, false},
		"parts joined":         {keys, signature, "consent", []string{"ab"}, false},
		"none":                 {keys, "", "consent", []string{"a", "b"}, false},
		"longer":               {keys, signature + "A", "consent", []string{"a", "b"}, false},
	} {
		if got := tt.keys.Signed(tt.signature, tt.purpose, tt.parts...); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
