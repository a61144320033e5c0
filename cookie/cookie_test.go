package cookie

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var declared = []Declaration{
	{"prokken_access", "keeps you logged in", Necessary, "", "", "/", Lifetime(24 * time.Hour), true, true, Lax},
	{"prokken_refresh", "renews the other", Necessary, "", "", "/api/auth", Lifetime(7 * day), true, true, Lax},
}

// testSite is a site with one host.
type testSite struct{ declared, former []Declaration }

func (s *testSite) Cookies() []Declaration { return s.declared }

func (s *testSite) FormerCookies() []Declaration { return s.former }

func (s *testSite) HasHost(host string) bool { return host == ownHost }

const ownHost = "prokken.com"

func mint(https bool) *Mint { return NewMint(&testSite{declared: declared}, https) }

// reports are the names of the cookies that a gate took out.
type reports []string

func (r *reports) ReportUndeclared(_ *http.Request, _ http.Header, name string, _ Reason) {
	*r = append(*r, name)
}

// request asks the host for its first page.
func request(host string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Host = host
	return r
}

func TestMintWritesWhatIsDeclared(t *testing.T) {
	tests := map[string]struct {
		https bool
		write func(m *Mint, w http.ResponseWriter)
		want  []string
	}{
		"access": {
			true,
			func(m *Mint, w http.ResponseWriter) { m.Set(w, Access, "a") },
			[]string{"prokken_access=a; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax"},
		},
		"refresh": {
			true,
			func(m *Mint, w http.ResponseWriter) { m.Set(w, Refresh, "r") },
			[]string{"prokken_refresh=r; Path=/api/auth; Max-Age=604800; HttpOnly; Secure; SameSite=Lax"},
		},
		"without https": {
			false,
			func(m *Mint, w http.ResponseWriter) { m.Set(w, Access, "a") },
			[]string{"prokken_access=a; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax"},
		},
		"cleared": {
			true,
			func(m *Mint, w http.ResponseWriter) { m.Clear(w, Refresh) },
			[]string{"prokken_refresh=; Path=/api/auth; Max-Age=0; HttpOnly; Secure; SameSite=Lax"},
		},
		"the last word counts": {true, func(m *Mint, w http.ResponseWriter) {
			m.Set(w, Access, "a")
			m.Clear(w, Access)
		}, []string{"prokken_access=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax"}},
		"undeclared is not": {true, func(m *Mint, w http.ResponseWriter) { m.Set(w, "third", "x") }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := httptest.NewRecorder()
			tt.write(mint(tt.https), w)
			if diff := cmp.Diff(tt.want, w.Header()["Set-Cookie"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGateLetsOnlyDeclaredCookiesOut(t *testing.T) {
	const good = "prokken_access=a; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax"
	tests := map[string]struct {
		line  string
		leave bool
	}{
		"declared":         {good, true},
		"cleared":          {"prokken_access=; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax", true},
		"unknown name":     {"_csrf=x; Path=/; HttpOnly", false},
		"other case":       {"Prokken_access=a; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax", false},
		"longer life":      {"prokken_access=a; Path=/; Max-Age=86401; HttpOnly; Secure; SameSite=Lax", false},
		"session":          {"prokken_access=a; Path=/; HttpOnly; Secure; SameSite=Lax", false},
		"readable":         {"prokken_access=a; Path=/; Max-Age=86400; Secure; SameSite=Lax", false},
		"not secure":       {"prokken_access=a; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax", false},
		"without SameSite": {"prokken_access=a; Path=/; Max-Age=86400; HttpOnly; Secure", false},
		"a domain":         {good + "; Domain=prokken.com", false},
		"partitioned":      {good + "; Partitioned", false},
		"wider path":       {"prokken_refresh=r; Path=/; Max-Age=604800; HttpOnly; Secure; SameSite=Lax", false},
		"cleared, a value": {"prokken_access=a; Path=/; Max-Age=0; HttpOnly; Secure; SameSite=Lax", false},
		"two in one line":  {"prokken_access=a,b=c; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax", false},
		"nothing":          {"", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var reported reports
			gate := NewGate(mint(true), &reported)
			w := httptest.NewRecorder()
			gate.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Add("Set-Cookie", tt.line)
				w.Header().Add("Set-Cookie", good)
				_, _ = w.Write([]byte("page"))
			})).ServeHTTP(w, request(ownHost))
			want := []string{good}
			if tt.leave {
				want = []string{tt.line, good}
			}
			if diff := cmp.Diff(want, w.Header()["Set-Cookie"]); diff != "" {
				t.Error(diff)
			}
			if left := len(reported) == 0; left != tt.leave {
				t.Errorf("reported %q", reported)
			}
		})
	}
}

// wrapped is what a router makes of the writer.
type wrapped struct{ http.ResponseWriter }

func (w wrapped) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func TestAnAnswerKeepsToTheDeclarationsOfItsBeginning(t *testing.T) {
	shorter := append([]Declaration{}, declared...)
	shorter[0].Lifetime = Lifetime(time.Hour)
	site := &testSite{declared: declared}
	mint := NewMint(site, true)
	var reported reports
	gate := NewGate(mint, &reported)
	w := httptest.NewRecorder()
	gate.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		site.declared = shorter // published while the answer is being made
		mint.Set(wrapped{w}, Access, "a")
		site.declared = nil
		mint.Set(wrapped{w}, Refresh, "r")
	})).ServeHTTP(w, request(ownHost))
	want := []string{
		"prokken_access=a; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax",
		"prokken_refresh=r; Path=/api/auth; Max-Age=604800; HttpOnly; Secure; SameSite=Lax",
	}
	if diff := cmp.Diff(want, w.Header()["Set-Cookie"]); diff != "" {
		t.Error(diff)
	}
	if len(reported) > 0 {
		t.Errorf("reported %q", reported)
	}
}

