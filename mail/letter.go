// Package mail knows which mails Prokken writes and how to send one. What they
// say stands in views. Start reading at [Letter].
package mail

import "github.com/google/uuid"

// Kind is which mail it is.
type Kind string

// The mails.
const (
	ConfirmAddress    Kind = "confirm_address"     // sign-up, a new address
	AddressTaken      Kind = "address_taken"       // an address that has an account
	SignUpAgain       Kind = "sign_up_again"       // the link that confirms is too old
	SessionReused     Kind = "session_reused"      // an old refresh token came back
	NewDevice         Kind = "new_device"          // a log-in from a browser that is new
	ManyFailures      Kind = "many_failures"       // someone guesses passwords
	WrongCodes        Kind = "wrong_codes"         // someone knows the password
	ResetPassword     Kind = "reset_password"      // choose a new one
	PasswordChanged   Kind = "password_changed"    // changed or reset
	ConfirmNewAddress Kind = "confirm_new_address" // to the new one
	AddressAsked      Kind = "address_asked"       // a change was asked for; to the old one
	AddressChanged    Kind = "address_changed"     // it happened; to the old one, can be undone
	AddressIsYours    Kind = "address_is_yours"    // it happened; to the new one
	FactorChanged     Kind = "factor_changed"      // a second factor came or went
	RecoveryUsed      Kind = "recovery_used"       // a recovery code was used
	ExportReady       Kind = "export_ready"        // the copy of one's data
	DeletionAsked     Kind = "deletion_asked"      // can be undone
	AccountErased     Kind = "account_erased"
	RoleChanged       Kind = "role_changed" // became, or is no longer, an admin

	ConfirmSubscription Kind = "confirm_subscription" // to mails about changed policies
	AlreadySubscribed   Kind = "already_subscribed"   // asked again
	PolicyChanged       Kind = "policy_changed"       // a new version is published
	PolicyWithdrawn     Kind = "policy_withdrawn"     // and will not take effect after all

	Receipt       Kind = "receipt"        // something was paid
	PaymentFailed Kind = "payment_failed" // a renewal could not be paid
	Refunded      Kind = "refunded"
	PlanCancelled Kind = "plan_cancelled" // it will end
	PlanEnded     Kind = "plan_ended"
	TrialEnding   Kind = "trial_ending"  // and will cost from then on
	RenewalAhead  Kind = "renewal_ahead" // it will be paid again
	CardExpiring  Kind = "card_expiring" // before a renewal
	BillingAlert  Kind = "billing_alert" // something to look at; to admins

	AuditFound Kind = "audit_found" // something new is not as the policy says; to admins
)

// Letter is a mail that has yet to be written: whom it is for, what it tells,
// and, for a mail with a link, the flow that the link opens or the subscriber
// whom it is about. It holds no secret, so that the job queue may keep it.
type Letter struct {
	Kind       Kind              `json:"kind"`
	To         string            `json:"to"`
	Flow       uuid.UUID         `json:"flow"`
	Subscriber uuid.UUID         `json:"subscriber,omitzero"`
	Facts      map[string]string `json:"facts,omitempty"`
}

// Message is a written mail. Unsubscribe is the address where one press ends
// mails of this kind (RFC 8058); "" for mails that nobody subscribes to.
type Message struct {
	To, Subject, Text, HTML string
	Unsubscribe             string
}
