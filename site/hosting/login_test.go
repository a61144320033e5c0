package hosting_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/validation"
)

// typed is a log-in as an owner types it.
var typed = upkeep.Login{Page: "/login", User: "ada-the-buyer", Password: "correct horse 7"}

// verified is a site of the user whose host is shown, and whose first audit is done.
func (w *world) verified() sites.Site {
	w.t.Helper()
	s := w.add(w.user, "shop.example")
	if _, err := w.Verify(w.t.Context(), s); err != nil {
		w.t.Fatal(err)
	}
	return w.row(s)
}

// given is an audit that waits with the log-in.
func (w *world) given(s sites.Site) audits.Audit {
	w.t.Helper()
	a, err := w.AuditLoggedIn(w.t.Context(), w.user, s, typed)
	if err != nil {
		w.t.Fatal(err)
	}
	return a
}

// stored is everything that stands in the database, as text.
func (w *world) stored() string {
	w.t.Helper()
	counts, err := w.db.CountRows(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	var all strings.Builder
	for table := range counts {
		rows, err := w.db.Pool().QueryContext(w.t.Context(), "SELECT * FROM "+table)
		if err != nil {
			w.t.Fatal(err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			if err := rows.Scan(values...); err != nil {
				w.t.Fatal(err)
			}
			for _, v := range values {
				fmt.Fprintf(&all, "%s ", *v.(*any))
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			w.t.Fatal(err)
		}
	}
	return all.String()
}

// keepsSecret: the database holds nothing of what was typed but the sealed text.
func (w *world) keepsSecret() {
	w.t.Helper()
	all := w.stored()
	for _, secret := range []string{typed.User, typed.Password} {
		if strings.Contains(all, secret) {
			w.t.Errorf("%q stands in the database", secret)
		}
	}
}

// TestLoginIsForOneAudit: it is sealed for that audit, opened by the worker that does it, and gone with its
// end; the next audit logs in as nobody.
func TestLoginIsForOneAudit(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.verified()
		a := w.given(s)
		w.keepsSecret()
		sealed, err := audits.LoginOf(t.Context(), w.db, s.ID, a.ID)
		if err != nil || (sealed.Sealed != "" && !strings.Contains(w.stored(), typed.Password)) != program.AuditLoginsSealed {
			t.Fatalf("%+v, %v", sealed, err)
		}
		if _, err := ring(t, "a").Decrypt("audit log-in", models.NewID().String(), sealed.Sealed); err == nil {
			t.Error("it opens as that of another audit")
		}
		w.work()
		got := w.request.Account
		if got == nil || got.Email != typed.User || got.Password != typed.Password || got.Page != "https://shop.example/login" || !got.Guest {
			t.Fatalf("it logged in as %+v", got)
		}
		if printed := fmt.Sprintf("%v %+v %s", typed, w.request, got); strings.Contains(printed, typed.Password) {
			t.Errorf("who prints it tells %s", printed)
		}
		if _, err := audits.LoginOf(t.Context(), w.db, s.ID, a.ID); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("it is still there: %v", err)
		}
		w.again(s, time.Hour)
		if w.request.Account != nil || w.request.NoAccount != "" {
			t.Errorf("the next audit logs in as %+v, %q", w.request.Account, w.request.NoAccount)
		}
	})
}

// TestLoginPages: the page has to be at the site itself, and is said whole.
func TestLoginPages(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.verified()
		for page, want := range map[string]string{
			"/login": "https://shop.example/login", "login": "https://shop.example/login", " /a/b?c=1 ": "https://shop.example/a/b?c=1",
			"https://shop.example/in": "https://shop.example/in", "shop.example/in": "https://shop.example/in", `\\other.example\a`: "https://shop.example/%5C%5Cother.example%5Ca", "HTTPS://SHOP.EXAMPLE/in": "https://SHOP.EXAMPLE/in",
			"": "", "https://other.example/login": "", "http://shop.example/login": "", "//other.example/login": "", "https://ada:b@shop.example/": "",
			"javascript:alert(1)": "", "https://shop.example.other.example/": "", "https://shop.example:444/": "", "https://www.shop.example/": "",
			"/" + strings.Repeat("a", 500): "",
		} {
			_, err := w.AuditLoggedIn(t.Context(), w.user, s, upkeep.Login{Page: page, User: typed.User, Password: typed.Password})
			var invalid validation.Errors
			if errors.As(err, &invalid) != (want == "") || want == "" && invalid["login_page"] == "" {
				t.Fatalf("%q: %v", page, err)
			}
			if strings.Contains(fmt.Sprint(err), typed.Password) {
				t.Errorf("the password is told: %v", err)
			}
			if want != "" {
				w.work()
				if got := w.request.Account; got == nil || got.Page != want {
					t.Errorf("%q: %+v, want %s", page, got, want)
				}
				w.used = map[string]int64{}
				w.now = w.now.Add(time.Hour)
			}
		}
	})
}

