package commands

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/policy"
)

// TestPolicyFromFileToPublication: export, edit, import, check, publish, verify.
func TestPolicyFromFileToPublication(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		file := filepath.Join(s.folder, "terms.yaml")
		s.shows("policy check", "In order: 4 documents. True: 75 claims.")
		s.shows("policy export terms --out " + file)
		s.shows("policy import "+file, "nothing to import: version 1 of terms says the same")
		s.shows("policy export terms --version draft", "error: there is no draft of terms")
		s.shows(
			"policy publish --materiality editorial terms --summary Nothing.",
			"error: Nothing has changed since the published version.",
		)

		text, err := os.ReadFile(file)
		if err != nil || !strings.HasPrefix(string(text), "# terms, version 1, 2026-04-16, sha256 ") {
			t.Fatalf("%v: %.100s", err, text)
		}
		s.file("terms.yaml", strings.Replace(string(text), "title: Related Policies", "title: Other Matters", 1))
		s.shows("policy import "+file, "terms.yaml is now the draft of terms.")
		s.shows("policy import "+file, "nothing to import: the draft of terms says the same")
		s.shows("policy check", "In order: 5 documents.")
		s.shows("policy export --version draft terms", "# terms, draft on version 1, sha256 ", "title: Other Matters")
		s.shows("policy export terms --version draft --format json", "error: a draft is exported as yaml")
		s.shows("policy check", `"Other Matters": Nothing in it is checked.`, "someone has to confirm 1 sentence")
		s.shows("policy publish --materiality editorial --summary Clearer. terms", "error: the draft: 1 problem")
		s.shows("policy confirm terms", `related-policies.title: "Other Matters" (not checkable)`)
		s.shows("policy confirm terms --reason We.looked.", "Confirmed: 1 sentence.")
		s.shows("policy confirm terms", "There is nothing to confirm.")
		s.shows(
			"policy publish --materiality editorial --summary Clearer. terms",
			"Version 2 of terms is published and in effect.",
		)
		s.shows("policy export terms", "# terms, version 2, ", "title: Other Matters")
		s.shows("policy export terms --version 1", "# terms, version 1, ", "title: Related Policies")
		s.shows(
			"policy verify",
			"terms: 2 versions of http://localhost:8080, each signed, in an unbroken chain",
			"cookie-policy: 1 version of http://localhost:8080,",
		)

		entries, err := activity.List(context.Background(), s.policies().db, activity.Filter{}, 10)
		if err != nil || len(entries) != 2 || entries[0].Action != activity.PolicyPublished ||
			!strings.HasPrefix(entries[0].Detail, "terms") {
			t.Errorf("activity log: %+v, %v", entries, err)
		}
	})
}

// TestCheckOfTheShippedFolder: content/*.yaml, as the documentation says, with
// the one file that is no policy.
func TestCheckOfTheShippedFolder(t *testing.T) {
	eachShell(t, func(_ *testing.T, s shell) {
		words := "policy check"
		for _, name := range []string{"cookie-policy", "privacy-policy", "known-cookies"} {
			words += " " + s.file(name+".yaml", content(s.t, name))
		}
		s.shows(words, "known-cookies.yaml: skipped, it is not a policy", "In order: 2 documents.")
	})
}

// TestPublishLater: a moment is one of the site's time zone, and those who are
// told of a change get the time that the configuration promises.
func TestPublishLater(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		s.run(
			"policy",
			"import",
			s.file(
				"terms.yaml",
				strings.Replace(content(t, "terms"), "title: Related Policies", "title: Other Policies", 1),
			),
		)
		at := s.policies().Local(models.Now()).AddDate(0, 1, 0).Format("2006-01-02") + "T09:00"
		soon := s.policies().Local(models.Now()).AddDate(0, 0, 1).Format("2006-01-02T15:04")
		s.shows(
			"policy publish terms --summary X. --materiality notify --at "+soon,
			"error: --at: People are told about this change and need time",
		)
		s.shows(
			"policy publish terms --summary X. --materiality huge",
			"error: --materiality editorial, notify or ask_again:",
		)
		s.shows(
			"policy publish --materiality editorial terms --summary X. --at 2020-01-01T09:00",
			"error: --at: That time has passed.",
		)
		s.shows(
			"policy publish --materiality editorial terms --summary X. --at tomorrow",
			"error: --at: Please enter the time like",
		)
		s.shows(
			"policy publish terms --summary X. --materiality ask_again --at "+at,
			"Version 2 of terms is published and takes effect on",
			"09:00",
		)
		s.shows("policy export terms", "# terms, version 1, ")
		s.shows("policy export terms --version 2", "# terms, version 2, ")
		s.shows("policy check", "In order: 5 documents.")
	})
}

// TestAtOnceIsMoved: a change that people are told of waits for its notice, and it is said.
func TestAtOnceIsMoved(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		text := strings.Replace(content(t, "terms"), "title: Related Policies", "title: Other Policies", 1)
		s.run("policy", "import", s.file("terms.yaml", text))
		s.shows("policy publish terms --summary X. --materiality notify",
			"Version 2 of terms is published and takes effect on", "so it does not take effect immediately")
	})
}

