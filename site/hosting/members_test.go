package hosting_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/observations"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/program"
)

// membersOnly is a site that sets a cookie after a log-in alone, and names who logged in wherever it can.
func membersOnly(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err := r.Cookie("member")
	switch {
	case r.URL.Path == "/login" && r.Method == http.MethodPost:
		if r.PostFormValue("name") != typed.User || r.PostFormValue("word") != typed.Password {
			http.Redirect(w, r, "/login", http.StatusSeeOther)
			return
		}
		w.Header().Add("Set-Cookie", "member="+url.QueryEscape(typed.User)+"; Path=/; HttpOnly; SameSite=Lax")
		w.Header().Add("Set-Cookie", "of-"+typed.User+"=1; Path=/u/"+typed.User+"; Max-Age=3600")
		http.Redirect(w, r, "/u/"+typed.User+"?name="+typed.User, http.StatusSeeOther)
	case r.URL.Path == "/login":
		fmt.Fprint(w, `<form method=post><input name=name autocomplete=username><input name=word type=password><button>Log in</button></form>`)
	case strings.HasPrefix(r.URL.Path, "/u/") && err == nil:
		fmt.Fprintf(w, `<h1>Hello %[1]s</h1><a href="/u/%[1]s/orders">Orders</a><form method=post action=/logout><button>Log out</button></form>
			<script>localStorage.setItem("seen-%[1]s", "1")</script>`, typed.User)
	case strings.HasPrefix(r.URL.Path, "/u/"):
		http.Redirect(w, r, "/login", http.StatusSeeOther)
	default:
		fmt.Fprint(w, `<h1>A shop</h1><a href=/login>Log in</a>`)
	}
}

// TestAuditOfMembersOnly: a real browser logs in and meets what members alone get; what was typed stands in
// no table, no log and no copy, not even where the site writes it into addresses and names.
func TestAuditOfMembersOnly(t *testing.T) {
	chromium, err := browser.FindChromium()
	if err != nil {
		modelstest.Missing(t, "chromium", err.Error())
	}
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(before)
	each(t, func(t *testing.T, w *world) {
		server := httptest.NewServer(http.HandlerFunc(membersOnly))
		defer server.Close()
		w.browseWith(chromium, server.Listener.Addr().String())
		s := w.add(w.user, server.URL)
		if _, err := w.Verify(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		w.given(s)
		w.work()
		seen := w.newestReport(s)
		if gaps := seen.Gaps(); len(gaps) > 0 || !strings.HasPrefix(strings.Join(seen.Notes, " "), "The audit logged in at "+server.URL+"/login") {
			t.Fatalf("gaps %v, notes %q", gaps, seen.Notes)
		}
		w.membersAlone(s, "member", "of-…")
		told := w.stored() + log.String() + w.copied(s)
		for _, secret := range []string{typed.User, typed.Password, url.QueryEscape(typed.Password), url.PathEscape(typed.Password)} {
			if strings.Contains(told, secret) != program.AuditLoginsReported {
				t.Errorf("%q is told", secret)
			}
		}
	})
}

// byMembers is the report of an audit that logged in and met the cookie then alone; anonymous is one of an
// audit that did not log in.
func byMembers(name string) report.Report {
	c := met(name)
	c.Seen[0].Journey = report.Member
	return seen(met("PHPSESSID"), met("cart"), c)
}

func anonymous() report.Report {
	r := seen()
	r.Journeys = slices.DeleteFunc(r.Journeys, func(j report.Journey) bool { return j.Name == report.Member })
	return r
}

// TestFindingsOfMembers: what only a log-in showed is neither confirmed nor mended by audits that log in as
// nobody; another log-in does either, and so does a version that says it.
func TestFindingsOfMembers(t *testing.T) {
	for name, tt := range map[string]struct {
		after func(t *testing.T, w *world, s sites.Site)
		state proposals.State
	}{
		"nobody logs in":   {func(_ *testing.T, w *world, s sites.Site) { w.again(s, 24*time.Hour) }, proposals.Open},
		"gone for members": {func(_ *testing.T, w *world, s sites.Site) { w.seen = seen(); w.again(s, time.Hour) }, proposals.Mended},
		"a version says something else": {func(t *testing.T, w *world, s sites.Site) {
			w.edit(s, func(d policy.Document) (policy.Document, error) {
				d.Sections = slices.Clone(d.Sections)
				d.Sections[len(d.Sections)-1].Title = "Contact"
				return d, nil
			})
			if err := w.publish(s); err != nil {
				t.Fatal(err)
			}
		}, proposals.Open},
		"a version says it": {func(t *testing.T, w *world, s sites.Site) {
			w.edit(s, func(d policy.Document) (policy.Document, error) {
				c := d.Cookies[0]
				c.Name = "backoffice"
				d.Cookies = append(slices.Clone(d.Cookies), c)
				return d, nil
			})
			w.edit(s, func(d policy.Document) (policy.Document, error) {
				again, err := w.upkeep.SayAgain(t.Context(), w.site(s))
				if err != nil {
					return d, err
				}
				return again(d)
			})
			if err := w.publish(s); err != nil {
				t.Fatal(err)
			}
		}, proposals.Mended},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				s := w.published()
				w.seen = byMembers("backoffice")
				w.again(s, 24*time.Hour)
				w.seen = anonymous()
				w.again(s, time.Hour)
				found := about(w.proposals(s, proposals.Open), "backoffice")
				if found == nil || found.ConfirmedAt != nil {
					t.Fatalf("after an audit that logged in as nobody: %+v", found)
				}
				tt.after(t, w, s)
				if about(w.proposals(s, tt.state), "backoffice") == nil {
					t.Errorf("it is not %s", tt.state)
				}
			})
		})
	}
}

// membersAlone: these cookies were met by a member and by nobody else.
func (w *world) membersAlone(s sites.Site, names ...string) {
	w.t.Helper()
	all, err := observations.List(w.t.Context(), w.db, s.ID, 100)
	if err != nil {
		w.t.Fatal(err)
	}
	states := map[string]string{}
	for _, o := range all {
		states[o.Name] = o.States
	}
	for _, name := range names {
		if states[name] != `["member"]` {
			w.t.Errorf("%s was met by %s of %v", name, states[name], states)
		}
	}
}

// copied is all that the owner can take along, as text.
func (w *world) copied(s sites.Site) string {
	w.t.Helper()
	var archive bytes.Buffer
	if err := w.Export(w.t.Context(), w.site(s), &archive); err != nil {
		w.t.Fatal(err)
	}
	files, err := zip.NewReader(bytes.NewReader(archive.Bytes()), int64(archive.Len()))
	if err != nil {
		w.t.Fatal(err)
	}
	all := ""
	for _, file := range files.File {
		opened, err := file.Open()
		if err != nil {
			w.t.Fatal(err)
		}
		text, err := io.ReadAll(opened)
		if err != nil {
			w.t.Fatal(err)
		}
		all += string(text)
	}
	return all
}
