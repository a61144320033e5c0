package auth

import "time"

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
