package legal

import (
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	legalview "github.com/prokken/prokken/views/legal"
)

// auditWords is what the public pages say of the newest audit, for a while: the
// words that tell its age change some times a day, and the pages with them.
type auditWords struct {
	newest *schedule.Latest
	said   legalview.Audited
	until  time.Time // when something else is to be said, besides the age; zero: never
}

func (s *Handler) auditWords(newest *schedule.Latest, now time.Time) auditWords {
	if newest == nil {
		return auditWords{said: legalview.Audited{Expected: s.Audits.Scheduled()}}
	}
	said := legalview.NewAudited(newest.Audit, newest.Report.Claims, s.Audits.Interval(), now)
	said.Fewer = int64(newest.Report.FewerChecks())
	if of := newest.Report.Policy; of != nil && of.Coverage != nil {
		said.Coverage = *of.Coverage
	}
	return auditWords{newest: newest, said: said}
}

// hold reports whether the words are still right.
func (w auditWords) hold(newest *schedule.Latest, now time.Time) bool {
	return w.newest == newest && w.holdAt(now)
}

// holdAt reports whether they still are, where nothing new was found.
func (w auditWords) holdAt(now time.Time) bool {
	isBefore := func(end time.Time) bool { return end.IsZero() || now.Before(end) }
	return isBefore(w.said.Until) && isBefore(w.until)
}

// of is what is said on the page of a policy: audits are about one of them.
func (w auditWords) of(v *site.Version) legalview.Audited {
	if v.Document.Slug != policy.CookiePolicy {
		return legalview.Audited{}
	}
	return w.said
}

// saidOnBadge is what the badge says of the audit: on our own site that it was of another version,
// where it was. Of a customer's site no other audit is told.
func saidOnBadge(of *site.Site, snapshot *site.Snapshot, said legalview.Audited) legalview.Audited {
	v, found := snapshot.Find(policy.CookiePolicy)
	if !found || !of.IsOwn() {
		return said
	}
	return said.On(v.Number, v.SHA256)
}

func newBadge(said legalview.Audited) *web.Precompressed {
	return web.NewPrecompressed("image/svg+xml", func() ([]byte, error) { return []byte(legalview.Badge(said)), nil })
}

// AuditBadge says in a small picture what the page of the Cookie Policy says. Other sites show it, so that it is not
// asked for each time.
func (s *Handler) AuditBadge(c echo.Context) error {
	if c.Param("slug") != policy.CookiePolicy {
		return models.ErrNotFound
	}
	pages, err := s.pagesOf(c)
	if err != nil {
		return err
	}
	if _, found := pages.snapshot.Find(policy.CookiePolicy); !found {
		return models.ErrNotFound
	}
	return web.ServeOpen(c, pages.badge)
}
