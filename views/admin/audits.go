package admin

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit/format"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/views"
	auditview "github.com/prokken/prokken/views/audits"
	"github.com/prokken/prokken/views/display"
)

// Audits is the list of audits. Timeline are those with a result, oldest first.
type Audits struct {
	CanAudit        bool
	Every           time.Duration // 0: never by itself
	Notice, Problem string
	Open            *audits.Audit   // waits or runs
	Progress        report.Progress // of the one that runs
	Rows            []audits.Audit
	Timeline        []audits.Audit
	Names           map[uuid.UUID]string // of who asked
	Badge           string               // its address
	Pager           views.Pager
}

// schedule says when audits come.
func (v Audits) schedule() string {
	if v.Every == 0 {
		return "Automatic audits are off: audit.every is 0."
	}
	return "One runs automatically every " + cookie.Lifetime(v.Every).String() + "."
}

// snippet is what a page embeds to show the badge.
func (v Audits) snippet(site views.Site) string {
	return fmt.Sprintf(
		`<a href="%s/legal/cookie-policy"><img src="%s" alt="Cookie policy: last audit" height="22"></a>`,
		site.BaseURL,
		v.Badge,
	)
}

// freshBadge is the badge under an address that changes with the newest audit: a
// browser keeps the badge for some minutes.
func (v Audits) freshBadge() string {
	if len(v.Timeline) == 0 {
		return v.Badge
	}
	return v.Badge + "?audit=" + v.Timeline[len(v.Timeline)-1].ID.String()
}

func askedBy(a audits.Audit, names map[uuid.UUID]string) string {
	if a.AskedBy == nil {
		return "the schedule"
	}
	return views.NameOf(a.AskedBy, names)
}

// progressWords says how far a running audit is; "" where nothing is known of it.
func (v Audits) progressWords() string {
	p := v.Progress
	if p.Page == "" {
		return ""
	}
	return fmt.Sprintf(
		"%s: %s, page %d of about %d. So far %s, and %d of %s settled.",
		p.Journey.Words(),
		p.Page,
		p.Done+1,
		p.Pages,
		format.Count(p.Cookies, "cookie"),
		p.Settled,
		format.Count(p.Claims, "claim"),
	)
}

// auditTitle is the result in few words.
func auditTitle(a audits.Audit) string {
	switch a.State {
	case audits.AuditAsked:
		return "Queued"
	case audits.AuditRunning:
		return "Running"
	case audits.AuditFailed:
		return "Failed"
	case audits.AuditDone:
	}
	words := auditview.OutcomeWords(a.Result)
	return strings.ToUpper(words[:1]) + words[1:]
}

func auditBadge(a audits.Audit) (words, class string) {
	switch {
	case a.Open():
		return "open", "badge"
	case a.State == audits.AuditFailed:
		return "not done", "badge badge-bad"
	case a.Passed:
		return "passed", "badge badge-good"
	}
	return "not passed", "badge badge-bad"
}

// findingsWords counts by severity: "1 high, 2 low".
func findingsWords(a audits.Result) string {
	var parts []string
	for _, one := range []struct {
		n    int64
		what string
	}{{a.FindingsHigh, "high"}, {a.FindingsMedium, "medium"}, {a.FindingsLow, "low"}} {
		if one.n > 0 {
			parts = append(parts, display.Quantity(one.n)+" "+one.what)
		}
	}
	if len(parts) == 0 {
		return "nothing found"
	}
	return "found: " + strings.Join(parts, ", ")
}

func policyWords(a audits.Result) string {
	switch {
	case a.PolicySlug == "":
		return "no policy"
	case a.PolicyVersion == 0:
		return a.PolicySlug
	}
	return "version " + display.Number(a.PolicyVersion)
}

