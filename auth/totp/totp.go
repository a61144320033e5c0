// Package totp makes and checks the codes of authenticator apps (RFC 6238).
//
// It is arithmetic alone: it stores nothing, and whoever calls it (auth does)
// sees to it that each code counts once. Start reading at [Code].
package totp

import (
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // what authenticator apps speak (RFC 6238)
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"time"
)

// These are what all apps assume, besides SHA-1: six digits, thirty seconds.
// SecretLength is how many bytes a secret has (RFC 4226, section 4).
const SecretLength = 20

const (
	period     = 30 * time.Second
	skew       = 1   // steps that a clock may be off, each way
	codeRange  = 1e6 // six digits
	codeDigits = "%06d"
)

// Code returns the code of one time step (RFC 4226, section 5.3).
func Code(secret []byte, step int64) string {
	h := hmac.New(sha1.New, secret)
	_ = binary.Write(h, binary.BigEndian, step)
	sum := h.Sum(nil)
	offset := sum[len(sum)-1] & 0xf
	number := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	return fmt.Sprintf(codeDigits, number%codeRange)
}

// Step returns the time step whose code it is, near that time.
func Step(secret []byte, code string, now time.Time) (step int64, found bool) {
	current := now.Unix() / int64(period/time.Second)
	for candidate := current - skew; candidate <= current+skew; candidate++ {
		if subtle.ConstantTimeCompare([]byte(Code(secret, candidate)), []byte(code)) == 1 {
			step, found = candidate, true
		}
	}
	return step, found
}

// secretText is how apps want a secret to be typed.
var secretText = base32.StdEncoding.WithPadding(base32.NoPadding)

// Text returns the secret as it can be typed into an app.
func Text(secret []byte) string { return secretText.EncodeToString(secret) }

// Address returns the secret in an address that a QR code can hold. The app shows
// the code beside the name of the site and the e-mail address.
func Address(secret []byte, siteName, email string) string {
	query := url.Values{"secret": {Text(secret)}, "issuer": {siteName}}
	address := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + siteName + ":" + email, RawQuery: query.Encode()}
	return address.String()
}
