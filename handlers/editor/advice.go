package editor

import (
	"errors"
	"maps"
	"slices"

	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	editorview "github.com/prokken/prokken/views/editor"
)

// adviceOn is what is said of the links of the drafts, and of what is empty in the first.
func adviceOn(on *site.Site, joint site.Joint) editorview.Advice {
	var dead validation.Errors
	errors.As(on.CheckLinks(joint.Documents()...), &dead)
	advice := editorview.Advice{Hints: joint.Drafts[0].Document.Hints()}
	for _, key := range slices.Sorted(maps.Keys(dead)) {
		advice.DeadLinks = append(advice.DeadLinks, dead[key])
	}
	return advice
}