func (v Audits) plots(site views.Site) []Plot {
	claims := Plot{ID: "claims", Title: "Claims that hold", First: "Audit", Heads: []string{"Hold", "Of"}}
	found := Plot{ID: "found", Title: "Findings", First: "Audit", Heads: []string{"High", "Medium", "Low"}}
	for _, a := range v.Timeline {
		when := site.Local(a.AskedAt)
		bar := Bar{Month: when.Format("January 2, 2006, 15:04"), label: when.Format("Jan 2")}
		bar.Value, bar.Cells = float64(
			a.ClaimsHold,
		), []string{
			display.Number(a.ClaimsHold),
			display.Number(a.ClaimsTotal),
		}
		claims.Bars = append(claims.Bars, bar)
		bar.Value, bar.Cells = float64(
			a.FindingsHigh+a.FindingsMedium+a.FindingsLow,
		), []string{
			display.Number(a.FindingsHigh),
			display.Number(a.FindingsMedium),
			display.Number(a.FindingsLow),
		}
		found.Bars = append(found.Bars, bar)
	}
	last := v.Timeline[len(v.Timeline)-1]
	of := "In the last " + display.Count(int64(len(v.Timeline)), "audit") + ". Newest: "
	claims.Desc, found.Desc = of+auditview.OutcomeWords(last.Result)+".", of+findingsWords(last.Result)+"."
	claims.ticks, found.ticks = ticksOf(claims, whole), ticksOf(found, whole)
	return []Plot{claims, found}
}

// whole is a number beside a plot; between whole numbers there is nothing.
func whole(v float64) string {
	if v != float64(int64(v)) {
		return ""
	}
	return display.Number(int64(v))
}

// AuditDetails is one audit with its report, and how that differs from the one
// before.
type AuditDetails struct {
	Audit  audits.Audit
	Report report.Report
	Before *audits.Audit // nil: it is the first
	New    []report.Finding
	Gone   []report.Finding
	Shots  []audits.Screenshot
	Names  map[uuid.UUID]string
}

func (v AuditDetails) isNew(f report.Finding) bool {
	return v.Before != nil && slices.ContainsFunc(v.New, func(n report.Finding) bool { return n.Key() == f.Key() })
}

// findings are the worst first.
func (v AuditDetails) findings() []report.Finding {
	order := []report.Severity{report.High, report.Medium, report.Low}
	sorted := slices.Clone(v.Report.Findings)
	slices.SortStableFunc(sorted, func(a, b report.Finding) int {
		return slices.Index(order, a.Severity) - slices.Index(order, b.Severity)
	})
	return sorted
}

func (v AuditDetails) took() string {
	if v.Audit.StartedAt == nil || v.Audit.EndedAt == nil {
		return ""
	}
	return display.Wait(v.Audit.EndedAt.Sub(*v.Audit.StartedAt))
}

// changes says how the findings differ from those before.
func (v AuditDetails) changes() string {
	switch {
	case v.Before == nil:
		return "This is the first audit, so there is nothing to compare it with."
	case len(v.New)+len(v.Gone) == 0:
		return "The same as in the previous audit."
	}
	return fmt.Sprintf("Since the previous audit: %d new, %d gone.", len(v.New), len(v.Gone))
}

// shotOf is the number of the picture of a page; 0 if there is none.
func (v AuditDetails) shotOf(j report.Journey, nth int, p report.Page) int64 {
	same := 0
	for _, page := range j.Pages[:nth] {
		if page.URL == p.URL {
			same++
		}
	}
	for _, shot := range v.Shots {
		if shot.Journey != string(j.Name) || shot.URL != p.URL {
			continue
		}
		if same == 0 {
			return shot.N
		}
		same--
	}
	return 0
}

func auditHref(id uuid.UUID) string { return "/admin/audits/" + id.String() }

func shotHref(id uuid.UUID, n int64) string { return auditHref(id) + "/shots/" + display.Number(n) }

func severityClass(s report.Severity) string {
	switch s {
	case report.High:
		return "badge badge-bad"
	case report.Medium:
		return "badge badge-soon"
	case report.Low:
	}
	return "badge"
}

// seenIn are the journeys in which something was seen.
func seenIn(seen []report.Where) string {
	var all []string
	for _, w := range seen {
		if words := w.Journey.Words(); !slices.Contains(all, words) {
			all = append(all, words)
		}
	}
	return strings.Join(all, ", ")
}
