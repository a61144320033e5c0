package views

import (
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/sessions"
)

// ActivityRow is a line of the activity log in words.
type ActivityRow struct {
	Time             time.Time
	Words            string
	Reason           string
	Who, Whom        string
	Network, Browser string
}

// What returns what was done, and to whom where that is somebody else.
func (r ActivityRow) What() string {
	if r.Whom == "" || r.Whom == r.Who {
		return r.Words
	}
	return r.Words + ": " + r.Whom
}

// ActivityRows puts lines into words for the owner of an account, who reads why
// admins did what they did to it, and nothing of where; for uuid.Nil, an admin,
// everything, with the names given.
func ActivityRows(entries []activity.Entry, owner uuid.UUID, names map[uuid.UUID]string) []ActivityRow {
	var rows []ActivityRow
	for _, e := range entries {
		row := ActivityRow{Time: e.CreatedAt, Words: actionWords(e)}
		if owner == uuid.Nil || e.SubjectID != nil && *e.SubjectID == owner {
			row.Reason = e.Reason
		}
		own := e.ActorID != nil && *e.ActorID == owner
		switch {
		case owner == uuid.Nil:
			row.Who, row.Whom, row.Network, row.Browser = NameOf(
				e.ActorID,
				names,
			), NameOf(
				e.SubjectID,
				names,
			), e.Network, e.Browser
		case own || e.ActorID == nil:
			row.Network, row.Browser = e.Network, e.Browser
		default:
			row.Who = "an admin"
		}
		rows = append(rows, row)
	}
	return rows
}

// NameOf returns the name of an account; "" for none.
func NameOf(id *uuid.UUID, names map[uuid.UUID]string) string {
	if id == nil {
		return ""
	}
	if name := names[*id]; name != "" {
		return name
	}
	return "a deleted account"
}

func actionWords(e activity.Entry) string {
	words := actions[e.Action]
	if words == "" {
		words = string(e.Action)
	}
	if e.Detail != "" {
		words += " (" + detailWords(e) + ")"
	}
	return words
}

func detailWords(e activity.Entry) string {
	if with := withWords[sessions.Factor(e.Detail)]; with != "" &&
		(e.Action == activity.LoggedIn || e.Action == activity.SteppedUp) {
		return with
	}
	if kind := JobKind(e.Detail); kind != "" {
		return kind
	}
	return e.Detail
}

var actions = map[activity.Action]string{
	activity.AddressConfirmed:     "Address confirmed",
	activity.LoggedIn:             "Logged in",
	activity.SiteAuditAsked:       "Audit of the site requested",
	activity.SiteAuditStopped:     "Audit of the site stopped",
	activity.SiteLookedAt:         "Website viewed as its owner",
	activity.SiteTakenDown:        "Website taken down",
	activity.SitePutBack:          "Website restored",
	activity.SitePaused:           "Audits of a website stopped",
	activity.LoggedOut:            "Logged out",
	activity.CookieKeptOut:        "Logged out again: the browser blocked",
	activity.SteppedUp:            "Identity confirmed",
	activity.SessionEnded:         "Session ended",
	activity.SessionsEnded:        "Sessions ended",
	activity.TokenReused:          "Old session key reused; session ended",
	activity.PasswordsGuessed:     "Many logins with a wrong password",
	activity.CodesGuessed:         "Wrong codes after the correct password",
	activity.PasswordChanged:      "Password changed",
	activity.PasswordReset:        "Password reset",
	activity.ResetSent:            "Reset link sent",
	activity.VerificationSent:     "Confirmation link sent",
	activity.AddressAsked:         "Change of address requested",
	activity.AddressChanged:       "Address changed",
	activity.AddressUndone:        "Change of address undone",
	activity.TOTPAdded:            "Authenticator app added",
	activity.TOTPRemoved:          "Authenticator app removed",
	activity.CodesMade:            "Recovery codes generated",
	activity.CodeUsed:             "Recovery code used",
	activity.PasskeyAdded:         "Passkey added",
	activity.PasskeyRenamed:       "Passkey renamed",
	activity.PasskeyRemoved:       "Passkey removed",
	activity.PasskeyCopied:        "Passkey refused: there may be a copy of it",
	activity.FactorsRemoved:       "Second factors removed",
	activity.ExportAsked:          "Data export requested",
	activity.ExportTaken:          "Data export downloaded",
	activity.ExportDeleted:        "Data export deleted or cancelled",
	activity.DeletionAsked:        "Deletion requested",
	activity.DeletionUndone:       "Deletion cancelled",
	activity.Erased:               "Account deleted",
	activity.AdminMade:            "Admin created",
	activity.RoleGiven:            "Made an admin",
	activity.RoleTaken:            "Admin role removed",
	activity.AccountDisabled:      "Account disabled",
	activity.AccountEnabled:       "Account enabled",
	activity.PolicyPublished:      "Policy published",
	activity.PolicyApproved:       "Draft of a policy approved",
	activity.PolicyConfirmed:      "Sentences of a policy confirmed",
	activity.PolicyWithdrawn:      "Scheduled version of a policy withdrawn",
	activity.JobRetried:           "Job retried",
	activity.TranslationPublished: "Translation published",
	activity.RefundBegun:          "Refund started",
	activity.PlanEndBegun:         "Immediate end of a plan started",
	activity.PlanExtensionBegun:   "Extension of a plan started",
	activity.BillingActDone:       "Done at Stripe",
	activity.BillingActFailed:     "Not done at Stripe",
	activity.GiftGiven:            "Gift given",
	activity.GiftTaken:            "Gift taken back",
	activity.AlertResolved:        "Billing alert resolved",
	activity.EventReplayed:        "Stripe event replayed",
	activity.CustomerSynced:       "Compared with Stripe",
	activity.ConsentsExported:     "Choices about cookies exported",
}

// JobKind is a kind of job in words; "" for an unknown one.
func JobKind(kind string) string { return jobKinds[kind] }

var jobKinds = map[string]string{
	"send_mail": "Send a mail", "sync_customer": "Fetch a customer from Stripe", "account_task": "Work on an account",
	"hourly": "Tidy up, every hour", "backup": "Make a backup", "audit": "Audit the site",
}