// TestLoginRefused: who forgets something is told what; nothing is stored, nor taken from the plan.
func TestLoginRefused(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		s := w.verified()
		for field, login := range map[string]upkeep.Login{
			"username": {Page: "/login", User: " ", Password: "x"},
			"password": {Page: "/login", User: "ada"},
		} {
			_, err := w.AuditLoggedIn(t.Context(), w.user, s, login)
			var invalid validation.Errors
			if !errors.As(err, &invalid) || invalid[field] == "" || len(invalid) != 1 {
				t.Errorf("%s: %v", field, err)
			}
		}
		if _, err := w.AuditNow(t.Context(), w.user, s); err != nil {
			t.Fatal(err)
		}
		used := w.used[doubles{w}.key(w.user, "audits_per_month")]
		if _, err := w.AuditLoggedIn(t.Context(), w.user, s, typed); !errors.Is(err, hosting.ErrUnderWay) {
			t.Errorf("an audit that waits took it: %v", err)
		}
		if rows, err := w.db.CountRows(t.Context()); err != nil || rows["audit_logins"] != 0 || w.used[doubles{w}.key(w.user, "audits_per_month")] != used {
			t.Errorf("%d log-ins, %v, %v", rows["audit_logins"], err, w.used)
		}
		other := w.add(w.newUser("other@example.com", 1), "other.example")
		if _, err := w.AuditLoggedIn(t.Context(), w.user, other, typed); !errors.Is(err, hosting.ErrNotVerified) {
			t.Errorf("a host that nobody has shown: %v", err)
		}
	})
}

// TestLoginsAreForgotten: an audit that waits for a day finds no log-in, and says so; nobody opens an old
// one that is still there.
func TestLoginsAreForgotten(t *testing.T) {
	for name, tt := range map[string]struct {
		later  time.Duration
		tidied bool
		kept   bool
	}{
		"in time":              {program.AuditLoginsKept - 2*time.Hour, true, true},
		"emptied":              {program.AuditLoginsKept - time.Minute, true, false},
		"too old to be opened": {program.AuditLoginsKept, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				s := w.verified()
				a := w.given(s)
				w.now = w.now.Add(tt.later)
				if tt.tidied {
					if err := w.Tidy(t.Context()); err != nil {
						t.Fatal(err)
					}
					if l, err := audits.LoginOf(t.Context(), w.db, s.ID, a.ID); err != nil || (l.Sealed != "") != tt.kept {
						t.Errorf("%+v, %v", l, err)
					}
				}
				w.work()
				if (w.request.Account != nil) != tt.kept || strings.Contains(w.request.NoAccount, "deleted before") == tt.kept {
					t.Errorf("%+v, %q", w.request.Account, w.request.NoAccount)
				}
			})
		})
	}
}

// TestLoginNotOpened: where the host is lost meanwhile, or the secret of the server is another one, nobody
// logs in, and the report says why.
func TestLoginNotOpened(t *testing.T) {
	for name, tt := range map[string]struct {
		meanwhile func(t *testing.T, w *world, s sites.Site)
		why       string
	}{
		"host lost": {func(t *testing.T, w *world, s sites.Site) {
			host, err := sites.HostOf(t.Context(), w.db, s.ID)
			host.VerifiedAt, host.Method = nil, ""
			if err := errors.Join(err, sites.SaveCheck(t.Context(), w.db, host)); err != nil {
				t.Fatal(err)
			}
		}, "it is not any more"},
		"another secret": {func(t *testing.T, w *world, _ sites.Site) { w.upkeep.Secrets = ring(t, "b") }, "could not be opened"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, w *world) {
				s := w.verified()
				w.given(s)
				tt.meanwhile(t, w, s)
				w.work()
				if w.request.Account != nil || !strings.Contains(w.request.NoAccount, tt.why) {
					t.Errorf("%+v, %q", w.request.Account, w.request.NoAccount)
				}
			})
		})
	}
}
