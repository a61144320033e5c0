package views

import (
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// PolicyRow is one policy in the admin's list.
type PolicyRow struct {
	Version *policy.Version
	Next    *policy.Version     // scheduled; nil if none is
	Draft   models.VersionState // "" without a draft
}
