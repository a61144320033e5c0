package auth_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
)

// FuzzTokens: whatever comes, only what we signed is taken, and nothing panics.
func FuzzTokens(f *testing.F) {
	keys, err := auth.NewKeys(oldSecret, newSecret)
	if err != nil {
		f.Fatal(err)
	}
	good := keys.LinkToken(uuid.Nil)
	parts := strings.Split(good, ".")
	for _, seed := range []string{
		"", ".", "..", "...", good, good + ".", strings.ToUpper(good), parts[0] + "." + parts[1] + ".", parts[0] + ".." + parts[2],
		"eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.e30.", parts[1] + "." + parts[0] + ".0." + parts[2], "\x00", "é.é.é.é",
	} {
		f.Add(seed)
	}
	service := auth.New(nil, keys, auth.Settings{
		Issuer: "test", Lifetimes: lifetimes{cookie.Access: time.Hour, cookie.Refresh: time.Hour},
	})
	f.Fuzz(func(t *testing.T, token string) {
		if err := keys.ParseRefresh(token); !errors.Is(err, auth.ErrSignedOut) {
			t.Errorf("a refresh token: %v", err)
		}
		if err := service.ParseAccess(token); !errors.Is(err, auth.ErrSignedOut) {
			t.Errorf("an access token: %v", err)
		}
		if err := keys.ParseLink(token); err == nil && token != good || err != nil && !errors.Is(err, auth.ErrLink) {
			t.Errorf("a link: %v", err)
		}
	})
}
