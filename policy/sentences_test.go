package policy_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// The factual sentences of the Cookie Policy about our cookies.
const (
	minimal    = "Prokken uses a minimal set of cookies, focused entirely on essential platform functionality."
	noTracking = "We do not use advertising or tracking cookies."
	access     = "Stores your authentication access token to keep you logged in."
	accessHTTP = "This cookie is httpOnly and cannot be read by client-side JavaScript."
	refresh    = "Stores your refresh token used to obtain a new access token when the current one expires."
	refreshTo  = "This cookie is httpOnly and is only sent to authentication endpoints."
	both       = "Both cookies listed above are strictly necessary for the platform to function."
	without    = "Without them, you cannot log in or use authenticated features."
	noConsent  = "These cookies do not require consent under most cookie laws (including GDPR) because they are essential to provide the service you have requested."
	analytics  = "Prokken does not currently use any analytics cookies (e.g., Google Analytics)."
	future     = "If we introduce analytics cookies in the future, we will update this policy and request your consent before setting them."
	marketing  = "We do not use any advertising or marketing cookies."
	noTrack    = "We do not track you across other websites."
	configured = "Our authentication cookies are configured with the following security properties:"
	httpOnly   = "httpOnly — cookies cannot be accessed by JavaScript, protecting against cross-site scripting (XSS) attacks"
	secure     = "Secure — cookies are only transmitted over HTTPS in production"
	sameSite   = "SameSite: Lax — cookies are not sent with cross-site requests, protecting against cross-site request forgery (CSRF) attacks"
	restricted = "Path-restricted — the refresh token cookie is only sent to /api/auth endpoints, minimizing exposure"
	noThird    = "Prokken does not set any third-party cookies."
	stripe     = "Our payment processor (Stripe) may set its own cookies when you interact with payment forms."
	managing   = "Since Prokken only uses strictly necessary cookies, disabling them will prevent you from logging in and using the platform."
	dated      = `When we do, we will update the "Last updated" date at the top of this page.`
)

// claimed is what is checked of each of them, in the order of the page.
var claimed = []struct {
	says   string
	checks []string
}{
	{minimal, []string{"all_cookies", "only_these_cookies"}},
	{noTracking, []string{"no_cookies"}},
	{access, []string{"cookie", "needed"}},
	{accessHTTP, []string{"cookie"}},
	{refresh, []string{"cookie", "outlives"}},
	{refreshTo, []string{"cookie"}},
	{both, []string{"all_cookies", "cookie_count"}},
	{without, []string{"needed"}},
	{noConsent, []string{"all_cookies"}},
	{analytics, []string{"no_cookies", "nothing_loaded_from"}},
	{future, []string{"consent_before"}},
	{marketing, []string{"no_cookies"}},
	{noTrack, []string{"no_third_party_cookies", "nothing_loaded_from"}},
	{configured, []string{"all_cookies"}},
	{httpOnly, []string{"all_cookies"}},
	{secure, []string{"all_cookies"}},
	{sameSite, []string{"all_cookies"}},
	{restricted, []string{"cookie"}},
	{noThird, []string{"no_third_party_cookies"}},
	{managing, []string{"all_cookies", "needed"}},
	{dated, []string{"dated_by_publication"}},
}

// unclaimed are the sentences that say nothing of our cookies that could be
// untrue: what the policy is about, what cookies are, intentions, directions.
var unclaimed = []string{
	`This Cookie Policy explains how Prokken ("we", "our", or "us") uses cookies and similar technologies when you use our platform at prokken.com.`,
	"Cookies are small text files stored on your device (computer, tablet, or phone) when you visit a website.",
	"They are widely used to make websites work more efficiently and to provide information to site owners.",
	stripe,
	"Please refer to Stripe's Cookie Policy for details.",
	"You can manage cookies through your browser settings:",
	"We may update this Cookie Policy if we introduce new cookies or change how existing cookies work.",
	"If you have questions about our use of cookies, please contact us at:",
}

// TestEverySentenceIsClaimed: of each sentence of the source text somebody has
// decided whether it can be untrue; those that can carry the claim in the table.
func TestEverySentenceIsClaimed(t *testing.T) {
	var want, got [][]string
	for _, c := range claimed {
		want = append(want, append([]string{c.says}, c.checks...))
	}
	for _, c := range allClaims(cookiePolicy(t)) {
		got = append(got, append([]string{c.Says}, checksOf(c)...))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, sentence := range sentences(sourceText(t)) {
		if !slices.Contains(unclaimed, sentence) && !isClaimed(sentence) {
			t.Errorf("nobody has decided about %q", sentence)
		}
	}
	for _, sentence := range unclaimed {
		if !slices.Contains(sentences(sourceText(t)), sentence) {
			t.Errorf("%q is not in the text", sentence)
		}
	}
}

func isClaimed(sentence string) bool {
	for _, c := range claimed {
		if c.says == sentence {
			return true
		}
	}
	return false
}

// allClaims are a document's claims in the order of the page, those of its
// security properties too.
func allClaims(d policy.Document) []claim.Claim {
	var all []claim.Claim
	add := func(blocks []policy.Block) {
		for _, b := range blocks {
			all = append(all, b.Claims...)
			if claimer, isClaimer := b.Content.(block.Claimer); isClaimer {
				all = append(all, claimer.Claims(d.Cookies)...)
			}
		}
	}
	var walk func([]policy.Section)
	walk = func(sections []policy.Section) {
		for _, s := range sections {
			add(s.Blocks)
			walk(s.Sections)
		}
	}
	add(d.Intro)
	walk(d.Sections)
	return all
}

// checksOf are the conditions that a claim holds, as YAML names them.
func checksOf(c claim.Claim) []string {
	var checks []string
	for _, condition := range c.Conditions {
		checks = append(checks, claim.KindOf(condition).Name)
	}
	return checks
}

// sourceText is the policy as its owner wrote it, without what is no sentence.
func sourceText(t *testing.T) []string {
	t.Helper()
	var lines []string
	for line := range strings.SplitSeq(string(readFile(t, "testdata/cookie-policy.txt")), "\n") {
		line = strings.TrimPrefix(strings.TrimSpace(line), "• ")
		if cell := cells.FindStringSubmatch(line); cell != nil {
			line = cell[1]
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

var (
	cells       = regexp.MustCompile(`^prokken_(?:access|refresh)(.*\.)Essential`)
	sentenceEnd = regexp.MustCompile(`[.:] `)
	noSentence  = regexp.MustCompile(
		`^[0-9.]+ |^(Cookie Policy|Last updated: .*|Cookie NamePurposeTypeDuration|Prokken|Hasibul Islam|(Email|Phone|Website): .*)$|^(Chrome|Firefox|Safari|Edge)—`,
	)
)

func sentences(lines []string) []string {
	var all []string
	for _, line := range lines {
		switch {
		case noSentence.MatchString(line):
		case strings.Contains(line, " — "):
			all = append(all, line)
		default:
			all = append(all, split(line)...)
		}
	}
	return all
}

func split(line string) []string {
	var all []string
	for _, end := range sentenceEnd.FindAllStringIndex(line, -1) {
		start := len(strings.Join(all, " "))
		all = append(all, strings.TrimSpace(line[start:end[0]+1]))
	}
	if rest := strings.TrimSpace(line[len(strings.Join(all, " ")):]); rest != "" {
		all = append(all, rest)
	}
	return all
}
