package keys_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth/keys"
)

// FuzzTokens: whatever comes, only what we signed is taken, and nothing panics.
func FuzzTokens(f *testing.F) {
	ring := newRing(f, oldSecret, newSecret)
	good := ring.LinkToken(uuid.Nil)
	parts := strings.Split(good, ".")
	for _, seed := range []string{
		"", ".", "..", "...", good, good + ".", strings.ToUpper(good),
		parts[0] + "." + parts[1] + ".", parts[0] + ".." + parts[2],
		"eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.e30.", parts[1] + "." + parts[0] + ".0." + parts[2], "\x00", "é.é.é.é",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		if _, _, err := ring.ReadRefresh(token); !errors.Is(err, keys.ErrToken) {
			t.Errorf("a refresh token: %v", err)
		}
		if _, err := ring.ReadAccess("test", token, time.Now); !errors.Is(err, keys.ErrToken) {
			t.Errorf("an access token: %v", err)
		}
		if _, err := ring.ReadLinkToken(token); err == nil && token != good || err != nil && !errors.Is(err, keys.ErrToken) {
			t.Errorf("a link: %v", err)
		}
	})
}