// TestNothingIsSetOnAnotherHost: neither the mint nor a handler of its own sets a declared
// cookie where the request names a host that is not the site's.
func TestNothingIsSetOnAnotherHost(t *testing.T) {
	const line = "prokken_access=a; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax"
	for host, want := range map[string][]string{
		ownHost: {line}, "shop.example": nil, "prokken.com.evil.example": nil, "": nil, "www." + ownHost: nil,
	} {
		for name, set := range map[string]func(m *Mint, w http.ResponseWriter){
			"minted":  func(m *Mint, w http.ResponseWriter) { m.Set(w, Access, "a") },
			"written": func(_ *Mint, w http.ResponseWriter) { w.Header().Add("Set-Cookie", line) },
		} {
			m, w := mint(true), httptest.NewRecorder()
			NewGate(m, &reports{}).Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				set(m, w)
			})).ServeHTTP(w, request(host))
			if diff := cmp.Diff(want, w.Header()["Set-Cookie"]); diff != "" {
				t.Errorf("%q, %s: %s", host, name, diff)
			}
		}
	}
}

func TestGateHasNoWayAround(t *testing.T) {
	ways := map[string]http.HandlerFunc{
		"nothing written": func(http.ResponseWriter, *http.Request) {},
		"header alone":    func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) },
		"early hints":     func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusEarlyHints) },
		"flush":           func(w http.ResponseWriter, _ *http.Request) { _ = http.NewResponseController(w).Flush() },
		"hijack": func(w http.ResponseWriter, _ *http.Request) {
			if _, _, err := http.NewResponseController(w).Hijack(); err == nil {
				panic("hijacked")
			}
		},
		"another case": func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["set-cookie"] = []string{"third=x"}
		},
		"flush, then more": func(w http.ResponseWriter, _ *http.Request) {
			w.(http.Flusher).Flush()
			w.Header().Add("Set-Cookie", "late=x")
		},
	}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			gate := NewGate(mint(true), &reports{})
			server := httptest.NewServer(gate.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Add("Set-Cookie", "third=x")
				way(w, r)
			})))
			defer server.Close()
			res, err := http.Get(server.URL)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if got := res.Header["Set-Cookie"]; got != nil {
				t.Errorf("got out: %q", got)
			}
		})
	}
}

