// Package editor holds the pages on which admins write, check, translate and publish
// policies. The route table of handlers calls it. Start reading at editor.go.
package editor

import (
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
)

// Handler answers for the editor.
type Handler struct {
	*web.Frame
	DB *models.DB
}
