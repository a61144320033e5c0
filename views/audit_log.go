package views

import (
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// AuditRow is a line of the audit log in words.
type AuditRow struct {
	Time             time.Time
	Words            string
	Reason           string
	Who, Whom        string
	Network, Browser string
}

// AuditRows puts lines into words for the owner of an account, who learns
// nothing of where others did what they did to it, or why; for uuid.Nil, an
// admin, everything, with the names given.
func AuditRows(entries []models.AuditEntry, owner uuid.UUID, names map[uuid.UUID]string) []AuditRow {
	var rows []AuditRow
	for _, e := range entries {
		row := AuditRow{Time: e.CreatedAt, Words: actionWords(e)}
		own := e.ActorID != nil && *e.ActorID == owner
		switch {
		case owner == uuid.Nil:
			row.Who, row.Whom, row.Network, row.Browser = nameOf(e.ActorID, names), nameOf(e.SubjectID, names), e.Network, e.Browser
			row.Reason = e.Reason
		case own || e.ActorID == nil:
			row.Network, row.Browser = e.Network, e.Browser
		default:
			row.Who = "an admin"
		}
		rows = append(rows, row)
	}
	return rows
}

func nameOf(id *uuid.UUID, names map[uuid.UUID]string) string {
	if id == nil {
		return ""
	}
	if name := names[*id]; name != "" {
		return name
	}
	return "a deleted account"
}

func actionWords(e models.AuditEntry) string {
	words := actions[e.Action]
	if words == "" {
		words = string(e.Action)
	}
	if e.Detail != "" {
		words += " (" + detailWords(e) + ")"
	}
	return words
}

func detailWords(e models.AuditEntry) string {
	if with := withWords[models.Factor(e.Detail)]; with != "" && (e.Action == models.LoggedIn || e.Action == models.SteppedUp) {
		return with
	}
	if kind := jobKinds[e.Detail]; kind != "" {
		return kind
	}
	return e.Detail
}

var actions = map[models.Action]string{
	models.AddressConfirmed:     "Address confirmed",
	models.LoggedIn:             "Logged in",
	models.SiteAuditAsked:       "Audit of the site asked for",
	models.LoggedOut:            "Logged out",
	models.SteppedUp:            "Proved again who they are",
	models.SessionEnded:         "Session ended",
	models.SessionsEnded:        "Sessions ended",
	models.TokenReused:          "Old key of a session came back; session ended",
	models.PasswordsGuessed:     "Many log-ins with a wrong password",
	models.CodesGuessed:         "Wrong codes after a right password",
	models.PasswordChanged:      "Password changed",
	models.PasswordReset:        "Password reset",
	models.ResetSent:            "Reset link sent",
	models.VerificationSent:     "Confirmation link sent",
	models.AddressAsked:         "Change of address asked for",
	models.AddressChanged:       "Address changed",
	models.AddressUndone:        "Change of address undone",
	models.TOTPAdded:            "Authenticator app added",
	models.TOTPRemoved:          "Authenticator app removed",
	models.CodesMade:            "Recovery codes made",
	models.CodeUsed:             "Recovery code used",
	models.PasskeyAdded:         "Passkey added",
	models.PasskeyRenamed:       "Passkey renamed",
	models.PasskeyRemoved:       "Passkey removed",
	models.PasskeyCopied:        "Passkey refused: there may be a copy of it",
	models.FactorsRemoved:       "Second factors removed",
	models.ExportAsked:          "Copy of the data asked for",
	models.ExportTaken:          "Copy of the data downloaded",
	models.DeletionAsked:        "Deletion asked for",
	models.DeletionUndone:       "Deletion taken back",
	models.Erased:               "Account deleted",
	models.AdminMade:            "Admin made",
	models.RoleGiven:            "Made an admin",
	models.RoleTaken:            "Admin role taken",
	models.AccountDisabled:      "Account disabled",
	models.AccountEnabled:       "Account enabled",
	models.PolicyPublished:      "Policy published",
	models.PolicyApproved:       "Draft of a policy approved",
	models.PolicyWithdrawn:      "Scheduled version of a policy withdrawn",
	models.JobRetried:           "Job tried again",
	models.TranslationPublished: "Translation published",
	models.RefundBegun:          "Refund begun",
	models.PlanEndBegun:         "Ending a plan at once begun",
	models.PlanExtensionBegun:   "Extending a plan begun",
	models.BillingActDone:       "Done at Stripe",
	models.BillingActFailed:     "Not done at Stripe",
	models.GiftGiven:            "Gift given",
	models.GiftTaken:            "Gift taken back",
	models.AlertResolved:        "Billing alert dealt with",
	models.EventReplayed:        "Stripe's event followed again",
	models.CustomerSynced:       "Compared with Stripe",
}
