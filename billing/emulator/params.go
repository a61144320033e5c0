package emulator

import (
	"cmp"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// params are what a request asks for: its form and the id in its address. What
// cannot be read is noted in fault, and refuses the request when the operation
// is over.
type params struct {
	url.Values
	id    string
	inner string // the second id in the address
	path  string // of a nested part: its name in the whole form
	fault *error
}

func readParams(r *http.Request) (params, error) {
	form := *r
	if form.Method == http.MethodDelete { // has a form too, which net/http would not read
		form.Method = http.MethodPost
	}
	if err := form.ParseForm(); err != nil {
		return params{}, badParam("", "", "The form cannot be read: "+err.Error())
	}
	p := newParams(form.Form, r.PathValue("id"))
	p.inner = r.PathValue("inner")
	return p, nil
}

func newParams(form url.Values, id string) params {
	if form == nil {
		form = url.Values{}
	}
	return params{Values: form, id: id, fault: new(error)}
}

// check refuses what the operation does not know, as Stripe does, and what it
// misses.
func (p params) check(op operation) error {
	known := strings.Fields(op.takes + " expand")
	for _, name := range slices.Sorted(maps.Keys(p.Values)) {
		first, _, _ := strings.Cut(name, "[")
		if !slices.Contains(known, first) || strange(name) {
			return badParam(name, "parameter_unknown", "Received unknown parameter: "+name)
		}
	}
	for _, name := range strings.Fields(op.requires) {
		if p.Get(name) == "" {
			return missingParam(name)
		}
	}
	return nil
}

// full is a field's name in the whole form.
func (p params) full(name string) string {
	if p.path == "" {
		return name
	}
	first, rest, nested := strings.Cut(name, "[")
	if nested {
		rest = "[" + rest
	}
	return p.path + "[" + first + "]" + rest
}

// refuse notes the first thing that is wrong.
func (p params) refuse(err error) {
	if *p.fault == nil {
		*p.fault = err
	}
}

func (p params) bad(name, code, message string) { p.refuse(badParam(p.full(name), code, message)) }

// gives reports whether the field or anything inside it was given.
func (p params) gives(name string) bool {
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

// sub is the nested part name[...].
func (p params) sub(name string) params {
	inner := url.Values{}
	for key, values := range p.Values {
		rest, isOurs := strings.CutPrefix(key, name+"[")
		if !isOurs {
			continue
		}
		first, rest, _ := strings.Cut(rest, "]")
		inner[first+rest] = values
	}
	return params{Values: inner, id: p.id, path: p.full(name), fault: p.fault}
}

// items are the nested parts name[0][...], name[1][...] in their order.
func (p params) items(name string) []params {
	all := p.sub(name)
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
	var found []params
	for _, index := range sorted {
		found = append(found, all.sub(index))
	}
	return found
}

// all reads name[]=x and name[0]=x.
func (p params) all(name string) []string {
	var found []string
	inner := p.sub(name)
	for _, key := range slices.Sorted(maps.Keys(inner.Values)) {
		found = append(found, inner.Values[key]...)
	}
	return found
}

// keyed reads name[a]=x, name[b]=y.
func (p params) keyed(name string) map[string]string {
	found := map[string]string{}
	for key, values := range p.sub(name).Values {
		if values[0] != "" {
			found[key] = values[0]
		}
	}
	return found
}

// merged is metadata after an update: an empty value removes its key, and
// metadata that is empty itself removes all.
func (p params) merged(before map[string]string) map[string]string {
	after := map[string]string{}
	if !p.Has("metadata") {
		maps.Copy(after, before)
	}
	for key, values := range p.sub("metadata").Values {
		after[key] = values[0]
	}
	maps.DeleteFunc(after, func(_, value string) bool { return value == "" })
	return after
}

func isNumber(text string) (int64, bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}
