package audit_test

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	planted "github.com/prokken/prokken/audit/fixture"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/modelstest"
)

var (
	lies = flag.String("lies", "", "audit all fixtures, or those whose name begins so; it takes long")
	keep = flag.String("lies-out", "", "a file for the table of -lies, with a line for each fixture")
)

// all is the value of -lies for every fixture.
const all = "all"

// few are the fixtures that every run of the tests audits: one or two of a kind.
var few = []string{
	"attribute-", "request-", "claim-", "honest-attribute-", "honest-request-", "honest-claim-",
}

// TestLies: planted lies are found, and honest sites are not accused, as well as when the
// table in testdata was written.
func TestLies(t *testing.T) {
	if _, err := browser.FindChromium(); err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	t.Parallel()
	chosen := chosenFixtures()
	outcomes := auditAll(t, chosen)
	if *keep != "" {
		if err := os.WriteFile(*keep, []byte(tableOf(chosen, outcomes)), 0o600); err != nil {
			t.Error(err)
		}
	}
	known := readKnown(t)
	for _, f := range chosen {
		if was, is := known[f.Name], outcomes[f.Name].verdict; rankOf(is) > rankOf(was) {
			t.Errorf("%s: %s, and it was %s: %s", f.Name, is, was, outcomes[f.Name].why)
		}
	}
}

func chosenFixtures() []planted.Fixture {
	if *lies == "" {
		return firstOfEach(few)
	}
	chosen := slices.DeleteFunc(planted.All(), func(f planted.Fixture) bool {
		return *lies != all && !strings.HasPrefix(f.Name, *lies)
	})
	slices.SortStableFunc(chosen, func(a, b planted.Fixture) int { return cmp.Compare(honesty(a), honesty(b)) })
	return chosen
}

// honesty is 0 for honest sites: a false alarm is to be seen first.
func honesty(f planted.Fixture) int {
	if f.IsHonest() {
		return 0
	}
	return 1
}

// firstOfEach are the first two fixtures whose name begins with each of the words.
func firstOfEach(words []string) (chosen []planted.Fixture) {
	for _, word := range words {
		n := 0
		for _, f := range planted.All() {
			if strings.HasPrefix(f.Name, word) && n < 2 {
				chosen = append(chosen, f)
				n++
			}
		}
	}
	return chosen
}

// The verdicts, the best first; the first two are right.
const (
	found      = "found"
	quiet      = "quiet" // an honest site, and nothing was found
	written    = "written down"
	missed     = "not found"
	falseAlarm = "false alarm"
)

func rankOf(verdict string) int {
	return max(1, slices.Index([]string{found, quiet, written, missed, falseAlarm}, verdict))
}

type outcome struct {
	verdict, why string
	took         time.Duration
}

// auditAll audits the fixtures, some side by side.
func auditAll(t *testing.T, chosen []planted.Fixture) map[string]outcome {
	outcomes, mu := map[string]outcome{}, sync.Mutex{}
	var group sync.WaitGroup
	slots := make(chan bool, audits())
	for _, f := range chosen {
		slots <- true
		group.Go(func() {
			defer func() { <-slots }()
			began := time.Now()
			o := auditOne(t, f)
			o.took = time.Since(began).Round(time.Second / 10)
			mu.Lock()
			defer mu.Unlock()
			outcomes[f.Name] = o
			if *lies != "" {
				fmt.Fprintf(os.Stderr, "%s: %s: %s: %s\n", f.Name, o.verdict, o.took, o.why)
			}
		})
	}
	group.Wait()
	return outcomes
}

// auditOne audits the site of the fixture as its operator would, in the usual limits.
func auditOne(t *testing.T, f planted.Fixture) outcome {
	var handler http.Handler
	server := httptest.NewUnstartedServer(
		http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }),
	)
	_, port, _ := net.SplitHostPort(server.Listener.Addr().String())
	handler = f.Handler("http://localhost:" + port)
	server.Start()
	defer server.Close()
	limits := audit.DefaultLimits()
	limits.Total, limits.Page, limits.Polls, limits.Look, limits.Memory = time.Hour, time.Minute, 3*time.Second, time.Minute, 0
	r, err := audit.Run(context.Background(), audit.Request{
		URL: "http://127.0.0.1:" + port + "/", Own: true, Private: []string{"127.0.0.1:" + port, "localhost:" + port},
		PolicyPage: "http://127.0.0.1:" + port + f.Policy, Pages: audit.DefaultPages, Limits: limits, Browsers: warm, Resolve: resolveHere,
	})
	if err != nil {
		t.Errorf("%s: %v", f.Name, err)
		return outcome{verdict: falseAlarm, why: err.Error()}
	}
	return judged(f, r)
}

