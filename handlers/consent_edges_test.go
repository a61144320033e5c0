package handlers_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/site/consent"
)

// TestOnlyNecessaryCookiesAskNothing: on no page a banner, whatever the browser
// brings; an answer stores and sets nothing.
func TestOnlyNecessaryCookiesAskNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.library.Integrations = scripts // nothing is declared for them
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		for _, row := range s.server.Rows() {
			if row.Method != http.MethodGet ||
				!slices.Contains([]string{"anyone", "developer", "emulated"}, row.Guard) ||
				strings.HasPrefix(row.Path, "/api/") ||
				strings.HasPrefix(row.Path, "/dev/stripe") {
				continue
			}
			path := strings.NewReplacer(":slug", "cookie-policy", ":number", "1").Replace(row.Path)
			for _, left := range []string{"", "prokken_consent=1.x.y", "prokken_consent=" + someKept} {
				_, body, res := s.ask("GET", path, nil, "Cookie", left, "Sec-GPC", "1")
				if strings.Contains(body, banner) || strings.Contains(body, "signal-note") ||
					strings.Contains(body, ".example/") ||
					len(res.Header["Set-Cookie"]) > 0 ||
					res.Header.Get("Content-Security-Policy") != plainCSP ||
					strings.Contains(res.Header.Get("Vary"), "Cookie") {
					t.Errorf("%s with %q: %v", path, left, res.Header)
				}
			}
		}
		for _, choice := range []string{"accept", "refuse", "choose", "withdraw"} {
			if lines := s.choose(choice, "analytics"); len(lines) > 0 {
				t.Errorf("%s: %q", choice, lines)
			}
		}
		if all := s.records(); len(all) > 0 {
			t.Errorf("recorded: %q", all)
		}
	})
}

const someKept = "1.0198a1b2-0000-7000-8000-000000000001.1767225600.0123456789abcdef.0.analytics.c2lnbmF0dXJl"

// TestGPC: the signal is a no, and shown; who chooses otherwise later is heard.
func TestGPC(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		signal := []string{"Sec-GPC", "1"}
		s.expect("the signal", false, false, false, signal...)
		for _, path := range []string{"/", "/legal/terms"} {
			if _, body, _ := s.ask("GET", path, nil, signal...); !strings.Contains(body, "Global Privacy Control") {
				t.Errorf("%s does not show that it saw the signal", path)
			}
		}
		for _, value := range []string{"0", "true", "1, 1", "", "11", "?1"} {
			s.expect("not the signal: "+value, true, false, false, "Sec-GPC", value)
		}
		s.choose("accept")
		s.expect("agreed before the browser said no", false, false, false, signal...)
		if _, body, _ := s.ask("GET", "/legal/your-cookies", nil, signal...); !strings.Contains(
			body,
			"Since then your browser says no for you",
		) ||
			strings.Contains(body, "Withdraw my consent") {
			t.Error("the page does not explain what counts")
		}
		s.ask("POST", "/legal/consent", s.answered("accept"), signal...)
		s.expect("agreed all the same", false, true, true, signal...)
		s.choose("refuse")
		s.expect("refused", false, false, false, signal...)
		if status, body, res := s.ask("GET", "/.well-known/gpc.json", nil); status != http.StatusOK ||
			res.Header.Get("Content-Type") != "application/json" ||
			body != `{"gpc":true,"lastUpdate":"`+s.library.Today().Format(time.DateOnly)+"\"}\n" {
			t.Errorf("%d %s", status, body)
		}
	})
}

