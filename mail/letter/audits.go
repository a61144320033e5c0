package letter

import (
	"time"

	"github.com/google/uuid"
)

// AuditFound tells an admin what an audit saw that is new and not as the policy says.
type AuditFound struct {
	Audit    uuid.UUID `json:"audit"`
	Count    int       `json:"count"`    // of all that is new
	Findings []string  `json:"findings"` // the first of them, the worst first
}

// Kind names the mail in the database.
func (AuditFound) Kind() Kind { return "audit_found" }

// SitesPause tells an owner which sites are going to be paused, since the plan has no room for them.
type SitesPause struct {
	Sites []string  `json:"sites"` // the first of them, with their hosts
	Count int       `json:"count"` // of all that are paused
	Limit int64     `json:"limit"` // how many the plan has room for
	At    time.Time `json:"at"`
}

// Kind names the mail in the database.
func (SitesPause) Kind() Kind { return "sites_pause" }

// SiteDrifted tells the owner of a site what two audits saw and the site's policy does not say.
type SiteDrifted struct {
	Site     string    `json:"site"` // its slug
	Name     string    `json:"name"`
	Count    int       `json:"count"`    // of all that is new
	Findings []string  `json:"findings"` // the first of them
	ShowsAt  time.Time `json:"shows_at"` // when the public page says the first of it
}

// Kind names the mail in the database.
func (SiteDrifted) Kind() Kind { return "site_drifted" }