// resolveHere knows this machine and no other.
func resolveHere(_ context.Context, host string) ([]netip.Addr, error) {
	if host == "localhost" || host == "127.0.0.1" {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

// judged compares the report with what an auditor should say.
func judged(f planted.Fixture, r report.Report) outcome {
	said := weighty(r)
	switch {
	case f.IsHonest() && len(said) == 0 && r.Count(report.Fails) == 0:
		return outcome{verdict: quiet}
	case f.IsHonest():
		return outcome{verdict: falseAlarm, why: strings.Join(said, " | ")}
	case isFound(f.Want, r):
		return outcome{verdict: found}
	case isWrittenDown(f, r):
		return outcome{verdict: written, why: strings.Join(said, " | ")}
	}
	return outcome{verdict: missed, why: strings.Join(append(said, r.Notes...), " | ")}
}

// weighty are the findings of high or medium weight.
func weighty(r report.Report) (said []string) {
	for _, f := range r.Findings {
		if f.Severity != report.Low {
			said = append(said, f.Key()+": "+f.What)
		}
	}
	return said
}

func isFound(want planted.Want, r report.Report) bool {
	return slices.ContainsFunc(r.Findings, func(f report.Finding) bool {
		return f.Severity != report.Low && names(want, f) && concerns(want, f) && inState(want, f) &&
			(!want.Contradicted || r.Count(report.Fails) > 0 || !slices.Contains(unspoken, f.Kind))
	})
}

func names(want planted.Want, f report.Finding) bool {
	name := want.Name
	if name == planted.OtherHost {
		name = "localhost"
	}
	return strings.Contains(strings.ToLower(f.Subject+" "+f.Detail+" "+f.What), strings.ToLower(name))
}

// unspoken are the kinds of findings that say that the policy does not speak of something.
var unspoken = []report.Kind{report.Undeclared, report.StoredFound, report.ThirdPartyFound}

// subjects are the kinds of findings that can be about each subject.
var subjects = map[planted.Subject][]report.Kind{
	planted.Cookie: {
		report.Undeclared, report.WrongAttribute, report.LivesLonger, report.BeforeConsent, report.AfterWithdrawal,
		report.NeverSeen, report.PrintedOtherwise, report.ClaimFails,
	},
	planted.LocalStorage: {
		report.StoredFound,
	}, planted.SessionStore: {report.StoredFound}, planted.IndexedDB: {report.StoredFound},
	planted.CacheStorage: {
		report.StoredFound,
	}, planted.FileSystem: {report.StoredFound}, planted.Registration: {report.StoredFound},
	planted.Host:       {report.ThirdPartyFound},
	planted.Sentence:   {report.ClaimFails, report.PrintedOtherwise, report.Forged},
	planted.Refusal:    {report.RefusingHarder, report.CannotWithdraw},
	planted.Identifier: {report.ThirdPartyFound, report.StoredFound, report.Undeclared},
}

func concerns(want planted.Want, f report.Finding) bool {
	if !slices.Contains(subjects[want.Subject], f.Kind) {
		return false
	}
	field := strings.ToLower(strings.ReplaceAll(want.Field, "_", ""))
	about := strings.ToLower(strings.ReplaceAll(string(f.Kind)+" "+f.Detail+" "+f.What, "-", ""))
	return field == "" || strings.Contains(about, field) || field == "lifetime" && f.Kind == report.LivesLonger
}

// inState reports whether the finding was made of a visitor who had answered so.
func inState(want planted.Want, f report.Finding) bool {
	journeys := map[planted.State][]report.JourneyName{
		planted.Unasked: {report.Anonymous}, planted.Refused: {report.Refused, report.GPC}, planted.Agreed: {report.Agreed},
		planted.Withdrawn: {report.Withdrawn},
	}[want.State]
	return want.State == "" || len(f.Seen) == 0 ||
		slices.ContainsFunc(f.Seen, func(at report.Where) bool { return slices.Contains(journeys, at.Journey) })
}

// isWrittenDown reports whether the report says of this site that it did not look there.
func isWrittenDown(f planted.Fixture, r report.Report) bool {
	if f.Kind == planted.Banner || f.Kind == planted.Language {
		return false // a person could have answered
	}
	return len(r.Gaps()) > 0 ||
		slices.ContainsFunc(
			r.Findings,
			func(f report.Finding) bool { return strings.Contains(f.What, "not understand") },
		)
}

// tableOf is the table by kinds, and a line for each fixture that was not judged right.
func tableOf(chosen []planted.Fixture, outcomes map[string]outcome) string {
	var text strings.Builder
	fmt.Fprintf(
		&text,
		"%-10s %7s %5s %12s %9s %6s %12s\n",
		"kind",
		"planted",
		found,
		written,
		missed,
		"honest",
		"false alarms",
	)
	for _, kind := range planted.Kinds() {
		count := map[string]int{}
		for _, f := range chosen {
			if f.Kind == kind {
				count[outcomes[f.Name].verdict]++
			}
		}
		fmt.Fprintf(&text, "%-10s %7d %5d %12d %9d %6d %12d\n", kind, count[found]+count[written]+count[missed],
			count[found], count[written], count[missed], count[quiet]+count[falseAlarm], count[falseAlarm])
	}
	for _, f := range chosen {
		if o := outcomes[f.Name]; rankOf(o.verdict) > rankOf(quiet) {
			fmt.Fprintf(&text, "%s: %s: %s\n", f.Name, o.verdict, cmp.Or(o.why, "nothing was said"))
		}
	}
	return text.String()
}

// readKnown reads what was not judged right when the table was written.
func readKnown(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/lies.txt")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]string{}
	for line := range strings.Lines(string(text)) {
		if name, verdict, isLine := strings.Cut(strings.TrimSpace(line), ": "); isLine {
			known[name], _, _ = strings.Cut(verdict, ":")
		}
	}
	return known
}
