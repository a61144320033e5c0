package handlers_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	sites "github.com/prokken/prokken/site"
)

const privacy = "privacy-policy"

var (
	forms   = regexp.MustCompile(`(?s)<form[^>]*>.*?</form>`)
	action  = regexp.MustCompile(`<form[^>]* action="([^"]*)"`)
	buttons = regexp.MustCompile(`(?s)<button[^>]*form="ed_publish_form"[^>]*>.*?</button>`)
	sends   = regexp.MustCompile(` name="([^"]*)" value="([^"]*)"`)

	formaction = regexp.MustCompile(`formaction="([^"]*)"`)
	elsewhere  = regexp.MustCompile(`(?s)<input[^>]* form="ed_publish_form"[^>]*>|<select[^>]* form="ed_publish_form"[^>]*>.*?</select>`)

	options = regexp.MustCompile(`<option[^>]*value="([^"]*)"`)
)

// visitor goes through pages as somebody does who clicks, and counts the clicks.
type visitor struct {
	*site
	clicks int
	page   string
}

// follow clicks a link by its id.
func (v *visitor) follow(id string) {
	v.t.Helper()
	link := regexp.MustCompile(`<a[^>]*id="` + id + `"[^>]*>`).FindString(v.page)
	href := regexp.MustCompile(`href="([^"]*)"`).FindStringSubmatch(link)
	if href == nil {
		v.t.Fatalf("no link %s in %s", id, mainOf(v.page))
	}
	address, _, _ := strings.Cut(html.UnescapeString(href[1]), "#")
	v.clicks++
	_, v.page, _ = v.ask("GET", address, nil)
}

// form is the one on the page that has the mark, and where it goes, as a browser without scripts
// would send it. In each select that has nothing chosen the first choice is taken.
func (v *visitor) form(mark string) (string, url.Values) {
	v.t.Helper()
	for _, form := range forms.FindAllString(v.page, -1) {
		if strings.Contains(form, mark) {
			return html.UnescapeString(action.FindStringSubmatch(form)[1]), fieldsOf(form + v.outside(form))
		}
	}
	for _, button := range buttons.FindAllString(v.page, -1) {
		if !strings.Contains(button, mark) || !strings.Contains(button, "formaction") {
			continue
		}
		_, fields := v.form(`id="ed_publish_form"`)
		if named := sends.FindStringSubmatch(button); named != nil {
			fields.Set(named[1], html.UnescapeString(named[2]))
		}
		return html.UnescapeString(formaction.FindStringSubmatch(button)[1]), fields
	}
	v.t.Fatalf("no form with %s in %s", mark, mainOf(v.page))
	return "", nil
}

// outside are the fields of the form that stand elsewhere on the page.
func (v *visitor) outside(form string) string {
	if !strings.Contains(form, `id="ed_publish_form"`) {
		return ""
	}
	return strings.Join(elsewhere.FindAllString(v.page, -1), "")
}

func fieldsOf(form string) url.Values {
	fields := url.Values{}
	for _, input := range inputs.FindAllString(form, -1) {
		a := map[string]string{"value": "on"}
		for _, found := range attribute.FindAllStringSubmatch(input, -1) {
			a[found[1]] = html.UnescapeString(found[2])
		}
		if isChoice := a["type"] == "radio" || a["type"] == "checkbox"; !isChoice || strings.Contains(input, " checked") {
			fields.Add(a["name"], a["value"])
		}
	}
	for _, one := range selects.FindAllStringSubmatch(form, -1) {
		for _, option := range options.FindAllStringSubmatch(one[2], -1) {
			if fields.Get(one[1]) == "" {
				fields.Set(one[1], html.UnescapeString(option[1]))
			}
		}
	}
	return fields
}

// press sends that form with what is typed into it.
func (v *visitor) press(mark string, typed ...string) int {
	v.t.Helper()
	address, fields := v.form(mark)
	for i := 0; i+1 < len(typed); i += 2 {
		fields.Set(typed[i], typed[i+1])
	}
	v.clicks++
	status, page, _ := v.ask("POST", address, fields)
	v.page = page
	return status
}

