package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// The steps of a page in Firefox: it gets real clicks and keys.

func (f *firefox) open(address string) {
	f.t.Helper()
	f.must("browsingContext.navigate", map[string]any{"context": f.tab, "url": address, "wait": "complete"}, nil)
}

func (f *firefox) fill(css, text string) {
	f.t.Helper()
	f.click(css)
	var keys []map[string]any
	for _, key := range text {
		keys = append(keys,
			map[string]any{"type": "keyDown", "value": string(key)}, map[string]any{"type": "keyUp", "value": string(key)})
	}
	f.act(map[string]any{"type": "key", "id": "keyboard", "actions": keys})
}

func (f *firefox) click(css string) {
	f.t.Helper()
	f.await(css)
	f.evaluate(`document.querySelector(%q).scrollIntoView({ block: "center", behavior: "instant" })`, css)
	var found struct{ Nodes []struct{ SharedID string } }
	f.must("browsingContext.locateNodes", map[string]any{
		"context": f.tab, "locator": map[string]any{"type": "css", "value": css}, "maxNodeCount": 1,
	}, &found)
	if len(found.Nodes) == 0 {
		f.t.Fatalf("%s is gone", css)
	}
	element := map[string]any{"type": "element", "element": map[string]any{"sharedId": found.Nodes[0].SharedID}}
	f.act(map[string]any{"type": "pointer", "id": "mouse", "actions": []map[string]any{
		{"type": "pointerMove", "x": 0, "y": 0, "origin": element},
		{"type": "pointerDown", "button": 0},
		{"type": "pointerUp", "button": 0},
	}})
}

func (f *firefox) act(source map[string]any) {
	f.t.Helper()
	f.must("input.performActions", map[string]any{"context": f.tab, "actions": []any{source}}, nil)
}

func (f *firefox) await(css string) {
	f.t.Helper()
	for giveUp := time.Now().Add(patience); time.Now().Before(giveUp); time.Sleep(50 * time.Millisecond) {
		if seen, err := f.try(`document.querySelector(%q)?.checkVisibility() ?? false`, css); err == nil && seen == "true" {
			return
		}
	}
	f.t.Fatalf("%s is not seen at %s: %s", css, f.evaluate("location.href"), f.evaluate("document.body.innerText"))
}

func (f *firefox) text(css string) string {
	f.t.Helper()
	f.await(css)
	return f.evaluate(`document.querySelector(%q).innerText`, css)
}

func (f *firefox) value(css string) string {
	f.t.Helper()
	return f.evaluate(`document.querySelector(%q).value`, css)
}

// cookies reads the jar of the whole browser.
func (f *firefox) cookies() []held {
	f.t.Helper()
	var jar struct {
		Cookies []struct {
			Name, Domain, Path, SameSite string
			HTTPOnly, Secure             bool
			Expiry                       int64
		}
	}
	f.must("storage.getCookies", map[string]any{}, &jar)
	var all []held
	for _, c := range jar.Cookies {
		site := strings.ToUpper(c.SameSite[:1]) + c.SameSite[1:]
		all = append(all, held{
			c.Name, c.Domain, c.Path, site, c.HTTPOnly, c.Secure, c.Expiry == 0, time.Unix(c.Expiry, 0),
		})
	}
	return all
}

func (f *firefox) lose(_ string, c held) {
	f.t.Helper()
	f.must("storage.deleteCookies", map[string]any{"filter": map[string]any{"name": c.name, "path": c.path}}, nil)
}

// evaluate returns what the expression is in the page, as a text.
func (f *firefox) evaluate(expression string, values ...any) string {
	f.t.Helper()
	value, err := f.try(expression, values...)
	if err != nil {
		f.t.Fatal(err)
	}
	return value
}

func (f *firefox) try(expression string, values ...any) (string, error) {
	var answer struct {
		Type             string
		Result           struct{ Value json.RawMessage }
		ExceptionDetails struct{ Text string }
	}
	err := f.bidi.call("script.evaluate", map[string]any{
		"expression": "String(" + fmt.Sprintf(expression, values...) + ")", "target": map[string]any{"context": f.tab},
		"awaitPromise": false,
	}, &answer)
	if err == nil && answer.Type == "exception" {
		err = fmt.Errorf("%s: %s", expression, answer.ExceptionDetails.Text)
	}
	var text string
	_ = json.Unmarshal(answer.Result.Value, &text)
	return text, err
}

func (f *firefox) must(method string, params, result any) {
	f.t.Helper()
	if err := f.bidi.call(method, params, result); err != nil {
		f.t.Fatal(err)
	}
}
