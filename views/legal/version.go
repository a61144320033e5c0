package legal

import (
	"strings"
	"time"

	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
)

// StatusWords says where a version stands.
func StatusWords(s views.Site, v site.Version, status site.Status) string {
	switch status {
	case site.Scheduled:
		return "Takes effect on " + s.Moment(v.EffectiveAt)
	case site.Superseded:
		return "In effect from " + display.LongDate(v.EffectiveAt) + " to " + display.LongDate(*v.SupersededAt)
	case site.Withdrawn:
		return "Withdrawn on " + s.Day(
			v.Withdrawn.WithdrawnAt,
		) + ", before it took effect: " + strings.TrimRight(
			v.Withdrawn.Reason,
			".",
		)
	case site.InEffect:
	}
	return "In effect since " + display.LongDate(v.EffectiveAt)
}

// materialityWords say what the change means for readers: members are asked once it is in effect.
func materialityWords(v site.Version, status site.Status) string {
	if v.Number == 1 {
		return "The first version"
	}
	switch v.Materiality {
	case policies.Notify:
		return "A change that readers were told about"
	case policies.AskAgain:
		return "A change that members " + askedWords(status) + " to accept"
	case policies.Editorial:
	}
	return "A change of wording"
}

func askedWords(status site.Status) string {
	switch status {
	case site.Scheduled:
		return "will be asked"
	case site.Withdrawn:
		return "would have been asked"
	case site.InEffect, site.Superseded:
	}
	return "were asked"
}

// lostWords say of how many sentences a version checks less than the one before.
func lostWords(v site.Version) string {
	return "No longer checked: " + display.Count(int64(len(v.Lost)), "sentence")
}

// shortHash is enough of a hash to compare it by eye.
func shortHash(hash string) string { return hash[:min(len(hash), 12)] }

// Versions are a policy's published versions, newest first: a page of them.
type Versions struct {
	Title, Slug string
	Rows        []VersionRow
	Newer       int64 // the page before holds those below this number; 0: there are none
	Older       int64 // the next page holds those below this number; 0: none
}

// VersionRow is a version in the list.
type VersionRow struct {
	site.Version
	Status site.Status
}

// NewVersions makes the page that begins below the number before (0: the newest).
func NewVersions(title, slug string, versions []site.Version, before int64, now time.Time) Versions {
	page := Versions{Title: title, Slug: slug}
	if before > 0 && (len(versions) == 0 || versions[0].Number == before-1) {
		page.Newer = before + site.PageOfVersions
	}
	for _, v := range versions {
		page.Rows = append(page.Rows, VersionRow{v, v.Status(now)})
	}
	if n := len(versions); n == site.PageOfVersions && versions[n-1].Number > 1 {
		page.Older = versions[n-1].Number
	}
	return page
}
