package views

import (
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
)

// PolicyRow is one policy in the admin's list.
type PolicyRow struct {
	Version  *policy.Version
	HasDraft bool
}

// Editor is the form in which an admin changes a policy's words. Read is the
// hash of what it was made from; Conflict says that someone saved since, and
// Theirs what, where it differs from the words here.
type Editor struct {
	Slug, Title string
	Words       []policy.Words
	Read        string
	Number      int64 // of the published version
	Saved       bool
	Conflict    bool
	Theirs      map[string]string
	Invalid     models.Invalid
}

// Preview is a draft as the public would see it.
type Preview struct {
	Policy  Policy
	Slug    string
	Read    string
	Summary string
	Invalid models.Invalid
}

// rows is the height that shows a text without scrolling.
func rows(text string) int {
	lines := 2
	for _, r := range text {
		if r == '\n' {
			lines++
		}
	}
	return min(lines+len(text)/90, 14)
}

// sectionStart reports whether the words begin a section.
func sectionStart(w policy.Words) bool { return w.Kind == policy.TitleWords }
