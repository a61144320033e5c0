package letter

import (
	"time"

	"github.com/prokken/prokken/models/activity"
)

// Event is when something happened to an account, and from where.
type Event struct {
	At      time.Time `json:"at"`
	Browser string    `json:"browser"`
	Network string    `json:"network,omitzero"`
}

// Warning is embedded by a mail that tells the owner of an account what happened, with
// a link that ends all sessions.
type Warning struct {
	Link
	Event
}

// SessionReused warns that an old refresh token came back.
type SessionReused struct {
	Warning
}

// Kind names the mail in the database.
func (SessionReused) Kind() Kind { return "session_reused" }

// NewDevice warns of a log-in from a browser that was not used before.
type NewDevice struct {
	Warning
}

// Kind names the mail in the database.
func (NewDevice) Kind() Kind { return "new_device" }

// ManyFailures warns that someone guesses passwords.
type ManyFailures struct {
	Link
	At time.Time `json:"at"` // of the last failure
}

// Kind names the mail in the database.
func (ManyFailures) Kind() Kind { return "many_failures" }

// WrongCodes warns that someone knows the password and guesses codes.
type WrongCodes struct {
	Warning
}

// Kind names the mail in the database.
func (WrongCodes) Kind() Kind { return "wrong_codes" }

// PasswordChanged warns that the password was changed or reset.
type PasswordChanged struct {
	Warning
}

// Kind names the mail in the database.
func (PasswordChanged) Kind() Kind { return "password_changed" }

// AddressAsked warns, at the old address, that another one was asked for.
type AddressAsked struct {
	Warning
	Address string `json:"address"`
}

// Kind names the mail in the database.
func (AddressAsked) Kind() Kind { return "address_asked" }

// FactorChanged warns that a second factor was added, removed or copied.
type FactorChanged struct {
	Warning
	Action activity.Action `json:"action"`
}

// Kind names the mail in the database.
func (FactorChanged) Kind() Kind { return "factor_changed" }

// FactorsRemoved tells that an admin removed all second factors.
type FactorsRemoved struct {
	Link
}

// Kind names the mail in the database.
func (FactorsRemoved) Kind() Kind { return "factors_removed" }

// RecoveryUsed warns that a recovery code was used.
type RecoveryUsed struct {
	Warning
}

// Kind names the mail in the database.
func (RecoveryUsed) Kind() Kind { return "recovery_used" }
