package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/prokken/prokken/billing/emulator"
)

// contract is Stripe's own description of its API, as stripe-mock carries it.
type contract struct {
	paths    map[string]map[string]operation
	compiler *jsonschema.Compiler
	schemas  map[string]any

	mu       sync.Mutex
	compiled map[string]*jsonschema.Schema
}

type operation struct {
	Responses map[string]struct {
		Content map[string]struct {
			Schema any `json:"schema"`
		} `json:"content"`
	} `json:"responses"`
}

// theContract is nil where the machine does not have it.
var theContract = sync.OnceValues(func() (*contract, error) {
	folder, err := exec.Command(
		"go", "list", "-modfile=../../tools/go.mod", "-m", "-f", "{{.Dir}}",
		"github.com/stripe/stripe-mock",
	).Output()
	if err == nil && len(bytes.TrimSpace(folder)) == 0 {
		if err = exec.Command(
			"go", "mod", "download", "-modfile=../../tools/go.mod", "github.com/stripe/stripe-mock",
		).Run(); err == nil {
			folder, err = exec.Command(
				"go", "list", "-modfile=../../tools/go.mod", "-m", "-f", "{{.Dir}}",
				"github.com/stripe/stripe-mock",
			).Output()
		}
	}
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(folder)), "embedded", "openapi", "spec3.json"))
	if err != nil {
		return nil, err
	}
	return readContract(text)
})

func readContract(text []byte) (*contract, error) {
	var spec struct {
		Paths      map[string]map[string]operation `json:"paths"`
		Components struct {
			Schemas map[string]any `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(text, &spec); err != nil {
		return nil, err
	}
	c := &contract{
		paths: spec.Paths, schemas: spec.Components.Schemas, compiler: jsonschema.NewCompiler(),
		compiled: map[string]*jsonschema.Schema{},
	}
	document := map[string]any{"components": map[string]any{"schemas": plain(spec.Components.Schemas)}}
	return c, c.compiler.AddResource("mem:///spec.json", document)
}

// plain turns OpenAPI 3.0 into JSON Schema: what is nullable may be null.
func plain(node any) any {
	switch one := node.(type) {
	case []any:
		for i := range one {
			one[i] = plain(one[i])
		}
	case map[string]any:
		for name := range one {
			one[name] = plain(one[name])
		}
		ref, isRef := one["$ref"].(string)
		if name, ours := strings.CutPrefix(ref, "#/"); isRef && ours {
			one["$ref"] = "mem:///spec.json#/" + name
		}
		if one["nullable"] == true {
			delete(one, "nullable")
			return map[string]any{"anyOf": []any{map[string]any{"type": "null"}, one}}
		}
		delete(one, "format")
	}
	return node
}

// check says how an answer differs from what the contract promises.
func (c *contract) check(method, path string, status int, body []byte) error {
	template := c.match(path)
	found, known := c.paths[template][strings.ToLower(method)]
	if !known {
		if status == http.StatusNotFound {
			return c.validate("error", body)
		}
		return fmt.Errorf("Stripe has no %s %s", method, path)
	}
	code := "default"
	if status == http.StatusOK {
		code = "200"
	}
	return c.validateAs(method+" "+template+" "+code, found.Responses[code].Content["application/json"].Schema, body)
}

func (c *contract) validate(object string, body []byte) error {
	return c.validateAs(object, map[string]any{"$ref": "#/components/schemas/" + object}, body)
}

func (c *contract) validateAs(name string, schema any, body []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.compiled[name] == nil {
		url := "mem:///" + strings.NewReplacer("/", "_", " ", "_", "{", "", "}", "").Replace(name) + ".json"
		if err := c.compiler.AddResource(url, plain(schema)); err != nil {
			return err
		}
		made, err := c.compiler.Compile(url)
		if err != nil {
			return err
		}
		c.compiled[name] = made
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		return err
	}
	if err := c.compiled[name].Validate(value); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, body)
	}
	return nil
}

// match finds the path with the fewest variables that fits.
func (c *contract) match(path string) string {
	var fits []string
	for template := range c.paths {
		if covers(strings.Split(template, "/"), strings.Split(path, "/")) {
			fits = append(fits, template)
		}
	}
	slices.SortFunc(fits, func(a, b string) int { return strings.Count(a, "{") - strings.Count(b, "{") })
	if len(fits) == 0 {
		return ""
	}
	return fits[0]
}

func covers(template, path []string) bool {
	return slices.EqualFunc(template, path, func(a, b string) bool { return a == b || strings.HasPrefix(a, "{") })
}

// checkEvent validates an event and the object that it brings.
func (c *contract) checkEvent(payload []byte) error {
	if err := c.validate("event", payload); err != nil {
		return err
	}
	var sent struct {
		APIVersion string `json:"api_version"`
		Data       struct{ Object json.RawMessage }
	}
	var named struct{ Object string }
	if err := json.Unmarshal(payload, &sent); err != nil {
		return err
	}
	if err := json.Unmarshal(sent.Data.Object, &named); err != nil {
		return err
	}
	if sent.APIVersion != "2024-06-20" {
		return nil
	}
	return c.validate(named.Object, sent.Data.Object)
}

// watched hands on what the emulator answers, and complains about what Stripe
// would not answer.
func watched(t *testing.T, e http.Handler) http.Handler {
	c, err := theContract()
	if err != nil {
		missing(t, "stripe-mock", err.Error())
		return e
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, isAPI := strings.CutPrefix(r.URL.Path, emulator.Prefix+"/v1")
		if !isAPI {
			e.ServeHTTP(w, r)
			return
		}
		kept := httptest.NewRecorder()
		e.ServeHTTP(kept, r)
		if err := c.check(r.Method, "/v1"+path, kept.Code, kept.Body.Bytes()); err != nil {
			t.Error(err)
		}
		for name, values := range kept.Header() {
			w.Header()[name] = values
		}
		w.WriteHeader(kept.Code)
		_, _ = w.Write(kept.Body.Bytes())
	})
}

// missing tells that something is not there; where it is required, that fails.
func missing(t *testing.T, what, reason string) {
	t.Helper()
	if slices.Contains(strings.Split(os.Getenv("PROKKEN_TEST_REQUIRE"), ","), what) {
		t.Fatalf("%s is required: %s", what, reason)
	}
	t.Logf("no %s: %s", what, reason)
}

func TestTheContractNotices(t *testing.T) {
	c, err := theContract()
	if err != nil {
		missing(t, "stripe-mock", err.Error())
		t.Skip("no contract")
	}
	if err := c.check("GET", "/v1/customers/cus_1", 200, []byte(`{"id":"cus_1","object":"customer"}`)); err == nil {
		t.Error("a customer without created is taken")
	}
	if err := c.checkEvent([]byte(`{"id":"evt_1","object":"event"}`)); err == nil {
		t.Error("an event without data is taken")
	}
}
