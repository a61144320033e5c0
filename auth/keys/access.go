package keys

import (
	"errors"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// accessType is the type of an access token (RFC 9068).
const accessType = "at+jwt"

// leeway is how far the clocks of two servers may be apart that read each other's tokens.
const leeway = 10 * time.Second

// AccessToken says whose a token is, of which session, with which refresh token
// it was given out, and for how long it is valid.
type AccessToken struct {
	User, Session       uuid.UUID
	Counter             int64
	IssuedAt, ExpiresAt time.Time
}

// accessClaims are the claims of a signed access token, times in seconds since 1970. Those of the library
// would take several times as long to read, in every request of a member.
type accessClaims struct {
	Issuer    string    `json:"iss"`
	Audience  []string  `json:"aud"`
	Subject   string    `json:"sub"`
	IssuedAt  int64     `json:"iat"`
	ExpiresAt int64     `json:"exp"`
	Session   uuid.UUID `json:"sid"`
	Counter   int64     `json:"ctr"`
}

// GetIssuer implements [jwt.Claims].
func (c *accessClaims) GetIssuer() (string, error) { return c.Issuer, nil }

// GetAudience implements [jwt.Claims].
func (c *accessClaims) GetAudience() (jwt.ClaimStrings, error) { return c.Audience, nil }

// GetSubject implements [jwt.Claims].
func (c *accessClaims) GetSubject() (string, error) { return c.Subject, nil }

// GetNotBefore implements [jwt.Claims]: there is none.
func (c *accessClaims) GetNotBefore() (*jwt.NumericDate, error) { return nil, nil } //nolint:nilnil // as the interface wants it

// GetIssuedAt implements [jwt.Claims].
func (c *accessClaims) GetIssuedAt() (*jwt.NumericDate, error) { return dateOf(c.IssuedAt), nil }

// GetExpirationTime implements [jwt.Claims].
func (c *accessClaims) GetExpirationTime() (*jwt.NumericDate, error) { return dateOf(c.ExpiresAt), nil }

// dateOf is the date; nil where the claim is missing.
func dateOf(seconds int64) *jwt.NumericDate {
	if seconds == 0 {
		return nil
	}
	return jwt.NewNumericDate(time.Unix(seconds, 0))
}

// SignAccess signs an access token by and for the issuer, which is the site's
// address.
func (r Ring) SignAccess(issuer string, access AccessToken) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, &accessClaims{
		Issuer: issuer, Audience: []string{issuer}, Subject: access.User.String(),
		IssuedAt: access.IssuedAt.Unix(), ExpiresAt: access.ExpiresAt.Unix(),
		Session: access.Session, Counter: access.Counter,
	})
	token.Header["typ"], token.Header["kid"] = accessType, r.current().id
	return token.SignedString(r.current().access)
}

// ReadAccess returns what an access token of that issuer says, or ErrToken. It
// checks the signature before anything else.
func (r Ring) ReadAccess(issuer, token string, now func() time.Time) (AccessToken, error) {
	var claims accessClaims
	_, err := jwt.ParseWithClaims(token, &claims, r.accessKeyOf,
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithIssuer(issuer), jwt.WithAudience(issuer),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithTimeFunc(now), jwt.WithLeeway(leeway))
	if err != nil || claims.IssuedAt == 0 {
		return AccessToken{}, ErrToken
	}
	user, _ := uuid.Parse(claims.Subject) // the session's row says whose it is
	return AccessToken{
		User: user, Session: claims.Session, Counter: claims.Counter,
		IssuedAt: time.Unix(claims.IssuedAt, 0), ExpiresAt: time.Unix(claims.ExpiresAt, 0),
	}, nil
}

func (r Ring) accessKeyOf(token *jwt.Token) (any, error) {
	id, _ := token.Header["kid"].(string)
	key, found := r.byID(id)
	if token.Header["typ"] != accessType || !found {
		return nil, errors.New("not an access token of ours")
	}
	return key.access, nil
}
