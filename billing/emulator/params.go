package emulator

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// params are what a request asks for: its form and the id in its address.
type params struct {
	url.Values
	id string
}

func readParams(r *http.Request) (params, error) {
	form := *r
	if form.Method == http.MethodDelete { // has a form too, which net/http would not read
		form.Method = http.MethodPost
	}
	if err := form.ParseForm(); err != nil {
		return params{}, badParam("", "", "The form cannot be read: "+err.Error())
	}
	return params{form.Form, r.PathValue("id")}, nil
}

// check refuses what the operation does not know, as Stripe does, and what it
// misses.
func (p params) check(op operation) error {
	known := strings.Fields(op.takes)
	for name := range p.Values {
		first, _, _ := strings.Cut(name, "[")
		if !slices.Contains(known, first) {
			return badParam(name, "parameter_unknown", "Received unknown parameter: "+name)
		}
	}
	for _, name := range op.requires {
		if p.Get(name) == "" {
			return missingParam(name)
		}
	}
	return nil
}

// optional is nil for what was not given.
func (p params) optional(name string) *string {
	if !p.Has(name) {
		return nil
	}
	value := p.Get(name)
	return &value
}

// number reads a whole number; fallback for what was not given.
func (p params) number(name string, fallback int64) (int64, error) {
	if !p.Has(name) {
		return fallback, nil
	}
	n, err := strconv.ParseInt(p.Get(name), 10, 64)
	if err != nil || n < 0 {
		return 0, badParam(name, "parameter_invalid_integer", "Invalid integer: "+p.Get(name))
	}
	return n, nil
}

// flag reads true or false; fallback for what was not given.
func (p params) flag(name string, fallback bool) (bool, error) {
	if !p.Has(name) {
		return fallback, nil
	}
	value := p.Get(name)
	if value != "true" && value != "false" {
		return false, badParam(name, "", "Invalid boolean: "+value)
	}
	return value == "true", nil
}

// merged is metadata after an update: an empty value removes its key, and
// metadata that is empty itself removes all.
func (p params) merged(before map[string]string) map[string]string {
	after := map[string]string{}
	if !p.Has("metadata") {
		maps.Copy(after, before)
	}
	maps.Copy(after, p.keyed("metadata"))
	maps.DeleteFunc(after, func(_, value string) bool { return value == "" })
	return after
}

// keyed reads name[a]=x, name[b]=y.
func (p params) keyed(name string) map[string]string {
	found := map[string]string{}
	for key, values := range p.Values {
		rest, isOurs := strings.CutPrefix(key, name+"[")
		if inner, closed := strings.CutSuffix(rest, "]"); isOurs && closed {
			found[inner] = values[0]
		}
	}
	return found
}

// all reads name[]=x and name[0]=x.
func (p params) all(name string) []string {
	var found []string
	for key, values := range p.Values {
		if strings.HasPrefix(key, name+"[") {
			found = append(found, values...)
		}
	}
	return found
}
