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
	return l.checkLinks(l.Snapshot().published, d, l.Now())
}

// checkLinks looks at what is in effect once the document takes effect. Links of other
// policies count where they lead nowhere because of it.
func (l *Site) checkLinks(published []*Version, d policy.Document, at time.Time) error {
	before, after := l.pagesAt(published, at), l.pagesAt(withCandidate(published, d, at), at)
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
func (l *Site) pagesAt(versions []*Version, at time.Time) policy.Pages {
	pages := policy.Pages{Address: l.site.Address}
	for _, v := range l.choose(versions, at).Policies {
		pages.Known = append(pages.Known, v.Document)
	}
	return pages
}

// checkShippedLinks looks at documents that become the first versions together.
func (l *Site) checkShippedLinks(live []*Version, documents []policy.Document) error {
	pages := l.pagesAt(live, l.Now())
	for _, d := range documents {
		if err := d.CheckLinks(pages); err != nil {
			return fmt.Errorf("%s: %w", d.Slug, err)
		}
	}
	return nil
}
