package auth_test

import (
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
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

// TestLinksOfOnePurpose: a subscriber's token opens no flow of the same id, and
// the other way round; both outlive a change of the secret.
func TestLinksOfOnePurpose(t *testing.T) {
	a := open(t, modelstest.SQLite(t))
	id := models.NewID()
	flow, subscriber := a.keys.LinkToken(id), a.keys.SubscriberToken(id)
	if err := a.keys.ParseLink(subscriber); !errors.Is(err, auth.ErrLink) {
		t.Errorf("a subscriber's token opens a flow: %v", err)
	}
	if _, err := a.keys.ReadSubscriberToken(flow); !errors.Is(err, auth.ErrLink) {
		t.Errorf("a flow's token is a subscriber's: %v", err)
	}
	for _, keys := range []auth.Keys{a.keys, a.withSecrets(t, newSecret, oldSecret).keys} {
		if got, err := keys.ReadSubscriberToken(subscriber); err != nil || got != id {
			t.Errorf("%v, %v", got, err)
		}
	}
	if _, err := a.withSecrets(t, newSecret).keys.ReadSubscriberToken(subscriber); !errors.Is(err, auth.ErrLink) {
		t.Errorf("with a secret that is forgotten: %v", err)
	}
}

// TestLetterToken: a letter gets the token of what it is about, and no other.
func TestLetterToken(t *testing.T) {
	a := open(t, modelstest.SQLite(t))
	id := models.NewID()
	for name, tt := range map[string]struct {
		letter mail.Letter
		want   string
	}{
		"a flow's":       {mail.Letter{Flow: id}, a.keys.LinkToken(id)},
		"a subscriber's": {mail.Letter{Subscriber: id}, a.keys.SubscriberToken(id)},
		"without a link": {mail.Letter{}, ""},
	} {
		if got := a.keys.LetterToken(tt.letter); got != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}
