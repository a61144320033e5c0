package editor

import (
	"strings"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/site"
)

// PolicyRow is one policy in the admin's list.
type PolicyRow struct {
	Place
	Version *site.Version
	Next    *site.Version         // scheduled; nil if none is
	Draft   policies.VersionState // "" without a draft
	Untrue  int                   // sentences, of the draft or, without one, of the version
	Editing []string              // who has the editor open
}

func (r PolicyRow) editing() string { return strings.Join(r.Editing, ", ") }
