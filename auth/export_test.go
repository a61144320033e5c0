package auth

import (
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// What the tests of the package see beside its doors.
var (
	TOTPCode = totpCode
	TOTPStep = totpStep
)

// CodeAt is the code of an app that holds the offered secret.
func (o TOTPOffer) CodeAt(now time.Time) string {
	secret, err := secretText.DecodeString(o.Secret)
	if err != nil {
		panic(err)
	}
	return totpCode(secret, now.Unix()/30)
}

// ParseRefresh and ParseLink read tokens without asking a database.
func (k Keys) ParseRefresh(token string) error { _, _, err := k.parseRefresh(token); return err }

// ParseLink reads a link's token.
func (k Keys) ParseLink(token string) error { _, err := k.parseLink(token); return err }

// ParseAccess reads an access token.
func (s *Service) ParseAccess(token string) error { _, err := s.parseAccess(token); return err }

// SignWith makes an access token with the right key and any header and claims.
func (k Keys) SignWith(method jwt.SigningMethod, typ string, claims jwt.MapClaims) string {
	token := jwt.NewWithClaims(method, claims)
	token.Header["typ"], token.Header["kid"] = typ, k.current().id
	signed, err := token.SignedString(k.current().access)
	if err != nil {
		panic(err)
	}
	return signed
}
