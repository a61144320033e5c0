package hosting_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/abuse"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/program"
)

// TestDeletedSites: after a week nothing is left but the signed versions, which nobody reads.
func TestDeletedSites(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		if err := w.Close(t.Context(), w.user, s); err != nil {
			t.Fatal(err)
		}
		if err := w.Undo(t.Context(), w.user, w.row(s)); err != nil || w.row(s).State != sites.Active {
			t.Errorf("%v, %s", err, w.row(s).State)
		}
		if err := w.Close(t.Context(), w.user, w.row(s)); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(program.DeletedWebsitesKept - time.Minute)
		if err := w.Tidy(t.Context()); err != nil || w.row(s).State != sites.Closing {
			t.Fatalf("%v, %s", err, w.row(s).State)
		}
		w.now = w.now.Add(2 * time.Minute)
		if err := w.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		row := w.row(s)
		if row.State != sites.Deleted || row.Contact != "" {
			t.Errorf("%+v", row)
		}
		for _, table := range []string{"memberships", "site_hosts", "observations", "proposals", "audits"} {
			var n int
			query := "SELECT count(*) FROM " + table + " WHERE site_id = '" + s.ID.String() + "'"
			if err := w.db.Pool().QueryRowContext(t.Context(), query).Scan(&n); err != nil || n != 0 {
				t.Errorf("%d rows in %s, %v", n, table, err)
			}
		}
	})
}

// TestDeletedAccountsCloseTheirSites: with the account its sites end, at once.
func TestDeletedAccountsCloseTheirSites(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		if err := w.CloseAll(t.Context(), w.user); err != nil || w.row(s).State != sites.Deleted {
			t.Errorf("%v, %s", err, w.row(s).State)
		}
	})
}

// TestForgottenTrials: what nobody keeps goes after a week, what somebody without a plan keeps after
// a month.
func TestForgottenTrials(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		strangers, err := w.FrontDoor(t.Context(), "203.0.113.0/24", "shop.example")
		if err != nil {
			t.Fatal(err)
		}
		members := w.add(w.newUser("poor@example.com", 0), "other.example")
		w.now = w.now.Add(program.LooksAtWebsitesKept - time.Minute)
		if err := w.Tidy(t.Context()); err != nil || w.row(strangers).State != sites.Trial {
			t.Fatalf("%v, %s", err, w.row(strangers).State)
		}
		w.now = w.now.Add(2 * time.Minute)
		if err := w.Tidy(t.Context()); err != nil {
			t.Fatal(err)
		}
		if w.row(strangers).State != sites.Deleted || w.row(members).State != sites.Trial {
			t.Errorf("%s, %s", w.row(strangers).State, w.row(members).State)
		}
		w.now = w.now.Add(program.WebsitesWithoutPlanKept)
		if err := w.Tidy(t.Context()); err != nil || w.row(members).State != sites.Deleted {
			t.Errorf("%v, %s", err, w.row(members).State)
		}
	})
}

// TestExport: the versions in the archive can be verified with the keys in it, and with nothing else.
func TestExport(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		var file bytes.Buffer
		if err := w.Export(t.Context(), w.site(s), &file); err != nil {
			t.Fatal(err)
		}
		parts := unzip(t, file.Bytes())
		keys, err := record.ParseKeySet(parts["keys.json"])
		if err != nil {
			t.Fatal(err)
		}
		var statement record.Statement
		if err := json.Unmarshal(parts["versions/cookie-policy-1.json"], &statement); err != nil {
			t.Fatal(err)
		}
		version, err := statement.Verify(keys)
		if err != nil || version.Site != "https://shop.example" {
			t.Errorf("%+v, %v", version, err)
		}
		for _, name := range []string{"README.txt", "seen.json", "findings.json", "site.json"} {
			if len(parts[name]) == 0 {
				t.Errorf("%s is not there", name)
			}
		}
		reports := 0
		for name := range parts {
			if strings.HasPrefix(name, "audits/") {
				reports++
			}
		}
		if reports != 1 {
			t.Errorf("%d reports", reports)
		}
	})
}

func unzip(t *testing.T, text []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, file := range archive.File {
		opened, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[file.Name], err = io.ReadAll(opened); err != nil {
			t.Fatal(err)
		}
		opened.Close()
	}
	return parts
}

// TestOldReportsOfPages: what was dealt with is forgotten after its time, and what was not, not.
func TestOldReportsOfPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		for _, why := range []string{"handled", "open"} {
			r := abuse.Report{ID: models.NewID(), SiteID: s.ID, Why: why, CreatedAt: w.now}
			if err := abuse.Create(t.Context(), w.db, &r); err != nil {
				t.Fatal(err)
			}
			if why == "handled" {
				if err := abuse.Handle(t.Context(), w.db, s.ID, w.now); err != nil {
					t.Fatal(err)
				}
			}
		}
		count := func() (n int) {
			t.Helper()
			if err := w.Tidy(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := w.db.Pool().QueryRowContext(t.Context(), "SELECT count(*) FROM abuse_reports").Scan(&n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		w.now = w.now.Add(program.AbuseReportsKept - time.Minute)
		if n := count(); n != 2 {
			t.Errorf("%d reports before their time", n)
		}
		w.now = w.now.Add(2 * time.Minute)
		if n := count(); n != 1 {
			t.Errorf("%d reports after it", n)
		}
	})
}

// TestOldFindings: what was mended is deleted after its time; what is open or answered stays.
func TestOldFindings(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.published()
		w.seen = seen(met("PHPSESSID"), met("cart"), met("newcomer"))
		w.again(s, time.Hour)
		w.seen = seen()
		w.again(s, time.Hour) // newcomer is mended
		w.seen = seen(met("PHPSESSID"), met("cart"), met("other"), met("answered"))
		w.again(s, 2*time.Hour)
		answered := about(w.proposals(s, proposals.Open), "answered")
		if err := proposals.Dismiss(t.Context(), w.db, s.ID, answered.ID, "It is a test.", w.now); err != nil {
			t.Fatal(err)
		}
		for want := 1; want >= 0; want-- { // before their time, and after it
			w.now = w.now.Add(program.AuditReportsKept - 3*time.Hour + time.Duration(1-want)*program.AuditReportsKept)
			if err := w.Tidy(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := len(w.proposals(s, proposals.Mended)); (n > 0) != (want > 0) {
				t.Errorf("%d mended findings on %s", n, w.now)
			}
		}
		if about(w.proposals(s, proposals.Open), "other") == nil || about(w.proposals(s, proposals.Dismissed), "answered") == nil {
			t.Error("what is open or answered was deleted")
		}
	})
}
