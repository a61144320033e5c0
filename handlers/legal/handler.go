// Package legal holds the pages of the policies, for people and programs: the texts, their
// versions, the visitor's consent, and subscriptions to changes. The route table of handlers
// calls it. Start reading at legal.go.
package legal

import (
	"sync/atomic"
	"time"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/site"
)

// Handler answers for the policies. Disallowed and Listed are what robots.txt and the
// sitemap take from the route table.
type Handler struct {
	*web.Frame
	DB                 *models.DB
	Own                *site.Site // the cookies are this one's
	Announce           *announce.Service
	Audits             *schedule.Service
	Judge              Judge // nil: no customer's site is audited yet
	Mint               *cookie.Mint
	Disallowed, Listed []string
	Started            time.Time
	schema             web.Remembered
	pages              atomic.Pointer[Pages] // of the own site
	customers          customerPages
}
