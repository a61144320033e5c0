// Package admin holds the pages of those who run the site: users, money, audits, jobs and
// the activity log. It names payments as the pages of views/billing do. Start reading at
// [Users].
package admin

import (
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/views"
	billingview "github.com/prokken/prokken/views/billing"
)

// Users is a page of the list of accounts, and what it was asked for.
type Users struct {
	Search string
	State  users.State
	Rows   []UserRow
	Pager  views.Pager
}

// asked reports whether the list leaves some accounts out.
func (u Users) asked() bool { return u.Search != "" || u.State != "" }

// UserRow is an account as an admin sees it. A time is nil where it has not come
// to that.
type UserRow struct {
	ID, Email                    string
	Admin                        bool
	SignedUp                     time.Time
	Confirmed, Disabled, Leaving *time.Time
	Bounced                      *time.Time // when the address last refused a mail for good
}

// UserRowOf leaves out what no admin may see.
func UserRowOf(u users.User) UserRow {
	return UserRow{
		ID: u.ID.String(), Email: u.Email, Admin: u.Role == users.Admin, SignedUp: u.CreatedAt,
		Confirmed: u.VerifiedAt, Disabled: u.DisabledAt, Leaving: u.EraseAfter,
		Bounced: u.BouncedAt,
	}
}

func (u UserRow) role() string {
	if u.Admin {
		return "Admin"
	}
	return "Member"
}

// UserDetails is all that an admin sees of an account. Own: it is their own.
type UserDetails struct {
	UserRow
	Own             bool
	Notice, Problem string
	Plan            billingview.Billing
	Factors         UserFactors
	Sessions        []views.SessionRow
	Log             []views.ActivityRow
}

// UserFactors are second factors by their names.
type UserFactors struct {
	App       bool
	Passkeys  []string
	CodesLeft int64
}

// UserFactorsOf leaves out what proves them.
func UserFactorsOf(f auth.Factors) UserFactors {
	factors := UserFactors{App: f.TOTP, CodesLeft: f.CodesLeft}
	for _, passkey := range f.Passkeys {
		factors.Passkeys = append(factors.Passkeys, passkey.Name)
	}
	return factors
}

func (f UserFactors) any() bool { return f.App || len(f.Passkeys) > 0 }

// userAct is a button, whether it makes sense now, and what it does.
type userAct struct {
	now                bool
	Path, Button, Says string
}

// acts are what an admin can do for the owner now.
func (u UserDetails) acts() []userAct {
	open, confirmed := u.Disabled == nil, u.Confirmed != nil
	return makingSense(
		userAct{!open, "enable", "Enable the account", "They can log in again."},
		userAct{
			open && confirmed,
			"send-reset",
			"Email a reset link",
			"It goes to the address above, to choose a new password. It works for 30 minutes.",
		},
		userAct{
			open && !confirmed,
			"send-verification",
			"Resend the confirmation",
			"It goes to the address above.",
		},
		userAct{
			open && confirmed && !u.Admin && u.Leaving == nil,
			"give-admin",
			"Make them an admin",
			"They can then do everything you can, from their next login.",
		},
	)
}

// dangers are what takes something from the owner.
func (u UserDetails) dangers() []userAct {
	taken := "They stay a member, and no longer see these pages."
	if u.Own {
		taken = "You stay a member, and no longer see these pages."
	}
	return makingSense(
		userAct{
			len(u.Sessions) > 0,
			"end-sessions",
			"End all sessions",
			"Logs the account out everywhere. Its owner can log in again.",
		},
		userAct{
			u.Factors.any(),
			"remove-factors",
			"Remove second factors",
			"For an owner who lost them all: logs out everywhere, then the password alone is enough. Make sure you know who is asking.",
		},
		userAct{u.Admin, "take-admin", "Remove the admin role", taken},
		userAct{
			u.Disabled == nil && !u.Own,
			"disable",
			"Disable the account",
			"Logs out everywhere, and nobody can log in until an admin enables it again. Nothing is deleted, and the plan continues.",
		},
	)
}

func makingSense(all ...userAct) []userAct {
	var now []userAct
	for _, act := range all {
		if act.now {
			now = append(now, act)
		}
	}
	return now
}
