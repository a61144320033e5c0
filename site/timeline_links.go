package site

import (
	"errors"
	"fmt"
	"time"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/validation"
)

// CheckLinks returns validation.Errors for the links of the document, and for those of the
// site's other policies, that would lead nowhere were it published now.
func (l *Site) CheckLinks(d policy.Document) error {
	return l.timeline(l.Snapshot().published).checkLinks(d, l.Now())
}

// checkLinks looks at what is in effect once the document takes effect. Links of other
// policies count where they lead nowhere because of it.
func (t timeline) checkLinks(d policy.Document, at time.Time) error {
	before, after := t.pagesAt(at), t.with(d, at).pagesAt(at)
	problems := linkProblems(d, after)
	for _, other := range after.Known {
		if other.Slug == d.Slug {
			continue
		}
		dead := linkProblems(other, before)
		for key, problem := range linkProblems(other, after) {
			if dead[key] != problem {
				problems[other.Slug] = "In " + other.Title + ": " + problem
			}
		}
	}
	if len(problems) > 0 {
		return problems
	}
	return nil
}

func linkProblems(d policy.Document, pages policy.Pages) validation.Errors {
	problems := validation.Errors{}
	errors.As(d.CheckLinks(pages), &problems)
	return problems
}

// pagesAt are the policies in effect at that moment.
func (t timeline) pagesAt(at time.Time) policy.Pages {
	pages := policy.Pages{Address: t.address}
	for _, v := range t.at(at).Policies {
		pages.Known = append(pages.Known, v.Document)
	}
	return pages
}

// checkShippedLinks looks at documents that become the first versions together.
func (t timeline) checkShippedLinks(documents []policy.Document, at time.Time) error {
	pages := t.pagesAt(at)
	for _, d := range documents {
		if err := d.CheckLinks(pages); err != nil {
			return fmt.Errorf("%s: %w", d.Slug, err)
		}
	}
	return nil
}