// declares adds an analytics cookie in the editor, and goes to the page that lists what it makes untrue.
func (s *site) declares(name string) *visitor {
	s.t.Helper()
	v := &visitor{site: s}
	_, v.page, _ = s.ask("GET", policyPath, nil)
	v.follow("ed_add_cookie")
	status := v.press(`id="ed_form"`, "name", name, "purpose", "Counts visits.", "category", "analytics", "path", "/", "lifetime", "2")
	if status != http.StatusOK {
		s.t.Fatalf("adding %s: %d", name, status)
	}
	v.follow("ed_mend")
	return v
}

// TestCookieInEightClicks: from the editor to the publication of everything that a new cookie makes
// untrue, in all policies.
func TestCookieInEightClicks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		v := s.declares("_pk_id")
		for _, shows := range []string{
			"9 sentences are untrue", "<h3>Privacy Policy</h3>", "We set two cookies, both needed to log in.", "Remove the sentence",
		} {
			if !strings.Contains(v.page, shows) {
				t.Errorf("the list lacks %q", shows)
			}
		}
		v.press(`id="ed_mend_all"`)
		for _, shows := range []string{"“Privacy Policy” is published with it", `name="summary.privacy-policy"`, "New cookies: _pk_id and prokken_consent."} {
			if !strings.Contains(v.page, shows) {
				t.Errorf("the review lacks %q", shows)
			}
		}
		v.press(`/confirm"`, "reason", "Checked by reading it.")
		if status := v.press(`id="ed_publish_now"`); status != http.StatusOK || !strings.Contains(v.page, "Published together. All of them are in effect.") {
			t.Fatalf("publishing: %d %s", status, tag.ReplaceAllString(mainOf(v.page), " "))
		}
		t.Logf("%d clicks", v.clicks)
		if v.clicks > 8 {
			t.Errorf("%d clicks", v.clicks)
		}
		cookies, _ := s.library.Snapshot().Find(policy.CookiePolicy)
		private, _ := s.library.Snapshot().Find(privacy)
		if cookies.Number != 2 || private.Number != 2 || !cookies.PublishedAt.Equal(private.PublishedAt) {
			t.Errorf("version %d of %s, version %d of %s", cookies.Number, cookies.PublishedAt, private.Number, private.PublishedAt)
		}
		if untrue := s.library.AllUntrue(); len(untrue) > 0 {
			t.Error(untrue)
		}
		if cookies.Materiality != private.Materiality || private.Summary != "Brought in line with “Cookie Policy”." {
			t.Errorf("%s, %s: %q", cookies.Materiality, private.Materiality, private.Summary)
		}
		_, log, _ := s.ask("GET", "/admin/activity", nil)
		for _, slug := range []string{policy.CookiePolicy, privacy} {
			if strings.Count(log, "Policy published ("+slug+")") != 1 {
				t.Errorf("the activity log does not have %s once", slug)
			}
			if _, page, _ := s.ask("GET", "/legal/"+slug, nil); !strings.Contains(page, "four cookies") {
				t.Errorf("%s does not say so", slug)
			}
		}
	})
}

// TestJointConflict: somebody changed the other draft meanwhile. Nothing is published or mended, and
// what was typed stays.
func TestJointConflict(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		v := s.declares("_pk_id")
		retitle := func(title string) {
			_, err := s.library.Edit(t.Context(), sites.Edit{Slug: privacy, Change: policy.SetTitle(title)})
			s.must(err)
		}
		retitle("Privacy")
		if status := v.press(`id="ed_mend_all"`); status != http.StatusConflict || !strings.Contains(v.page, "Nothing was done") ||
			!strings.Contains(v.page, "9 sentences are untrue") {
			t.Errorf("mending: %d", status)
		}
		v.press(`id="ed_mend_all"`)
		if !strings.Contains(v.page, "The draft of “Privacy” also holds other changes") {
			t.Error("the review does not name what else is published")
		}
		v.press(`/confirm"`, "reason", "Checked by reading it.")
		retitle("Our privacy")
		status := v.press(`id="ed_publish_form"`, "summary", "We count visits.", "summary.privacy-policy", "Counting visits.")
		for _, shows := range []string{`value="We count visits."`, `value="Counting visits."`, "someone has changed the draft of “Privacy Policy”."} {
			if status != http.StatusConflict || !strings.Contains(v.page, shows) {
				t.Errorf("publishing: %d lacks %q", status, shows)
			}
		}
		if status := v.press(`id="ed_publish_form"`, "summary.privacy-policy", "We set nine cookies."); status != http.StatusUnprocessableEntity ||
			!strings.Contains(v.page, "This is not true") || !strings.Contains(v.page, `value="We set nine cookies."`) {
			t.Errorf("an untrue summary: %d", status)
		}
		for _, slug := range []string{policy.CookiePolicy, privacy} {
			if versions, err := s.library.Versions(t.Context(), slug, 0); err != nil || len(versions) != 1 {
				t.Errorf("%d versions of %s", len(versions), slug)
			}
		}
	})
}

