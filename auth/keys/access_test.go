package keys

import (
	"errors"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// signWith makes an access token with the right key and any header and claims.
func (r Ring) signWith(t *testing.T, method jwt.SigningMethod, typ string, claims jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, claims)
	token.Header["typ"], token.Header["kid"] = typ, r.current().id
	signed, err := token.SignedString(r.current().access)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// TestRightlySignedAndWrong: our own key is not enough; a token has to be of the
// right kind, for this site, and in time.
func TestRightlySignedAndWrong(t *testing.T) {
	ring, err := New(strings.Repeat("s", 32))
	if err != nil {
		t.Fatal(err)
	}
	now, session := time.Now(), uuid.New()
	good := jwt.MapClaims{
		"iss": "test", "aud": []string{"test"}, "sub": "x", "sid": session.String(), "ctr": 7,
		"iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	}
	with := func(name string, value any) jwt.MapClaims {
		claims := maps.Clone(good)
		if claims[name] = value; value == nil {
			delete(claims, name)
		}
		return claims
	}
	clock := func() time.Time { return now }
	access, err := ring.ReadAccess("test", ring.signWith(t, jwt.SigningMethodHS256, "at+jwt", good), clock)
	life := access.ExpiresAt.Sub(access.IssuedAt)
	if err != nil || access.Session != session || access.Counter != 7 || life != time.Hour {
		t.Fatalf("a good one: %+v, %v", access, err)
	}
	for name, token := range map[string]string{
		"another algorithm":    ring.signWith(t, jwt.SigningMethodHS512, "at+jwt", good),
		"another type":         ring.signWith(t, jwt.SigningMethodHS256, "JWT", good),
		"another issuer":       ring.signWith(t, jwt.SigningMethodHS256, "at+jwt", with("iss", "evil")),
		"another audience":     ring.signWith(t, jwt.SigningMethodHS256, "at+jwt", with("aud", []string{"evil"})),
		"no list of audiences": ring.signWith(t, jwt.SigningMethodHS256, "at+jwt", with("aud", "test")),
		"no audience":          ring.signWith(t, jwt.SigningMethodHS256, "at+jwt", with("aud", nil)),
		"no expiry":            ring.signWith(t, jwt.SigningMethodHS256, "at+jwt", with("exp", nil)),
		"no time of issue":     ring.signWith(t, jwt.SigningMethodHS256, "at+jwt", with("iat", nil)),
		"expired":              ring.signWith(t, jwt.SigningMethodHS256, "at+jwt", with("exp", now.Add(-12*time.Second).Unix())),
		"from the near future, and too far": ring.signWith(t, jwt.SigningMethodHS256, "at+jwt",
			with("iat", now.Add(12*time.Second).Unix())),
		"from the future": ring.signWith(t, jwt.SigningMethodHS256, "at+jwt", with("iat", now.Add(time.Hour).Unix())),
	} {
		if _, err := ring.ReadAccess("test", token, clock); !errors.Is(err, ErrToken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestServersWhoseClocksDiffer read each other's tokens: a few seconds before they begin, and
// after they end.
func TestServersWhoseClocksDiffer(t *testing.T) {
	ring, err := New(strings.Repeat("s", 32))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now().Truncate(time.Second)
	token, err := ring.SignAccess(
		"test",
		AccessToken{User: uuid.New(), Session: uuid.New(), IssuedAt: now, ExpiresAt: now.Add(time.Hour)},
	)
	if err != nil {
		t.Fatal(err)
	}
	for apart, want := range map[time.Duration]error{
		-8 * time.Second: nil, -15 * time.Second: ErrToken,
		time.Hour + 8*time.Second: nil, time.Hour + 15*time.Second: ErrToken,
	} {
		other := func() time.Time { return now.Add(apart) }
		if _, err := ring.ReadAccess("test", token, other); !errors.Is(err, want) {
			t.Errorf("%s apart: %v, want %v", apart, err, want)
		}
	}
}
