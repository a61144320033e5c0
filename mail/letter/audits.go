package letter

import "github.com/google/uuid"

// AuditFound tells an admin what an audit saw that is new and not as the policy says.
type AuditFound struct {
	Audit    uuid.UUID `json:"audit"`
	Count    int       `json:"count"`    // of all that is new
	Findings []string  `json:"findings"` // the first of them, the worst first
}

// Kind names the mail in the database.
func (AuditFound) Kind() Kind { return "audit_found" }
