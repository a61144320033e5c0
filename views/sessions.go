package views

import (
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models/sessions"
)

// SessionRow is one session in the list.
type SessionRow struct {
	ID, Browser, Network string
	With                 string
	Began, Seen          time.Time
	Current              bool
}

// Where is all we know of the place.
func (r SessionRow) Where() string {
	if r.Network == "" {
		return "Location unknown."
	}
	return "Location unknown, network " + r.Network + "."
}

// SessionRows puts sessions into words; current is the one in use.
func SessionRows(all []sessions.Session, current uuid.UUID) []SessionRow {
	var rows []SessionRow
	for _, s := range all {
		row := SessionRow{
			ID: s.ID.String(), Browser: auth.BrowserWords(s.UserAgent), Network: s.Network, With: withWords[s.Factor],
			Began: s.CreatedAt, Seen: s.CreatedAt, Current: s.ID == current,
		}
		if s.LastSeenAt != nil {
			row.Seen = *s.LastSeenAt
		}
		rows = append(rows, row)
	}
	return rows
}

var withWords = map[sessions.Factor]string{
	sessions.Password: "password", sessions.TOTP: "password and app code",
	sessions.RecoveryUsed: "password and recovery code", sessions.PasskeyUsed: "passkey",
}
