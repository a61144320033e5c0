package legal

import "github.com/prokken/prokken/validation"

// ReportForm is what somebody says against a customer's page, and where an answer goes.
type ReportForm struct {
	Action, Why, Email string
	Max                int // letters of Why
	Invalid            validation.Errors
}

func (f ReportForm) invalid(field string) string {
	if f.Invalid[field] != "" {
		return "true"
	}
	return "false"
}