// TestLostChecksAreNoWording: an import names what it loses, and is not published as wording.
func TestLostChecksAreNoWording(t *testing.T) {
	const says = "We do not track you across other websites."
	eachShell(t, func(t *testing.T, s shell) {
		claim := regexp.MustCompile(`(?m)^ +- says: ` + says + `\n.*\n.*\n`)
		less := claim.ReplaceAllString(content(t, policy.CookiePolicy), "")
		s.shows("policy import "+s.file("cookie-policy.yaml", less), `No longer checked: "`+says+`"`)
		s.shows("policy publish cookie-policy --summary X. --materiality editorial",
			"error: --materiality editorial, notify or ask_again: This change matters more than that.",
			"Less is checked of one sentence.")
		s.shows("policy publish cookie-policy --summary X. --materiality notify",
			"is published and takes effect on", `No longer checked: "`+says+`"`)
	})
}

// TestUntruePolicies: what is untrue is named, in files and drafts, and not published.
func TestUntruePolicies(t *testing.T) {
	const says = `"We set two cookies, both needed to log in." is not true: 3 are declared.`
	eachShell(t, func(t *testing.T, s shell) {
		file := s.file(
			"cookie-policy.yaml",
			strings.Replace(content(t, policy.CookiePolicy), "sections:\n", third+"sections:\n", 1),
		)
		s.shows(
			"policy check "+file,
			"cookie-policy.yaml: block cookies-we-use-1:",
			"extra is declared too.",
			"error: found 4 problems",
		)
		s.shows(
			"policy check "+file+" "+s.file("privacy-policy.yaml", content(t, "privacy-policy")),
			"privacy-policy.yaml: block cookies-we-set: "+says,
			"error: found 5 problems",
		)
		s.shows(
			"policy import "+file,
			"is now the draft of cookie-policy",
			"It cannot be published yet: block cookies-we-use-1",
			"Privacy Policy, block cookies-we-set: "+says,
		)
		s.shows(
			"policy check",
			"cookie-policy, draft: block cookies-we-use-1:",
			"cookie-policy, draft: Privacy Policy, block cookies-we-set: "+says,
			"error: found 5 problems",
		)
		s.shows(
			"policy publish --materiality editorial cookie-policy --summary X.",
			"the draft: block cookies-we-use-1",
			"error: the draft: 5 problems",
		)
		s.shows("policy verify", "cookie-policy: 1 version of http://localhost:8080,")
	})
}

const third = `  - name: extra
    purpose: Nobody knows.
    category: necessary
    path: /
    lifetime: 1 hour
    http_only: true
    secure: true
    same_site: lax
`

// TestBadFiles: what cannot be read is named by line, field and reason, and
// nothing is stored.
func TestBadFiles(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		bad := s.file("bad.yaml", "slug: terms\ntitle: ''\nsectoins: []\n")
		json := s.file("bad.json", "{\"slug\": \"terms\",\n\"title\": 7}")
		other := s.file("other.yaml", "slug: other\ntitle: Other\n")
		weak := s.file(
			"weak.yaml",
			strings.Replace(content(t, policy.CookiePolicy), "path: /api/auth\n", "path: /\n", 1),
		)
		large := s.file("large.yaml", strings.Repeat("a", 5<<20))
		s.shows(
			"policy check "+bad+" "+json,
			"bad.yaml: line 2, title: must not be empty",
			"bad.yaml: line 3, sectoins: there is no such field; did you mean sections?",
			"bad.json: line 2, title: must be text",
			"error: found 3 problems",
		)
		s.shows("policy import "+bad, "bad.yaml: line 2, title: must not be empty", "error: ", "bad.yaml: 2 problems")
		s.shows(
			"policy import "+weak,
			"weak.yaml: line 6, cookies: prokken_refresh must stay on the path /api/auth",
			"error: ",
		)
		s.shows(
			"policy import "+other,
			`error: there is no policy "other"; there are cookie-policy, privacy-policy, terms, refund-policy`,
		)
		s.shows("policy import "+large, "error: cannot read ", "it is larger than any policy")
		s.shows("policy import "+s.folder, "error: cannot read ", "is a directory")
		s.shows("policy import "+filepath.Join(s.folder, "none.yaml"), "error: cannot read ", "no such file")
		s.shows("policy import", "error: expected \"<file>\"; see prokken policy import --help")
		s.shows("policy check", "In order: 4 documents.")
	})
}

// TestBadWords: each command says how it wants to be asked.
func TestBadWords(t *testing.T) {
	eachShell(t, func(t *testing.T, s shell) {
		for words, says := range map[string]string{
			"policy":                                                      `expected one of "check",`,
			"policy dance":                                                "unexpected argument dance; see prokken policy --help",
			"policy check --dance":                                        "unknown flag --dance; see prokken policy check --help",
			"policy export":                                               `expected "<slug>"; see prokken policy export --help`,
			"policy export terms privacy-policy":                          "unexpected argument privacy-policy; see prokken policy export --help",
			"policy export nothing":                                       `there is no policy "nothing"; there are cookie-policy,`,
			"policy export nothing --version 1":                           `there is no policy "nothing"`,
			"policy export terms --version 9":                             "there is no version 9 of terms",
			"policy export terms --version old":                           `--version is a number or draft, not "old"`,
			"policy export terms --format doc":                            `--format must be one of "yaml","json","pdf" but got "doc"`,
			"policy export terms --out /nowhere/x.yaml":                   "cannot write /nowhere/x.yaml: no such file",
			"policy publish terms":                                        "missing flags: --summary=TEXT; see prokken policy publish --help",
			"policy publish terms --summary X.":                           "editorial tells subscribers alone, notify writes to every member too, ask_again",
			"policy publish nothing --summary X. --materiality editorial": `there is no policy "nothing"`,
			"policy verify /nowhere.json":                                 "1 of 1 could not be verified",
			"policy verify /nowhere.json --keys /x.json":                  "1 of 1 could not be verified",
		} {
			s.shows(words, "error: ", says)
		}
	})
}
