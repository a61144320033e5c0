package cookie

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestMatchName(t *testing.T) {
	for _, tt := range []struct {
		pattern, name string
		want          bool
	}{
		{"_ga_*", "_ga_X1", true},
		{"_ga_*", "_ga_", false},
		{"_ga_*", "x_ga_X1", false},
		{"_ga_*", "_ga", false},
		{"*_id", "a_id", true},
		{"*_id", "_id", false},
		{"*_id", "a_ids", false},
		{"a*b*c", "a1b2c", true},
		{"a*b*c", "abc", false},
		{"a*b*c", "a1bc", false},
		{"a*b*c", "abbbc", true},
		{"*", "a", true},
		{"*", "", false},
		{"a", "a", false}, // no pattern
	} {
		if got := MatchName(tt.pattern, tt.name); got != tt.want {
			t.Errorf("%s, %s: %v", tt.pattern, tt.name, got)
		}
	}
}

func TestFindPrefersTheExactName(t *testing.T) {
	declared := []Declaration{{Name: "*"}, {Name: "_ga_*"}, {Name: "_ga_X"}, {Name: "_*"}}
	for name, want := range map[string]string{"_ga_X": "_ga_X", "_ga_Y": "_ga_*", "_g": "_*", "sid": "*"} {
		if d, found := Find(declared, name); !found || d.Name != want {
			t.Errorf("%s: %s, %v", name, d.Name, found)
		}
	}
	if d, found := Find(declared[1:3], "sid"); found {
		t.Errorf("sid is %s", d.Name)
	}
}

// TestPatternIsTakenBack: every cookie that a declared pattern means is taken back from the
// browser that shows it, and none may be set.
func TestPatternIsTakenBack(t *testing.T) {
	pattern := Declaration{
		Name: "_ga_*", Purpose: "Counts.", Category: Analytics, Path: "/", Lifetime: Session, SameSite: Lax,
	}
	mint := NewMint(&testSite{declared: append(slices.Clone(declared), pattern)}, true)
	r := request(ownHost)
	r.Header.Set("Cookie", "_ga_X=1; _ga_Y=2; sid=3")
	w := httptest.NewRecorder()
	NewGate(mint, &reports{}).Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mint.TakeBack(w, r, "_ga_*")
		w.Header().Add("Set-Cookie", "_ga_X=4; Path=/; SameSite=Lax")
		w.Header().Add("Set-Cookie", "_ga_Z=; Path=/; Max-Age=0; SameSite=Lax") // was not shown
	})).ServeHTTP(w, r)
	lines := strings.Join(w.Header()["Set-Cookie"], "\n")
	for _, name := range []string{"_ga_X=;", "_ga_Y=;"} {
		if !strings.Contains(lines, name) {
			t.Errorf("%s was not taken back:\n%s", name, lines)
		}
	}
	for _, name := range []string{"sid", "_ga_*", "_ga_Z", "_ga_X=4"} {
		if strings.Contains(lines, name) {
			t.Errorf("%s left:\n%s", name, lines)
		}
	}
}

// TestFormerByAnotherName: a cookie that is declared is no former one, whether its name or a
// pattern was declared before.
func TestFormerByAnotherName(t *testing.T) {
	of := func(name string) Declaration {
		return Declaration{
			Name: name, Purpose: "Counts.", Category: Analytics, Path: "/", Lifetime: Session, SameSite: Lax,
		}
	}
	for name, tt := range map[string]struct{ now, before string }{
		"a pattern now": {"_ga_*", "_ga_X"}, "a name now": {"_ga_X", "_ga_*"}, "everything before": {"_ga_X", "_*"},
	} {
		t.Run(name, func(t *testing.T) {
			site := &testSite{append(slices.Clone(declared), of(tt.now)), []Declaration{of(tt.before)}}
			r, w := request(ownHost), httptest.NewRecorder()
			r.Header.Set("Cookie", "_ga_X=1")
			NewMint(site, true).TakeBackFormer(w, r)
			if lines := w.Header()["Set-Cookie"]; len(lines) > 0 {
				t.Errorf("taken back: %q", lines)
			}
		})
	}
}

func TestAPatternOfEverything(t *testing.T) {
	d := Declaration{Name: "*", Purpose: "x", Category: Analytics, Path: "/", Lifetime: Session, SameSite: Lax}
	if d.Validate() == nil {
		t.Error("accepted")
	}
}
