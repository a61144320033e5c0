package policy_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	library "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/schema"
)

// judges are the program's own validator and a full implementation, with the same schema.
type judges struct {
	own  *schema.Schema
	full *library.Schema
}

func newJudges(t *testing.T) judges {
	t.Helper()
	lifetime := func(value any) error {
		text, isText := value.(string)
		if !isText {
			return nil
		}
		return new(cookie.Lifetime).UnmarshalText([]byte(text))
	}
	compiler := library.NewCompiler()
	compiler.RegisterFormat(&library.Format{Name: "lifetime", Validate: lifetime})
	compiler.AssertFormat()
	text, err := library.UnmarshalJSON(bytes.NewReader(policy.Schema()))
	if err := errors.Join(err, compiler.AddResource("x", text)); err != nil {
		t.Fatal(err)
	}
	root := valueOf(t, policy.Schema()).(map[string]any)
	return judges{schema.Compile(root, schema.Formats{"lifetime": lifetime}), compiler.MustCompile("x")}
}

func valueOf(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// agree reports the value if the two find something else in it: another place, keyword or part of
// the schema. It returns whether the value fits.
func (j judges) agree(t *testing.T, value any) bool {
	t.Helper()
	var own, full []string
	for _, f := range j.own.Check(value) {
		if strings.HasSuffix(f.Part, "/propertyNames") {
			f.At = f.At[len(f.At)-1:]
		}
		own = append(own, places(f.At, f.Names, f.Part, f.Keyword)...)
	}
	var invalid *library.ValidationError
	if errors.As(j.full.Validate(value), &invalid) {
		full = findings(invalid, nil)
	}
	slices.Sort(own)
	slices.Sort(full)
	if diff := cmp.Diff(full, own); diff != "" {
		text, _ := json.Marshal(value)
		t.Errorf("the library finds -, we find +: %s\n%.2000s", diff, text)
	}
	return len(own) == 0
}

// findings are what the library finds, without what only gathers what others found.
func findings(e *library.ValidationError, at []string) []string {
	at = append(slices.Clone(at), e.InstanceLocation...)
	_, part, _ := strings.Cut(e.SchemaURL, "#")
	var names, all []string
	switch k := e.ErrorKind.(type) {
	case *kind.Schema, *kind.Group, *kind.Reference, *kind.AllOf:
		at = nil // the causes tell the whole place
	case *kind.PropertyNames:
		at = []string{k.Property} // the library tells a wrong place: it does not copy the one it has
	case *kind.Required:
		names = k.Missing
	case *kind.DependentRequired:
		names = k.Missing
	case *kind.AdditionalProperties:
		names = k.Properties
	default:
		return places(at, nil, part, k.KeywordPath()[0])
	}
	if names != nil {
		return places(at, names, part, e.ErrorKind.KeywordPath()[0])
	}
	for _, cause := range e.Causes {
		all = append(all, findings(cause, at)...)
	}
	return all
}

func places(at, names []string, part, keyword string) []string {
	if names == nil {
		return []string{strings.Join(at, "/") + ": " + keyword + " of " + part}
	}
	var all []string
	for _, name := range names {
		all = append(all, places(append(slices.Clone(at), name), nil, part, keyword)...)
	}
	return all
}

// TestOwnValidatorAgrees: on the documents that are shipped, those of the other tests, and thousands
// that chance changed, the program's validator finds what a full implementation does.
func TestOwnValidatorAgrees(t *testing.T) {
	j := newJudges(t)
	var documents []any
	for _, slug := range []string{policy.CookiePolicy, "privacy-policy", "terms", "refund-policy"} {
		documents = append(documents, yamlValue(t, shipped(t, slug)))
	}
	for seed := range uint64(60) {
		documents = append(documents, jsonValue(t, (&maker{Rand: rand.New(rand.NewPCG(seed, 4))}).document()))
	}
	for _, d := range documents {
		if !j.agree(t, d) {
			t.Error("a good document is refused")
		}
	}
	for _, b := range borders() {
		documents = append(documents, jsonValue(t, b.good), jsonValue(t, b.bad))
	}
	for _, d := range badDocuments() {
		if value := yamlValue(t, []byte(d.text)); value != nil {
			documents = append(documents, value)
		}
	}
	for _, d := range documents {
		j.agree(t, d)
	}
	counts := map[bool]int{}
	for seed := range uint64(2000) {
		m := mutator{rand.New(rand.NewPCG(seed, 5))}
		counts[j.agree(t, m.mutated(t, documents[m.IntN(len(documents))]))]++
	}
	if t.Logf("fit, or not: %v", counts); counts[true] < 100 || counts[false] < 1500 {
		t.Error("chance changes too little, or too much")
	}
}

// yamlValue is the text as JSON; nil if it is no YAML.
func yamlValue(t *testing.T, text []byte) any {
	t.Helper()
	var value any
	if yaml.Unmarshal(text, &value) != nil {
		return nil
	}
	return jsonValue(t, value)
}

func jsonValue(t *testing.T, d any) any {
	t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	return valueOf(t, text)
}
