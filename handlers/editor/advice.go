package editor

import (
	"errors"
	"maps"
	"slices"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	editorview "github.com/prokken/prokken/views/editor"
)

// adviceOn is what is said of the draft's links and empty sections.
func adviceOn(on *site.Site, d policy.Document) editorview.Advice {
	var dead validation.Errors
	errors.As(on.CheckLinks(d), &dead)
	advice := editorview.Advice{Hints: d.Hints()}
	for _, key := range slices.Sorted(maps.Keys(dead)) {
		advice.DeadLinks = append(advice.DeadLinks, dead[key])
	}
	return advice
}
