package site

import (
	"fmt"
	"time"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/validation"
)

// Calendar tells days and moments of one site, and when a version may take effect there.
type Calendar struct {
	zone   *time.Location
	notice time.Duration // between the publication of a change that people are told of and its effect
	clock  clock.Clock
}

// maxLeadTime is how long before it takes effect a version can be published.
const maxLeadTime = 2 * 366 * 24 * time.Hour

// checkTime keeps the order of versions the order in which they take effect, and
// the time between telling of a change and the change.
func (c *Calendar) checkTime(draft Draft, materiality policies.Materiality, now, at time.Time) error {
	switch earliest := c.earliestFor(materiality, now); {
	case at.Before(now):
		return validation.Errors{"effective_at": "That time has passed. Please choose one in the future, or none to publish immediately."}
	case at.After(now.Add(maxLeadTime)):
		return validation.Errors{"effective_at": "That is more than two years away."}
	case at.Before(earliest):
		return validation.Errors{"effective_at": fmt.Sprintf(
			"People are told about this change and need time: it can take effect from %s.",
			c.Local(earliest).Format("January 2, 2006, 15:04"),
		)}
	case draft.Basis.EffectiveAt.After(at):
		return validation.Errors{"effective_at": fmt.Sprintf(
			"Version %d takes effect on %s. Choose a later time, or withdraw that version first.",
			draft.Basis.Number, c.Local(draft.Basis.EffectiveAt).Format("January 2, 2006, 15:04"))}
	}
	return nil
}

// momentOf is when a version takes effect. A change that people are told of does so, at once, as
// soon as they had their notice.
func (c *Calendar) momentOf(p Proposal, now time.Time) time.Time {
	if p.EffectiveAt != nil {
		return *p.EffectiveAt
	}
	return c.earliestFor(p.Materiality, now)
}

// earliestFor is the first moment at which a change of that weight can take effect.
func (c *Calendar) earliestFor(materiality policies.Materiality, now time.Time) time.Time {
	if materiality == policies.Editorial {
		return now
	}
	return c.Earliest(now)
}

// Earliest is the first moment, to the minute, at which a change that people are
// told of now can take effect.
func (c *Calendar) Earliest(now time.Time) time.Time {
	if c.notice == 0 {
		return now
	}
	return now.Add(c.notice + time.Minute - 1).Truncate(time.Minute)
}

// Local is a moment in the site's zone.
func (c *Calendar) Local(t time.Time) time.Time { return t.In(c.zone) }

// localForm is how browsers send a moment without a zone.
const localForm = "2006-01-02T15:04"

// ParseLocal reads a moment as a form sends it, in the site's zone; nil for an
// empty one.
func (c *Calendar) ParseLocal(text string) (*time.Time, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no moment is a choice of its own
	}
	t, err := time.ParseInLocation(localForm, text, c.zone)
	switch {
	case err != nil:
		return nil, validation.Errors{"effective_at": "Please enter the time like 2026-12-31T09:00."}
	case t.Format(localForm) != text:
		return nil, validation.Errors{
			"effective_at": "There is no such time: the clocks go forward then. Please choose another.",
		}
	}
	return new(t.UTC()), nil
}

// Today is the calendar day in the site's own zone.
func (c *Calendar) Today() time.Time {
	year, month, day := clock.Or(c.clock).Now().In(c.zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
