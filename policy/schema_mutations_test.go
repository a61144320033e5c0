package policy_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// mutator changes documents by chance, and the same for the same seed.
type mutator struct{ *rand.Rand }

func (m mutator) mutated(t *testing.T, d any) any {
	t.Helper()
	d = jsonValue(t, d) // a copy
	for range 1 + m.IntN(4) {
		var spots []spot
		collectSpots(d, func(value any) { d = value }, &spots)
		slices.SortFunc(spots, func(a, b spot) int { return strings.Compare(a.path, b.path) })
		m.change(spots[m.IntN(len(spots))], spots)
	}
	return d
}

// spot is a value of a document, and how another is put in its place.
type spot struct {
	path  string
	value any
	set   func(any)
}

func collectSpots(value any, set func(any), all *[]spot) { collectSpotsAt("", value, set, all) }

func collectSpotsAt(path string, value any, set func(any), all *[]spot) {
	*all = append(*all, spot{path, value, set})
	switch v := value.(type) {
	case map[string]any:
		for name, field := range v {
			collectSpotsAt(path+"/"+name, field, func(value any) { v[name] = value }, all)
		}
	case []any:
		for i, item := range v {
			collectSpotsAt(path+"/"+strconv.Itoa(i), item, func(value any) { v[i] = value }, all)
		}
	}
}

// change takes something out, adds something, or puts something else in the spot's place.
func (m mutator) change(s spot, all []spot) {
	switch v := s.value.(type) {
	case map[string]any:
		m.changeFields(s, v, all)
	case []any:
		if len(v) > 0 && m.IntN(3) > 0 {
			s.set(slices.Repeat(v[:1+m.IntN(len(v))], m.pickInt(0, 1, 2, 201, 1001)/len(v)+m.IntN(2)))
			return
		}
		s.set(m.value(all))
	case string:
		s.set(m.text(v, all))
	default:
		s.set(m.value(all))
	}
}

func (m mutator) changeFields(s spot, fields map[string]any, all []spot) {
	switch m.IntN(4) {
	case 0:
		s.set(m.value(all))
	case 1:
		for _, name := range strings.Fields(fieldWords) {
			if _, has := fields[name]; has && m.IntN(2) == 0 {
				delete(fields, name)
			}
		}
	default:
		names := append(strings.Fields(fieldWords), "no_such", "Bad Name", "")
		fields[names[m.IntN(len(names))]] = m.value(all)
	}
}

// fieldWords are names of fields of documents.
const fieldWords = "slug title intro cookies sections anchor blocks uid claims prose list related changes newest caption " +
	"category party domain path lifetime http_only secure same_site of path_of name purpose policy says program all_cookies " +
	"among cookie_count cookie no_cookies required in_short storage contact phone website kept kind third_parties"

func (m mutator) pickInt(of ...int) int { return of[m.IntN(len(of))] }

// value is another value: one of the document, or an odd one.
func (m mutator) value(all []spot) any {
	odd := []any{
		nil, true, false, 0.0, -1.0, 1.0, 5.5, 100.0, 101.0, 200.0, 201.0, 1e99, "", "x", " ",
		[]any{},
		map[string]any{},
		map[string]any{"Kept": true},
		map[string]any{"kept": "90 days"},
		map[string]any{"kept": 5.5},
		[]any{"x"},
		[]any{nil},
	}
	if m.IntN(3) == 0 {
		return deepCopy(all[m.IntN(len(all))].value)
	}
	return deepCopy(odd[m.IntN(len(odd))])
}

func (m mutator) text(old string, all []spot) any {
	texts := []string{
		old + "\n", old + "\x00", " " + old, strings.ToUpper(old), "", "-", "\u200b", "\u202E", "https://a", "/a", "a--b",
		"necessary", "lax", "90 days", "2 moons", "session", "elsewhere", letters(100), letters(201), letters(20_001),
		strings.Repeat("a", 101), strings.Repeat("a", 254), "a.example", "a\u00A0b", "\xff",
	}
	if m.IntN(4) == 0 {
		return m.value(all)
	}
	return texts[m.IntN(len(texts))]
}

// deepCopy keeps a document from holding itself.
func deepCopy(value any) any {
	text, _ := json.Marshal(value)
	var copied any
	_ = json.Unmarshal(text, &copied)
	return copied
}
