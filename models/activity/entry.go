// Package activity holds the activity log: who did what to whom, and when. Its rows
// are only ever added to; of an erased account, package erasure takes out what tells of its owner. Services that act on accounts, policies and money write
// it; start reading at [Add].
package activity

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
)

// Entry is a line of the activity log: who did what, when, from where, on
// whom. The database refuses to change or delete one, an erased account's places aside. Network is the visitor's
// address without its last part; nothing here names a person but by id.
type Entry struct {
	ID        uuid.UUID
	ActorID   *uuid.UUID // nil: the program, or someone who is not logged in
	SubjectID *uuid.UUID // whose account; nil: the site's
	Action    Action
	Detail    string
	Reason    string // why an admin did it: the owner of the account reads it too
	Network   string
	Browser   string
	CreatedAt time.Time
}

// TableName names the table of entries for GORM.
func (Entry) TableName() string { return "activity_entries" }

// Action is what was done.
type Action string

// The actions.
const (
	AddressConfirmed     Action = "address_confirmed"
	LoggedIn             Action = "logged_in"
	LoggedOut            Action = "logged_out"
	CookieKeptOut        Action = "cookie_kept_out" // the browser did not store it, so the new session ended
	SteppedUp            Action = "stepped_up"
	SessionEnded         Action = "session_ended"
	SessionsEnded        Action = "sessions_ended"
	TokenReused          Action = "token_reused"
	PasswordsGuessed     Action = "passwords_guessed"
	CodesGuessed         Action = "codes_guessed"
	PasswordChanged      Action = "password_changed"
	PasswordReset        Action = "password_reset"
	ResetSent            Action = "reset_sent"
	VerificationSent     Action = "verification_sent"
	AddressAsked         Action = "address_asked"
	AddressChanged       Action = "address_changed"
	AddressUndone        Action = "address_undone"
	TOTPAdded            Action = "totp_added"
	TOTPRemoved          Action = "totp_removed"
	CodesMade            Action = "codes_made"
	CodeUsed             Action = "code_used"
	PasskeyAdded         Action = "passkey_added"
	PasskeyRenamed       Action = "passkey_renamed"
	PasskeyRemoved       Action = "passkey_removed"
	PasskeyCopied        Action = "passkey_copied" // it counted backwards
	FactorsRemoved       Action = "factors_removed"
	ExportAsked          Action = "export_asked"
	ExportTaken          Action = "export_taken"
	ExportDeleted        Action = "export_deleted"
	DeletionAsked        Action = "deletion_asked"
	DeletionUndone       Action = "deletion_undone"
	Erased               Action = "erased"
	AdminMade            Action = "admin_made"
	RoleGiven            Action = "role_given"
	RoleTaken            Action = "role_taken"
	AccountDisabled      Action = "account_disabled"
	AccountEnabled       Action = "account_enabled"
	PolicyPublished      Action = "policy_published"
	PolicyApproved       Action = "policy_approved"
	PolicyConfirmed      Action = "policy_confirmed"
	PolicyWithdrawn      Action = "policy_withdrawn"
	JobRetried           Action = "job_retried"
	TranslationPublished Action = "translation_published"
	RefundBegun          Action = "refund_begun"
	PlanEndBegun         Action = "plan_end_begun"
	PlanExtensionBegun   Action = "plan_extension_begun"
	BillingActDone       Action = "billing_act_done"
	BillingActFailed     Action = "billing_act_failed"
	GiftGiven            Action = "gift_given"
	GiftTaken            Action = "gift_taken"
	AlertResolved        Action = "alert_resolved"
	EventReplayed        Action = "event_replayed"
	CustomerSynced       Action = "customer_synced"
	SiteAuditAsked       Action = "site_audit_asked"
	SiteAuditStopped     Action = "site_audit_stopped"
	ConsentsExported     Action = "consents_exported"
	SiteLookedAt         Action = "site_looked_at" // by an admin, as its owner does
	SiteTakenDown        Action = "site_taken_down"
	SitePutBack          Action = "site_put_back"
	SitePaused           Action = "site_paused"
)

// Add adds a line.
func Add(ctx context.Context, db *models.DB, e *Entry) error {
	return models.TranslateError(models.Table[Entry](db.Writer).Create(ctx, e))
}

// Filter chooses lines, newest first.
type Filter struct {
	User   uuid.UUID // who did it, or to whom it was done; uuid.Nil: all
	Before uuid.UUID // the last one of the page before
}

// List lists at most n lines.
func List(ctx context.Context, db *models.DB, f Filter, n int) ([]Entry, error) {
	query := models.Table[Entry](db.Reader).Order("id DESC").Limit(n)
	if f.User != uuid.Nil {
		query = query.Where("actor_id = ? OR subject_id = ?", f.User, f.User)
	}
	if f.Before != uuid.Nil {
		query = query.Where("id < ?", f.Before)
	}
	entries, err := query.Find(ctx)
	return entries, models.TranslateError(err)
}

// AddressesOf are the addresses of some users by id; an erased one has none.
func AddressesOf(ctx context.Context, db *models.DB, ids []uuid.UUID) (map[uuid.UUID]string, error) {
	users, err := models.Table[users.User](
		db.Reader,
	).Select("id", "email").
		Where("id IN ? AND erased_at IS NULL", ids).
		Find(ctx)
	addresses := map[uuid.UUID]string{}
	for _, u := range users {
		addresses[u.ID] = u.Email
	}
	return addresses, models.TranslateError(err)
}
