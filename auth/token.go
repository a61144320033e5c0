package auth

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
)

// accessType is the type of an access token (RFC 9068).
const accessType = "at+jwt"

// accessClaims are what an access token says: whose it is, of which session,
// and with which refresh token it was given out.
type accessClaims struct {
	jwt.RegisteredClaims
	Session uuid.UUID `json:"sid"`
	Counter int64     `json:"ctr"`
}

func (s *Service) signAccess(user, session uuid.UUID, counter int64, now time.Time) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodHS256, accessClaims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: s.issuer, Audience: jwt.ClaimStrings{s.issuer}, Subject: user.String(),
			IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(s.lifetimes.access())),
		},
		Session: session, Counter: counter,
	})
	token.Header["typ"], token.Header["kid"] = accessType, s.keys.ID
	return token.SignedString(s.accessKey)
}

// parseAccess checks the signature before anything else.
func (s *Service) parseAccess(token string) (accessClaims, error) {
	var claims accessClaims
	_, err := jwt.ParseWithClaims(token, &claims, s.accessKeyOf,
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithIssuer(s.issuer), jwt.WithAudience(s.issuer),
		jwt.WithExpirationRequired(), jwt.WithIssuedAt(), jwt.WithTimeFunc(s.now))
	if err != nil {
		return accessClaims{}, ErrSignedOut
	}
	return claims, nil
}

func (s *Service) accessKeyOf(token *jwt.Token) (any, error) {
	if token.Header["typ"] != accessType || token.Header["kid"] != s.keys.ID {
		return nil, errors.New("not an access token of ours")
	}
	return s.accessKey, nil
}

// A refresh token is key id, session, counter and their MAC. It is made from
// the session row alone, so that racing requests get the same one.
func (k Keys) signRefresh(session uuid.UUID, counter int64) string {
	number := strconv.FormatInt(counter, 10)
	return strings.Join([]string{k.ID, session.String(), number, k.mac("refresh", k.ID, session.String(), number)}, ".")
}

// parseRefresh refuses a forgery without asking the database.
func (k Keys) parseRefresh(token string) (session uuid.UUID, counter int64, err error) {
	parts := strings.Split(token, ".")
	if len(parts) != 4 || parts[0] != k.ID || !k.verify(parts[3], "refresh", parts[:3]...) {
		return uuid.Nil, 0, ErrSignedOut
	}
	session, err1 := uuid.Parse(parts[1])
	counter, err2 := strconv.ParseInt(parts[2], 10, 64)
	if err1 != nil || err2 != nil {
		return uuid.Nil, 0, ErrSignedOut
	}
	return session, counter, nil
}

// LinkToken is what a mailed link carries: a flow and its MAC. It is nowhere
// stored, so a copy of the database opens no link.
func (k Keys) LinkToken(flow uuid.UUID) string {
	return flow.String() + "." + k.mac("link", flow.String())
}

func (k Keys) parseLink(token string) (uuid.UUID, error) {
	id, mac, _ := strings.Cut(token, ".")
	flow, err := uuid.Parse(id)
	if err != nil || !k.verify(mac, "link", id) {
		return uuid.Nil, ErrLink
	}
	return flow, nil
}
