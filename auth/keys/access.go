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

// accessClaims are the claims of a signed access token.
type accessClaims struct {
	jwt.RegisteredClaims
	Session uuid.UUID `json:"sid"`
	Counter int64     `json:"ctr"`
}

// SignAccess signs an access token by and for the issuer, which is the site's
// address.
func (r Ring) SignAccess(issuer string, access AccessToken) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, accessClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Audience: jwt.ClaimStrings{issuer}, Subject: access.User.String(),
			IssuedAt: jwt.NewNumericDate(access.IssuedAt), ExpiresAt: jwt.NewNumericDate(access.ExpiresAt),
		},
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
	if err != nil || claims.IssuedAt == nil {
		return AccessToken{}, ErrToken
	}
	user, _ := uuid.Parse(claims.Subject) // the session's row says whose it is
	return AccessToken{
		User: user, Session: claims.Session, Counter: claims.Counter,
		IssuedAt: claims.IssuedAt.Time, ExpiresAt: claims.ExpiresAt.Time,
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
