package cookie

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReceivedFrom(t *testing.T) {
	tests := map[string]struct {
		lines []string
		want  []Received
	}{
		"none":              {nil, nil},
		"empty":             {[]string{"", ";; ;"}, nil},
		"in their order":    {[]string{"b=1; a=2"}, []Received{{"b", 1}, {"a", 1}}},
		"twice":             {[]string{"a=1; a=2", "a=3"}, []Received{{"a", 3}}},
		"two lines":         {[]string{"a=1", "b=1"}, []Received{{"a", 1}, {"b", 1}}},
		"equals in a value": {[]string{"a=b=c"}, []Received{{"a", 1}}},
		"without a value":   {[]string{"a="}, []Received{{"a", 1}}},
		"without a name":    {[]string{"secret; =other"}, []Received{{"", 2}}},
		"no token":          {[]string{"a b{}=1; \xff\x01=2"}, []Received{{"a b{}", 1}, {"\xff\x01", 1}}},
		"other case":        {[]string{"A=1; a=1"}, []Received{{"A", 1}, {"a", 1}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := ReceivedFrom(&http.Request{Header: http.Header{"Cookie": tt.lines}})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzReceivedFrom: every name stands in the header, once in the list, and what
// net/http finds is found.
func FuzzReceivedFrom(f *testing.F) {
	for _, line := range []string{"", "a=1; b=2", "a", "=;=;;", "a=1;a=2", `a="x;y"`, "\x00\xff=\u2028", " a = b ", "prokken_consent=1.x"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		r := &http.Request{Header: http.Header{"Cookie": {line}}}
		seen := map[string]bool{}
		for _, got := range ReceivedFrom(r) {
			if seen[got.Name] || got.Times < 1 || !strings.Contains(line, got.Name) ||
				strings.ContainsAny(got.Name, ";=") {
				t.Errorf("%q in %q", got.Name, line)
			}
			seen[got.Name] = true
		}
		for _, c := range r.Cookies() {
			if c.Value != "" && !seen[c.Name] { // without "=" it takes a value for a name
				t.Errorf("%q is missing of %q", c.Name, line)
			}
		}
	})
}

// TestAll finds every value of a name, each once, behind any number of others.
func TestAll(t *testing.T) {
	r := request(ownHost)
	r.Header["Cookie"] = []string{
		strings.Repeat(
			"x=y;",
			3500,
		) + "prokken_access=one; prokken_access=two;prokken_access=one", "prokken_access=; prokken_access=three",
	}
	if got := strings.Join(All(r, Access), " "); got != "one two three" {
		t.Error(got)
	}
	if got := Get(r, Access); got != "one" {
		t.Error(got)
	}
	if !Any(r) || len(All(r, Refresh)) != 0 {
		t.Error("others are not told apart")
	}
}
