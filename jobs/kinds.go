package jobs

import (
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models/jobrows"
)

// sendMail writes and sends one mail.
type sendMail struct {
	Letter mail.Letter `json:"letter"`
}

// Kind names the job in the database.
func (sendMail) Kind() string { return "send_mail" }

// syncCustomer fetches from Stripe what is true of one customer.
type syncCustomer struct {
	Customer uuid.UUID `json:"customer"`
}

// Kind names the job in the database.
func (syncCustomer) Kind() string { return "sync_customer" }

// accountTask does work on an account.
type accountTask struct {
	Task jobrows.AccountTask `json:"task"`
}

// Kind names the job in the database.
func (accountTask) Kind() string { return "account_task" }

// subscribe asks an address whether it wants mails about changed policies.
type subscribe struct {
	Email string `json:"email"`
}

// Kind names the job in the database.
func (subscribe) Kind() string { return "subscribe" }

// announceVersion tells of a published version, or that it was withdrawn.
type announceVersion struct {
	Version uuid.UUID `json:"version"`
}

// Kind names the job in the database.
func (announceVersion) Kind() string { return "announce_version" }

// hourly is what one instance does every hour.
type hourly struct{}

// Kind names the job in the database.
func (hourly) Kind() string { return "hourly" }

// InsertOpts: once an hour however many instances there are, and tried again
// for some minutes; the next hour does it anyway.
func (hourly) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 5, UniqueOpts: river.UniqueOpts{ByPeriod: time.Hour}}
}