func TestNeedsRefuseAWeakerPolicy(t *testing.T) {
	if err := CheckNeeds(declared); err != nil {
		t.Fatalf("the policy as shipped: %v", err)
	}
	weaken := map[string]func(d []Declaration) []Declaration{
		"undeclared":        func(d []Declaration) []Declaration { return d[:1] },
		"readable":          func(d []Declaration) []Declaration { d[0].HTTPOnly = false; return d },
		"not secure":        func(d []Declaration) []Declaration { d[0].Secure = false; return d },
		"any site":          func(d []Declaration) []Declaration { d[0].SameSite = None; return d },
		"refresh elsewhere": func(d []Declaration) []Declaration { d[1].Path = "/"; return d },
		"too long":          func(d []Declaration) []Declaration { d[1].Lifetime = Lifetime(31 * day); return d },
		"too short":         func(d []Declaration) []Declaration { d[0].Lifetime = Lifetime(time.Second); return d },
		"optional":          func(d []Declaration) []Declaration { d[0].Category = Marketing; return d },
	}
	for name, change := range weaken {
		t.Run(name, func(t *testing.T) {
			if err := CheckNeeds(change(append([]Declaration{}, declared...))); err == nil {
				t.Error("it was accepted")
			}
		})
	}
}

func TestLifetimeInWords(t *testing.T) {
	for words, want := range map[string]time.Duration{
		"24 hours": 24 * time.Hour, "7 days": 7 * day, "1 hour": time.Hour, "90 minutes": 90 * time.Minute,
		"400 days": 400 * day, "36 hours": 36 * time.Hour,
	} {
		var l Lifetime
		if err := l.UnmarshalText([]byte(words)); err != nil || time.Duration(l) != want {
			t.Errorf("%q is %v, %v", words, time.Duration(l), err)
		}
		if l.String() != words {
			t.Errorf("%v is printed %q", want, l)
		}
	}
	for words, want := range map[string]string{
		"1 year": "365 days", "13 months": "396 days", "2 years": "730 days", "Two weeks": "14 days", "7  days": "7 days", "Until you close your browser": "session",
	} {
		var l Lifetime
		if err := l.UnmarshalText([]byte(words)); err != nil || l.String() != want {
			t.Errorf("%q is %s, %v", words, l, err)
		}
	}
	for _, bad := range []string{"", "7", "days", "7 moons", "-1 days", "99999999999 days", "up to 30 days", "about 1 month", "persistent"} {
		var l Lifetime
		if err := l.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q was accepted as %v", bad, l)
		}
	}
}

func TestValidateDeclaration(t *testing.T) {
	change := map[string]func(d *Declaration){
		"no name":       func(d *Declaration) { d.Name = "" },
		"bad name":      func(d *Declaration) { d.Name = "a;b" },
		"no purpose":    func(d *Declaration) { d.Purpose = " " },
		"category":      func(d *Declaration) { d.Category = "fun" },
		"path":          func(d *Declaration) { d.Path = "api" },
		"path, hostile": func(d *Declaration) { d.Path = "/; Domain=evil.example" },
		"same site":     func(d *Declaration) { d.SameSite = "loose" },
		"none, plain":   func(d *Declaration) { d.SameSite, d.Secure = None, false },
		"no life":       func(d *Declaration) { d.Lifetime = 0 },
		"36501 days":    func(d *Declaration) { d.Lifetime = Lifetime(36501 * day) },
	}
	for name, spoil := range change {
		d := declared[0]
		spoil(&d)
		if err := d.Validate(); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if err := declared[0].Validate(); err != nil {
		t.Error(err)
	}
}
