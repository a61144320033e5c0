// Package account holds the pages of accounts: signing up, logging in and staying so,
// second factors, sessions, mailed links, and one's own data. The route table of handlers
// calls it. Start reading at login.go.
package account

import (
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
)

// Handler answers for accounts.
type Handler struct {
	*web.Frame
	DB *models.DB
}