// TestForgedChoices: what we did not write grants nothing, and the visitor is
// asked.
func TestForgedChoices(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		s.choose("accept")
		genuine := s.keptCookie()
		q, _ := s.library.Snapshot().Question()
		forged := consent.Record{
			ID:      models.NewID(),
			At:      s.clock().Truncate(time.Second),
			Asked:   q.Asked(),
			Granted: consent.Grant(cookie.Analytics, cookie.Marketing),
		}
		future := forged
		future.At = future.At.Add(time.Hour)
		signed := func(c consent.Record) string { return c.String() + "." + s.keys.Sign("consent", c.String()) }
		s.forget()
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		s.expect("genuine", false, true, true, "Cookie", "prokken_consent="+genuine)
		for name, value := range map[string]string{
			"empty": "", "a word": "yes", "dots": ".....", "only the text": forged.String(),
			"another signature":           forged.String() + ".x",
			"no signature":                forged.String() + ".",
			"signed for another use":      forged.String() + "." + s.keys.Sign("other", forged.String()),
			"other words, same signature": strings.Replace(genuine, ".0.", ".1.", 1), "cut": genuine[:len(genuine)-1],
			"longer": genuine + "A",
			"quoted": `"` + genuine[1:], "from the future": signed(future), "bytes": "\xff\xfe",
			"huge": strings.Repeat("1.", 4000), "old form": someKept,
		} {
			s.expect(name, true, false, false, "Cookie", "prokken_consent="+value)
			s.expect(name+", the signal", false, false, false, "Cookie", "prokken_consent="+value, "Sec-GPC", "1")
		}
		s.expect("signed", false, true, true, "Cookie", "prokken_consent="+signed(forged))
		lines := s.answerWith("prokken_consent=" + signed(forged))
		if row := s.newestConsent(lines); row.PreviousID != nil {
			t.Errorf("a record that never was is named: %v", row.PreviousID)
		}
	})
}

func (s *site) answerWith(cookies string) string {
	s.t.Helper()
	_, _, res := s.ask("POST", "/legal/consent", url.Values{"choice": {"refuse"}}, "Cookie", cookies)
	lines := res.Header["Set-Cookie"]
	return lines[len(lines)-1]
}

func (s *site) newestConsent(line string) consents.Consent {
	s.t.Helper()
	value, _, _ := strings.Cut(strings.TrimPrefix(line, "prokken_consent="), ";")
	c, read := consent.ParseRecord(value[:max(0, strings.LastIndexByte(value, '.'))])
	if !read {
		s.t.Fatalf("got %q", line)
	}
	return s.recordOf(c)
}

// TestPagesAreKeptApartByChoice: each answer says what it depends on, and no two
// that differ have the same ETag.
func TestPagesAreKeptApartByChoice(t *testing.T) {
	s := asking(t, modelstest.SQLite(t))
	texts := map[string]string{}
	look := func(name string, headers ...string) {
		t.Helper()
		_, body, res := s.ask("GET", "/legal/cookie-policy", nil, append(headers, "Accept-Encoding", "identity")...)
		tag := res.Header.Get("ETag")
		if res.Header.Get("Vary") != "Accept-Encoding, Cookie, Sec-GPC" ||
			res.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %v", name, res.Header)
		}
		if before, known := texts[tag]; tag == "" || known && before != body {
			t.Errorf("%s: the tag %s is of another text", name, tag)
		}
		texts[tag] = body
		if status, again, _ := s.ask("GET", "/legal/cookie-policy", nil, append(headers, "Accept-Encoding", "identity", "If-None-Match", tag)...); status != http.StatusNotModified ||
			again != "" {
			t.Errorf("%s: asked again, %d", name, status)
		}
	}
	look("undecided")
	look("the signal", "Sec-GPC", "1")
	s.choose("refuse")
	look("refused")
	s.choose("choose", "analytics")
	look("analytics")
	s.choose("choose", "marketing")
	look("marketing")
	s.choose("accept")
	look("everything")
	if len(texts) != 6 {
		t.Errorf("%d texts", len(texts))
	}
}

