// Package admin holds the pages of those who run the site: users, money, audits, jobs and
// the activity log. The route table of handlers calls it. Start reading at users.go.
package admin

import (
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
)

// Handler answers for the back office.
type Handler struct {
	*web.Frame
	DB      *models.DB
	Billing *billing.Service
	Audits  *schedule.Service
	Queue   *jobs.Queue
}
