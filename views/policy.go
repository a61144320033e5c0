package views

import (
	"fmt"

	"github.com/prokken/prokken/policy"
)

// Policy is one version of a policy with the policies it can point at.
type Policy struct {
	Version *policy.Version
	Others  []Link // the site's other policies
	Old     bool   // no longer the published version
	Preview bool   // not published yet
}

// Link is a page of this site.
type Link struct{ Title, Href string }

// numbered is a section with the number that it is printed with.
type numbered struct {
	policy.Section
	Number string // "1." or "3.1"
	Level  int
}

// numberedSections gives the sections their numbers: 1., 2., 3. and inside 3.1.
func numberedSections(sections []policy.Section, parent string) []numbered {
	list := make([]numbered, len(sections))
	for i, section := range sections {
		list[i] = numbered{section, fmt.Sprintf("%d.", i+1), 2}
		if parent != "" {
			list[i].Number, list[i].Level = fmt.Sprintf("%s%d", parent, i+1), 3
		}
	}
	return list
}

// Versions are all published versions of a policy, newest first.
type Versions struct {
	Title, Slug string
	Versions    []policy.Version
}