// TestNothingLoadsWhereNobodyElseMayLook: accounts, log-ins, payments and the
// page about one's own cookies stay without scripts of others.
func TestNothingLoadsWhereNobodyElseMayLook(t *testing.T) {
	s := asking(t, modelstest.SQLite(t))
	s.choose("accept")
	s.admin()
	for _, path := range []string{
		"/account", "/account/security", "/account/billing", "/account/data", "/admin/policies", "/admin/users", "/login",
		"/signup", "/forgot", "/resend",
		"/mail-sent", "/reset?token=x", "/verify?token=x", "/billing/return", "/legal/your-cookies", "/legal/subscribe",
		"/legal/subscribe/confirm?token=x", "/legal/unsubscribe?token=x", "/dev/mail", "/api/me", "/nothing", "/healthz",
	} {
		_, body, res := s.ask("GET", path, nil)
		if strings.Contains(body, ".example/") || strings.Contains(body, "ads.example") ||
			res.Header.Get("Content-Security-Policy") != plainCSP {
			t.Errorf("%s: %s", path, res.Header.Get("Content-Security-Policy"))
		}
	}
	s.forget()
	for _, path := range []string{"/login", "/signup", "/legal/your-cookies", "/dev/mail"} {
		if _, body, _ := s.ask("GET", path, nil); strings.Contains(body, banner) {
			t.Errorf("%s has a banner", path)
		}
	}
}

func TestConsentRefusesBadInput(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		for name, tt := range map[string]struct {
			form    url.Values
			headers []string
			status  int
			goes    string
		}{
			"no choice":      {url.Values{}, nil, http.StatusUnprocessableEntity, ""},
			"unknown choice": {url.Values{"choice": {"all"}}, nil, http.StatusUnprocessableEntity, ""},
			"too much": {
				url.Values{"choice": {"accept"}, "x": {strings.Repeat("x", 1<<20)}}, nil, http.StatusRequestEntityTooLarge, "",
			},
			"from another site": {
				url.Values{"choice": {"accept"}}, []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden, "",
			},
			"not readable": {
				url.Values{"choice": {"accept"}},
				[]string{"Content-Type", "application/x-www-form-urlencoded; x="},
				http.StatusBadRequest, "",
			},
			"goes back": {
				url.Values{"choice": {"refuse"}, "next": {"/pricing?x=1"}}, nil, http.StatusSeeOther, "/pricing?x=1",
			},
			"goes nowhere": {
				url.Values{"choice": {"refuse"}}, nil, http.StatusSeeOther, "/legal/your-cookies?notice=saved",
			},
			"goes elsewhere":     {url.Values{"choice": {"refuse"}, "next": {"https://evil.example/"}}, nil, http.StatusSeeOther, "/legal/your-cookies?notice=saved"},
			"goes elsewhere, //": {url.Values{"choice": {"refuse"}, "next": {"//evil.example/"}}, nil, http.StatusSeeOther, "/legal/your-cookies?notice=saved"},
			"goes elsewhere, \\": {
				url.Values{"choice": {"refuse"}, "next": {`/\evil.example/`}},
				nil, http.StatusSeeOther,
				"/legal/your-cookies?notice=saved",
			},
			"bytes": {
				url.Values{"choice": {"refuse"}, "next": {"/\xff"}, "asked": {"\x00"}}, nil, http.StatusBadRequest, "",
			},
			"agrees to nothing": {url.Values{"choice": {"choose"}, "next": {"/"}}, nil, http.StatusSeeOther, "/"},
		} {
			status, body, res := s.ask("POST", "/legal/consent", tt.form, tt.headers...)
			if status != tt.status || res.Header.Get("Location") != tt.goes ||
				(len(res.Header["Set-Cookie"]) > 0) != (status == http.StatusSeeOther) {
				t.Errorf("%s: %d %s %q", name, status, res.Header.Get("Location"), body)
			}
		}
		if status, _, res := s.ask("GET", "/legal/consent?choice=accept", nil); status != http.StatusSeeOther ||
			len(res.Header["Set-Cookie"]) > 0 {
			t.Errorf("a link agrees: %d", status)
		}
		if status, _, res := s.ask("POST", "/legal/consent?choice=accept", url.Values{}); status != http.StatusUnprocessableEntity ||
			len(res.Header["Set-Cookie"]) > 0 {
			t.Errorf("a query agrees: %d", status)
		}
	})
}

