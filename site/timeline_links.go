package site

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/validation"
)

// CheckLinks returns validation.Errors for the links of the documents, and for those of the
// site's other policies, that would lead nowhere were they published together now.
func (l *Site) CheckLinks(documents ...policy.Document) error {
	return l.timeline(l.Snapshot().published).checkLinks(l.Now(), documents...)
}

// checkLinks looks at what is in effect once the documents take effect. Links of other
// policies count where they lead nowhere because of them.
func (t timeline) checkLinks(at time.Time, documents ...policy.Document) error {
	before, after := t.pagesAt(at), t.with(at, documents...).pagesAt(at)
	problems := validation.Errors{}
	for i, d := range documents {
		for key, problem := range linkProblems(d, after) {
			if i > 0 {
				key, problem = d.Slug+"."+key, "In "+d.Title+": "+problem
			}
			problems[key] = problem
		}
	}
	for _, other := range after.Known {
		if slices.Contains(slugsOf(documents), other.Slug) {
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
