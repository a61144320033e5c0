// Package editor holds the pages on which admins write, check, translate and publish
// policies, and owners those of their sites: the guard of a row has found the site, and
// what differs between the two asks it. The route table of handlers calls the package.
// Start reading at editor.go.
package editor

import (
	"github.com/prokken/prokken/handlers/legal"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
)

// Handler answers for the editor.
type Handler struct {
	*web.Frame
	DB     *models.DB
	Owners Owners
	Judge  legal.Judge // nil: no customer's site is audited yet
}
