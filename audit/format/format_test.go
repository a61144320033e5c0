package format_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/prokken/prokken/audit/format"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/cookie"
)

const evil = "\x1b]0;owned\x07\x1b[31m\u009b31m\u202e::error::no ##[error]x\r\n::set-output name=a::b\n[click](javascript:alert) <script>alert(1)</script> \"'{0}"

// hostile is a report in which the site chose every name.
func hostile() report.Report {
	began := time.Date(2026, 11, 26, 14, 0, 0, 0, time.UTC)
	seen := []report.Where{
		{Journey: report.Anonymous, Page: "https://x.test/%1b?", Initiator: "https://x.test/" + evil},
	}
	kinds := []report.Kind{
		report.Undeclared, report.NeverSeen, report.WrongAttribute, report.LivesLonger, report.ThirdPartyFound,
		report.BeforeConsent, report.StoredFound, report.ClaimFails, report.ClaimUnseen, report.PrintedOtherwise,
		report.PageTrouble, report.FewerChecks,
	}
	r := report.Report{
		URL: "https://x.test/", StartedAt: began, EndedAt: began.Add(time.Minute), Browser: evil,
		Policy: &report.Policy{Source: evil, Slug: "cookies", Version: 1},
		Journeys: []report.Journey{
			{Name: report.Anonymous, Ended: evil, Pages: []report.Page{{URL: evil, Trouble: evil}}},
		},
		Cookies: []report.Cookie{
			{Name: evil, Domain: evil, Path: evil, Rejected: evil, Lifetime: cookie.Session, Seen: seen},
			{Name: strings.Repeat("数", 100), Lifetime: cookie.Lifetime(time.Hour)},
		},
		Stored:   []report.Stored{{Kind: report.LocalStorage, Origin: evil, Key: evil, Size: 5000, Seen: seen}},
		Requests: []report.Request{{Host: evil, URL: evil, Kind: evil, Seen: seen}},
		Claims: []report.Claim{
			{
				Says:       evil,
				Result:     report.Fails,
				Conditions: []report.Condition{{Words: evil, Result: report.Fails, Reason: evil}},
			},
		},
		Notes: []string{evil},
	}
	for i, kind := range kinds {
		r.Findings = append(
			r.Findings,
			report.Finding{
				Kind:     kind,
				Severity: format.Severities[i%3],
				Subject:  evil,
				Detail:   evil,
				What:     evil,
				Mend:     evil,
				Seen:     seen[:i%2],
			},
		)
	}
	return r
}

// obeyed finds what a terminal or a build log would obey.
func obeyed(t *testing.T, text []byte) {
	t.Helper()
	for line := range strings.SplitSeq(string(text), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
			t.Errorf("a build log would obey %q", line)
		}
		if i := strings.IndexFunc(line, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }); i >= 0 {
			t.Errorf("%q is raw in %q", line[i:min(len(line), i+3)], line)
		}
	}
}

func TestText(t *testing.T) {
	text := format.Text(hostile(), time.UTC)
	obeyed(t, text)
	for line := range strings.SplitSeq(string(text), "\n") {
		if n := len([]rune(line)) + strings.Count(line, "数"); n > 80 {
			t.Errorf("%d places: %q", n, line)
		}
	}
	for _, part := range []string{"Audit of https://x.test/", "Not passed: 0 of 1 claim hold. 12 findings.", "  ✗ ", "High: the policy", "Medium: ", "Low: ", "Cookies (2)", "session", "5000"} {
		if strings.Contains(string(text), part) == (part == "5000") {
			t.Errorf("%q in\n%s", part, text)
		}
	}
}

func TestJSON(t *testing.T) {
	text, err := format.JSON(hostile())
	if err != nil {
		t.Fatal(err)
	}
	obeyed(t, text)
	var again report.Report
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(hostile(), again, cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
}

// TestSARIF: it is as the standard's own schema says, every kind has its rule,
// and names make no links.
func TestSARIF(t *testing.T) {
	text, err := format.SARIF(hostile(), "v1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	obeyed(t, text)
	validate(t, text)
	empty, err := format.SARIF(report.Report{URL: "https://x.test/"}, "unknown")
	if err != nil {
		t.Fatal(err)
	}
	validate(t, empty)
	if bytes.Contains(text, []byte("x[click](")) || bytes.Contains(text, []byte(`"ruleIndex": -1`)) ||
		!bytes.Contains(text, []byte(`"version": "v1.2.3"`)) {
		t.Errorf("%s", text)
	}
	for _, level := range []string{"error", "warning", "note"} {
		if !bytes.Contains(text, []byte(`"level": "`+level+`"`)) {
			t.Errorf("no result has the level %s", level)
		}
	}
}

func validate(t *testing.T, text []byte) {
	t.Helper()
	file, err := os.Open("testdata/sarif-schema-2.1.0.json")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	schema, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	log, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(log); err != nil {
		t.Error(err)
	}
}

// TestFingerprints stay when a finding is met elsewhere.
func TestFingerprints(t *testing.T) {
	one, other := hostile(), hostile()
	other.Findings[0].Seen = []report.Where{{Page: "https://x.test/other"}}
	other.Findings[0].What = "said in other words"
	if a, b := prints(t, one), prints(t, other); a != b {
		t.Errorf("%s, then %s", a, b)
	}
}

func prints(t *testing.T, r report.Report) string {
	t.Helper()
	text, err := format.SARIF(r, "")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), `"prokkenFinding/v1": "`)
	return after[:64]
}
