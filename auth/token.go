package auth

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
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
	token.Header["typ"], token.Header["kid"] = accessType, s.keys.current().id
	return token.SignedString(s.keys.current().access)
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
	id, _ := token.Header["kid"].(string)
	key, found := s.keys.byID(id)
	if token.Header["typ"] != accessType || !found {
		return nil, errors.New("not an access token of ours")
	}
	return key.access, nil
}

// A refresh token is key id, session, counter and their MAC. It is made from
// the session row alone, so that racing requests get the same one.
func (k Keys) signRefresh(session uuid.UUID, counter int64) string {
	key, number := k.current(), strconv.FormatInt(counter, 10)
	return strings.Join([]string{key.id, session.String(), number, key.mac("refresh", key.id, session.String(), number)}, ".")
}

// parseRefresh refuses a forgery without asking the database.
func (k Keys) parseRefresh(token string) (session uuid.UUID, counter int64, err error) {
	parts := strings.Split(token, ".")
	key, found := k.byID(parts[0])
	if len(parts) != 4 || !found || !key.verify(parts[3], "refresh", parts[:3]...) {
		return uuid.Nil, 0, ErrSignedOut
	}
	session, err1 := uuid.Parse(parts[1])
	counter, err2 := strconv.ParseInt(parts[2], 10, 64)
	if err1 != nil || err2 != nil {
		return uuid.Nil, 0, ErrSignedOut
	}
	return session, counter, nil
}

// What a link can be about. A token of one purpose opens nothing of another.
const (
	forFlow       = "link"
	forSubscriber = "subscriber"
)

// LinkToken is what a mailed link, or the next step of a form, carries: a flow,
// the key's id and their MAC. It is nowhere stored, so a copy of the database
// opens no link.
func (k Keys) LinkToken(flow uuid.UUID) string { return k.signLink(forFlow, flow) }

// SubscriberToken is what the links in mails to a subscriber carry: made as
// LinkToken is, for another purpose.
func (k Keys) SubscriberToken(subscriber uuid.UUID) string {
	return k.signLink(forSubscriber, subscriber)
}

// ReadSubscriberToken is whose token it is; ErrLink if it is none of ours.
func (k Keys) ReadSubscriberToken(token string) (uuid.UUID, error) {
	return k.readLink(forSubscriber, token)
}

// LetterToken is the token for the link of a letter; "" for one that has none.
func (k Keys) LetterToken(letter mail.Letter) string {
	switch {
	case letter.Subscriber != uuid.Nil:
		return k.SubscriberToken(letter.Subscriber)
	case letter.Flow != uuid.Nil:
		return k.LinkToken(letter.Flow)
	}
	return ""
}

func (k Keys) parseLink(token string) (uuid.UUID, error) { return k.readLink(forFlow, token) }

func (k Keys) signLink(purpose string, id uuid.UUID) string {
	key := k.current()
	return strings.Join([]string{id.String(), key.id, key.mac(purpose, id.String(), key.id)}, ".")
}

func (k Keys) readLink(purpose, token string) (uuid.UUID, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return uuid.Nil, ErrLink
	}
	key, found := k.byID(parts[1])
	id, err := uuid.Parse(parts[0])
	if err != nil || !found || !key.verify(parts[2], purpose, parts[0], parts[1]) {
		return uuid.Nil, ErrLink
	}
	return id, nil
}