// act presses a button of the form for publishing that goes elsewhere.
func (v *visitor) act(name string) {
	v.t.Helper()
	_, fields := v.form(`id="ed_publish_form"`)
	_, v.page, _ = v.ask("POST", policyPath+"/"+name, fields)
}

// TestJointApproval: the second admin confirms and approves all of them, and the first publishes. What
// was scheduled together is withdrawn together.
func TestJointApproval(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, noticeOf(72*time.Hour))
		s.admin()
		grace := &visitor{site: s.second("grace@example.com")}
		v := s.declares("_pk_id")
		v.press(`id="ed_mend_all"`)
		if !strings.Contains(v.page, "Less is checked than before, so a second person has to approve") {
			t.Error("nobody has to approve it")
		}
		v.act("submit")
		_, grace.page, _ = grace.ask("GET", policyPath+"/publish", nil)
		grace.press(`/confirm"`)
		grace.act("approve")
		if !strings.Contains(grace.page, "The draft is approved.") {
			t.Fatalf("approving: %s", tag.ReplaceAllString(mainOf(grace.page), " "))
		}
		_, v.page, _ = v.ask("GET", policyPath+"/publish", nil)
		if status := v.press(`id="ed_publish_now"`); status != http.StatusOK || !strings.Contains(v.page, "all at once, at the time below") ||
			!strings.Contains(v.page, "It was published together with: Privacy Policy.") {
			t.Fatalf("publishing: %d", status)
		}
		if untrue := s.library.AllUntrue(); len(s.library.Snapshot().Upcoming) != 2 || len(untrue) > 0 {
			t.Errorf("%d are scheduled, untrue: %v", len(s.library.Snapshot().Upcoming), untrue)
		}
		if status := v.press(`/withdraw"`, "reason", "A mistake."); status != http.StatusOK || len(s.library.Snapshot().Upcoming) > 0 {
			t.Errorf("withdrawing: %d", status)
		}
		for _, shows := range []string{"restore it from the list of versions", "are still there", `href="` + policyPath + `/versions"`} {
			if !strings.Contains(v.page, shows) {
				t.Errorf("the page says nothing of drafts after a withdrawal: it lacks %q", shows)
			}
		}
		_, log, _ := s.ask("GET", "/admin/activity", nil)
		for _, entry := range []string{"Draft of a policy approved", "Policy published", "withdrawn"} {
			for _, slug := range []string{policy.CookiePolicy, privacy} {
				if !strings.Contains(log, entry+" ("+slug+")") {
					t.Errorf("the activity log lacks %q of %s", entry, slug)
				}
			}
		}
		if said := s.column("SELECT detail FROM activity_entries WHERE action = 'policy_confirmed'"); len(said) != 1 || said[0] != policy.CookiePolicy {
			t.Errorf("the activity log says that of %q something was confirmed", said)
		}
	})
}

// TestCustomersMendAll: the owner of a site has the same list, of their own policies alone.
func TestCustomersMendAll(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, shop := shopkeeper(t, db)
		says := policy.Block{UID: "b-says", Content: block.Prose("We use one cookie. We do not use analytics cookies.")}
		_, err := shop.Edit(t.Context(), sites.Edit{Slug: policy.CookiePolicy, Change: policy.AddBlock(policy.Intro, "", says)})
		s.must(err)
		form := s.shopPart("add=cookie", "name", "_ga", "purpose", "Counts visits.", "category", "analytics", "path", "/", "lifetime", "2")
		v := &visitor{site: s}
		_, v.page, _ = s.ask("POST", shopPath+"/part", form)
		v.follow("ed_mend")
		if status := v.press(`id="ed_mend_all"`); status != http.StatusOK || strings.Contains(v.page, "/admin") {
			t.Errorf("mending: %d", status)
		}
		if untrue := shop.Untrue(draftOf(t, shop).Document); len(untrue) > 0 {
			t.Error(untrue)
		}
		theirs := url.Values{"in": {"terms"}, "at": {"intro-1"}, "says": {"x"}, "from": {"review"}}
		if status, _, _ := s.ask("POST", shopPath+"/check/mend", theirs); status != http.StatusNotFound {
			t.Errorf("a policy that the site does not have: %d", status)
		}
	})
}

