package auth_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models/modelstest"
)

// TestRightlySignedAndWrong: our own key is not enough; a token has to be of the
// right kind, for this site, and in time.
func TestRightlySignedAndWrong(t *testing.T) {
	a := open(t, modelstest.SQLite(t))
	session := a.identity(t, a.login(t)).Session
	good := jwt.MapClaims{
		"iss": "test", "aud": "test", "sub": "x", "sid": session.String(), "ctr": 0,
		"iat": a.clock().Unix(), "exp": a.clock().Add(time.Hour).Unix(),
	}
	if _, err := a.Authenticate(t.Context(), a.keys.SignWith(jwt.SigningMethodHS256, "at+jwt", good), home); err != nil {
		t.Fatalf("a good one: %v", err)
	}
	with := func(name string, value any) jwt.MapClaims {
		claims := maps.Clone(good)
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
		return claims
	}
	for name, token := range map[string]string{
		"another algorithm": a.keys.SignWith(jwt.SigningMethodHS512, "at+jwt", good),
		"another type":      a.keys.SignWith(jwt.SigningMethodHS256, "JWT", good),
		"another issuer":    a.keys.SignWith(jwt.SigningMethodHS256, "at+jwt", with("iss", "evil")),
		"another audience":  a.keys.SignWith(jwt.SigningMethodHS256, "at+jwt", with("aud", "evil")),
		"no audience":       a.keys.SignWith(jwt.SigningMethodHS256, "at+jwt", with("aud", nil)),
		"no expiry":         a.keys.SignWith(jwt.SigningMethodHS256, "at+jwt", with("exp", nil)),
		"expired":           a.keys.SignWith(jwt.SigningMethodHS256, "at+jwt", with("exp", a.clock().Add(-time.Second).Unix())),
		"from the future":   a.keys.SignWith(jwt.SigningMethodHS256, "at+jwt", with("iat", a.clock().Add(time.Hour).Unix())),
	} {
		if _, err := a.Authenticate(t.Context(), token, home); !errors.Is(err, auth.ErrSignedOut) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
