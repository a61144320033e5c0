package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // what authenticator apps speak (RFC 6238)
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"time"
)

// Codes of an authenticator app: RFC 6238 with what all apps assume, SHA-1, six
// digits, thirty seconds.
const (
	totpPeriod = 30 * time.Second
	totpSecret = 20  // bytes
	totpSkew   = 1   // steps that a clock may be off, each way
	totpRange  = 1e6 // six digits
	totpDigits = "%06d"
)

func newTOTPSecret() []byte {
	secret := make([]byte, totpSecret)
	_, _ = rand.Read(secret) // never fails
	return secret
}

// totpCode is the code of one time step (RFC 4226, section 5.3).
func totpCode(secret []byte, step int64) string {
	h := hmac.New(sha1.New, secret)
	_ = binary.Write(h, binary.BigEndian, step)
	sum := h.Sum(nil)
	offset := sum[len(sum)-1] & 0xf
	number := binary.BigEndian.Uint32(sum[offset:]) & 0x7fffffff
	return fmt.Sprintf(totpDigits, number%totpRange)
}

// totpStep is the time step whose code it is, near that time.
func totpStep(secret []byte, code string, now time.Time) (step int64, found bool) {
	current := now.Unix() / int64(totpPeriod/time.Second)
	for candidate := current - totpSkew; candidate <= current+totpSkew; candidate++ {
		if subtle.ConstantTimeCompare([]byte(totpCode(secret, candidate)), []byte(code)) == 1 {
			step, found = candidate, true
		}
	}
	return step, found
}

// secretText is how apps want a secret typed.
var secretText = base32.StdEncoding.WithPadding(base32.NoPadding)

// TOTPOffer is what an authenticator app needs: the secret in base32, and the
// same in an address that a QR code can hold.
type TOTPOffer struct{ Secret, Address string }

func (s *Service) offerOf(secret []byte, email string) TOTPOffer {
	text := secretText.EncodeToString(secret)
	query := url.Values{"secret": {text}, "issuer": {s.siteName}}
	address := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + s.siteName + ":" + email, RawQuery: query.Encode()}
	return TOTPOffer{Secret: text, Address: address.String()}
}