// TestNobodyAgreesToWhatTheyWereNotShown: the form is from before a publication.
func TestNobodyAgreesToWhatTheyWereNotShown(t *testing.T) {
	s := asking(t, modelstest.SQLite(t))
	old, _ := s.library.Snapshot().Question()
	changed := countsVisits
	changed.Party = "Somebody Else Ltd."
	s.declare(policies.Editorial, keepsChoice, changed, showsAds)
	for next, goes := range map[string]string{"/legal/your-cookies?notice=saved": "/legal/your-cookies?notice=changed", "/pricing": "/pricing"} {
		_, _, res := s.ask(
			"POST",
			"/legal/consent",
			url.Values{"choice": {"accept"}, "asked": {old.WordingSHA256}, "next": {next}},
		)
		if res.Header.Get("Location") != goes || len(res.Header["Set-Cookie"]) > 0 {
			t.Errorf("%s: %v", next, res.Header)
		}
	}
	asked := s.answered("accept").Get("asked")
	for name, form := range map[string]url.Values{
		"nothing": {}, "no question": {"asked": {""}}, "the start of it": {"asked": {asked[:63]}},
		"another before": {"asked": {old.WordingSHA256, asked}},
	} {
		for choice, category := range map[string]string{"accept": "", "choose": "category.analytics"} {
			form.Set("choice", choice)
			form.Set(category, "on")
			_, _, res := s.ask("POST", "/legal/consent", form)
			next, isSet := res.Header.Get("Location"), len(res.Header["Set-Cookie"]) > 0
			if next != "/legal/your-cookies?notice=changed" || isSet {
				t.Errorf("%s, %s: %v", name, choice, res.Header)
			}
		}
	}
	if all := s.records(); len(all) > 0 {
		t.Errorf("recorded: %q", all)
	}
	s.expect("still asked", true, false, false)
	s.ask("POST", "/legal/consent", url.Values{"choice": {"refuse"}, "asked": {old.WordingSHA256}})
	s.expect("a no is a no", false, false, false)
}

// TestNothingIsKeptThatIsNotRecorded: the database does not take the record.
func TestNothingIsKeptThatIsNotRecorded(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		if _, err := db.Pool().ExecContext(t.Context(), "ALTER TABLE consents RENAME TO gone"); err != nil {
			t.Fatal(err)
		}
		status, body, res := s.ask("POST", "/legal/consent", s.answered("accept"))
		if status != http.StatusInternalServerError || len(res.Header["Set-Cookie"]) > 0 ||
			!strings.Contains(body, res.Header.Get("X-Request-Id")) {
			t.Errorf("%d %v", status, res.Header)
		}
	})
}

// TestTwiceAtOnce: two tabs, or a double click.
func TestTwiceAtOnce(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := asking(t, db)
		s.choose("refuse")
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if status, body, _ := s.ask("POST", "/legal/consent", s.answered("accept")); status != http.StatusSeeOther {
					t.Errorf("%d %s", status, body)
				}
			})
		}
		group.Wait()
		if all := s.records(); len(all) != 9 {
			t.Errorf("%d records", len(all))
		}
		s.expect("accepted", false, true, true)
	})
}

func TestConsentIsLimited(t *testing.T) {
	s := asking(t, modelstest.SQLite(t))
	s.server.SetAttemptsPerMinute(1)
	var last int
	for range 3 {
		last, _, _ = s.ask("POST", "/legal/consent", url.Values{"choice": {"refuse"}})
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the third is %d", last)
	}
}

// TestConsentCookieIsDeclaredOrNothingIsOptional: the policy cannot say less.
func TestConsentCookieIsDeclaredOrNothingIsOptional(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		tooLong := keepsChoice
		tooLong.Lifetime = cookie.Lifetime(184 * day)
		for name, declared := range map[string][]cookie.Declaration{
			"missing": {countsVisits}, "too long": {tooLong, countsVisits}, "for nothing": {keepsChoice},
		} {
			if err := s.publishDeclared(policies.Editorial, declared...); err == nil ||
				!strings.Contains(err.Error(), "prokken_consent") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
