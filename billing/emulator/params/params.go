// Package params reads the parameters of a request to Stripe's API: nested forms such as
// items[0][price]. What cannot be read is noted, and refuses the request in the end. The
// API reads requests with it, and nothing else should have to. Start reading at [Params].
package params

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
)

// Params are what a request asks for: its form and the id in its address. What
// cannot be read is noted in fault, and refuses the request when the operation
// is over.
type Params struct {
	url.Values
	ID    string
	Inner string // the second id in the address
	path  string // of a nested part: its name in the whole form
	Fault *error
}

// Read reads the parameters of a request.
func Read(r *http.Request) (Params, error) {
	form := *r
	if form.Method == http.MethodDelete { // has a form too, which net/http would not read
		form.Method = http.MethodPost
	}
	if err := form.ParseForm(); err != nil {
		return Params{}, apierror.BadParam("", "", "The form cannot be read: "+err.Error())
	}
	return New(form.Form, r.PathValue("id"), r.PathValue("inner")), nil
}

// New makes parameters of a form, and of up to two ids in the address.
func New(form url.Values, ids ...string) Params {
	if form == nil {
		form = url.Values{}
	}
	ids = append(ids, "", "")
	return Params{Values: form, ID: ids[0], Inner: ids[1], Fault: new(error)}
}

// Check refuses what the operation does not know, as Stripe does, and what it
// misses.
func (p Params) Check(takes, requires string) error {
	known := strings.Fields(takes + " expand")
	for _, name := range slices.Sorted(maps.Keys(p.Values)) {
		first, _, _ := strings.Cut(name, "[")
		if !slices.Contains(known, first) || strange(name) {
			return apierror.BadParam(name, "parameter_unknown", "Received unknown parameter: "+name)
		}
	}
	for _, name := range strings.Fields(requires) {
		if p.Get(name) == "" {
			return apierror.MissingParam(name)
		}
	}
	return nil
}

// Full is a field's name in the whole form.
func (p Params) Full(name string) string {
	if p.path == "" {
		return name
	}
	first, rest, nested := strings.Cut(name, "[")
	if nested {
		rest = "[" + rest
	}
	return p.path + "[" + first + "]" + rest
}

// Refuse notes the first thing that is wrong.
func (p Params) Refuse(err error) {
	if *p.Fault == nil {
		*p.Fault = err
	}
}

// Bad notes that a parameter is wrong.
func (p Params) Bad(name, code, message string) {
	p.Refuse(apierror.BadParam(p.Full(name), code, message))
}

// Gives reports whether the field or anything inside it was given.
func (p Params) Gives(name string) bool {
	if p.Has(name) {
		return true
	}
	for key := range p.Values {
		if strings.HasPrefix(key, name+"[") {
			return true
		}
	}
	return false
}

// Sub is the nested part name[...].
func (p Params) Sub(name string) Params {
	inner := url.Values{}
	for key, values := range p.Values {
		rest, isOurs := strings.CutPrefix(key, name+"[")
		if !isOurs {
			continue
		}
		first, rest, _ := strings.Cut(rest, "]")
		inner[first+rest] = values
	}
	return Params{Values: inner, ID: p.ID, path: p.Full(name), Fault: p.Fault}
}

// Items are the nested parts name[0][...], name[1][...] in their order.
func (p Params) Items(name string) []Params {
	all := p.Sub(name)
	indices := map[string]bool{}
	for key := range all.Values {
		first, _, nested := strings.Cut(key, "[")
		if nested {
			indices[first] = true
		}
	}
	sorted := slices.SortedFunc(maps.Keys(indices), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
	var found []Params
	for _, index := range sorted {
		found = append(found, all.Sub(index))
	}
	return found
}

// All reads name[]=x and name[0]=x.
func (p Params) All(name string) []string {
	var found []string
	inner := p.Sub(name)
	for _, key := range slices.Sorted(maps.Keys(inner.Values)) {
		found = append(found, inner.Values[key]...)
	}
	return found
}

// Keyed reads name[a]=x, name[b]=y.
func (p Params) Keyed(name string) map[string]string {
	found := map[string]string{}
	for key, values := range p.Sub(name).Values {
		if values[0] != "" {
			found[key] = values[0]
		}
	}
	return found
}

// Merged is metadata after an update: an empty value removes its key, and
// metadata that is empty itself removes all.
func (p Params) Merged(before map[string]string) map[string]string {
	after := map[string]string{}
	if !p.Has("metadata") {
		maps.Copy(after, before)
	}
	for key, values := range p.Sub("metadata").Values {
		after[key] = values[0]
	}
	maps.DeleteFunc(after, func(_, value string) bool { return value == "" })
	return after
}

// IsNumber reads a whole number.
func IsNumber(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}