// holds fails unless the fields of the form for publishing hold what was typed.
func (v *visitor) holds(after string, typed ...string) {
	v.t.Helper()
	_, fields := v.form(`id="ed_publish_form"`)
	for i := 0; i+1 < len(typed); i += 2 {
		if got := fields.Get(typed[i]); got != typed[i+1] {
			v.t.Errorf("after %s %s is %q, want %q", after, typed[i], got, typed[i+1])
		}
	}
}

// TestTypedStays: what was typed for the publication stays whichever button of the page is pressed, also
// where a suggestion was cleared.
func TestTypedStays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		_, err := s.library.Edit(t.Context(), sites.Edit{Slug: policy.CookiePolicy, Change: policy.SetTitle("Cookies")})
		s.must(err)
		v := &visitor{site: s}
		_, v.page, _ = s.ask("GET", policyPath+"/publish", nil)
		at := s.library.Local(s.library.Now().AddDate(0, 0, 20)).Format("2006-01-02T15:04")
		if status := v.press(`id="ed_publish_now"`, "summary", "Another title.", "when", "later", "effective_at", at); status != http.StatusOK {
			t.Fatalf("scheduling: %d %s", status, tag.ReplaceAllString(mainOf(v.page), " "))
		}
		v = s.declares("_pk_id")
		later := s.library.Local(s.library.Now().AddDate(0, 0, 30)).Format("2006-01-02T15:04")
		typed := []string{"summary", "", "materiality", "ask_again", "when", "later", "effective_at", later}
		v.press("Remove the sentence", typed...)
		v.holds("removing a sentence", typed...)
		v.press(`id="ed_mend_all"`, typed...)
		v.holds("taking the first edits", typed...)
		typed = append(typed, "summary."+privacy, "We count visits, and say so.")
		v.press(`/confirm"`, append(typed, "reason", "Checked by reading it.")...)
		if !strings.Contains(v.page, "Confirmed.") {
			t.Error("nothing is confirmed")
		}
		v.holds("confirming", typed...)
		v.press(`/withdraw"`, append(typed, "reason.2", "A mistake.")...)
		if !strings.Contains(v.page, "The scheduled version is withdrawn.") {
			t.Errorf("not withdrawn: %s", tag.ReplaceAllString(mainOf(v.page), " "))
		}
		v.holds("withdrawing", typed...)
		if first := buttons.FindString(v.page); !strings.Contains(first, "disabled") {
			t.Errorf("Enter presses %s", first)
		}
	})
}

// TestDependentSuggestsNothingFalse: from the policy that depends on the other one, the cause is not said
// to be in line with it, and not to hold other changes.
func TestDependentSuggestsNothingFalse(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		v := s.declares("_pk_id")
		v.press(`id="ed_mend_all"`)
		look := func(cause, dependent string) {
			t.Helper()
			_, v.page, _ = s.ask("GET", "/admin/policies/"+privacy+"/publish", nil)
			v.holds("looking", "summary", dependent, "summary."+policy.CookiePolicy, cause)
			if strings.Contains(v.page, "The draft of “Cookie Policy” also holds other changes") {
				t.Error("the cause is said to hold other changes")
			}
		}
		look("New cookies: _pk_id and prokken_consent.", "Brought in line with “Cookie Policy”.")
		for slug, title := range map[string]string{policy.CookiePolicy: "Cookies", privacy: "Privacy"} {
			_, err := s.library.Edit(t.Context(), sites.Edit{Slug: slug, Change: policy.SetTitle(title)})
			s.must(err)
		}
		look("", "")
	})
}
