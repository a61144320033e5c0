package block

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// Storage lists what pages keep in the browser besides cookies.
type Storage []Stored

// Stored is one thing that pages keep, or several with names that are alike.
type Stored struct {
	Kind     StorageKind     `json:"kind"`
	Name     string          `json:"name"` // or a pattern, as a cookie's: "cart_*"
	Purpose  string          `json:"purpose"`
	Category cookie.Category `json:"category"`
	Party    string          `json:"party,omitempty"` // who keeps it; "" for this site itself
	Kept     cookie.Lifetime `json:"kept,omitempty"`  // 0: until somebody deletes it
}

// StorageKind is where a browser keeps something.
type StorageKind string

// The kinds of storage.
const (
	LocalStorage   StorageKind = "local_storage"
	SessionStorage StorageKind = "session_storage"
	IndexedDB      StorageKind = "indexed_db"
	Cache          StorageKind = "cache"
	ServiceWorker  StorageKind = "service_worker"
	OtherStorage   StorageKind = "other"
)

// storageWords are the kinds as the page prints them, in the order of the form.
var storageWords = []form.Option{
	{Value: string(LocalStorage), Label: "Local storage"},
	{Value: string(SessionStorage), Label: "Session storage"},
	{Value: string(IndexedDB), Label: "IndexedDB"},
	{Value: string(Cache), Label: "Cache"},
	{Value: string(ServiceWorker), Label: "Service worker"},
	{Value: string(OtherStorage), Label: "Other storage"},
}

// Words returns the kind as people read it; "" for an unknown one.
func (k StorageKind) Words() string {
	i := slices.IndexFunc(storageWords, func(o form.Option) bool { return o.Value == string(k) })
	if i < 0 {
		return ""
	}
	return storageWords[i].Label
}

var _ = register(Kind{
	Name: "storage", Position: 45, Menu: 45, Label: "Other storage",
	Hint: "What pages keep in the browser besides cookies.",
	Schema: `{ "type": "array", "minItems": 1, "maxItems": 200, "items": {
		"description": "something that pages keep in the browser, and that is no cookie",
		"type": "object",
		"required": ["kind", "name", "purpose", "category"],
		"additionalProperties": false,
		"properties": {
			"kind": {
				"type": "string",
				"enum": ["local_storage", "session_storage", "indexed_db", "cache", "service_worker", "other"]
			},
			"name": { "description": "of the item, database or cache; * stands for any characters", "$ref": "#/$defs/text" },
			"purpose": { "$ref": "#/$defs/text" },
			"category": { "$ref": "#/$defs/category" },
			"party": { "description": "who keeps it, if not this site", "$ref": "#/$defs/text" },
			"kept": { "description": "without it: until somebody deletes it", "$ref": "#/$defs/lifetime" }
		}
	} }`,
	Form: storageForm,
	Read: readStorage,
	Example: Storage{
		{LocalStorage, "theme", "Keeps the colours you chose.", cookie.Preferences, "", cookie.Session},
		{Kind: IndexedDB, Name: "drafts_*", Purpose: "Keeps what you write.", Category: cookie.Necessary, Party: "A host"},
	},
})

func storageForm(m form.Maker, _ []cookie.Declaration) []form.Field {
	return m.Rows("name", func(i int) form.Field {
		return form.Field{Label: fmt.Sprintf("Kept thing %d", i+1), Fields: []form.Field{
			m.Text(form.Row("name", i), "Name", "As the browser shows it, without spaces; * stands for any characters."),
			m.Choice(form.Row("kind", i), "Where", "", storageWords),
			m.Text(form.Row("purpose", i), "What it is for", ""),
			m.Choice(form.Row("category", i), "Category", "", form.CategoryOptions()),
			m.Text(form.Row("party", i), "Who keeps it (optional)", "Empty: this site itself."),
			m.Text(form.Row("kept", i), "For how long (optional)", "Like 30 days, or session. Empty: until it is deleted."),
		}}
	})
}

func readStorage(v url.Values) (Content, form.Problems) {
	problems := form.Problems{}
	rows := form.ReadRows(v, "name", func(i int) Stored {
		line := func(name string) string { return form.Line(v, form.Row(name, i)) }
		kept := Stored{Name: line("name"), Purpose: line("purpose"), Party: line("party")}
		if life := line("kept"); life != "" {
			if err := kept.Kept.UnmarshalText([]byte(life)); err != nil {
				problems[form.Row("kept", i)] = err.Error() + "."
				kept.Kept = cookie.Session // the row is not empty
			}
		}
		if kept == (Stored{}) {
			return kept // something is always chosen where there is a choice
		}
		kept.Kind, kept.Category = StorageKind(line("kind")), cookie.Category(line("category"))
		return kept
	})
	maps.Copy(problems, unreadRows(v, "name", "purpose", "party", "kept"))
	return Storage(rows), problems
}

// Name implements [Content].
func (s Storage) Name() string { return s[0].Name }

// Texts implements [Content].
func (s Storage) Texts() []Text {
	var texts []Text
	for i, kept := range s {
		party := label(rowText("party", i, kept.Party))
		party.Required = false
		texts = append(texts, rowText("purpose", i, kept.Purpose), party)
	}
	return texts
}

// PrintedTexts implements [Printer]: the page prints the names, too.
func (s Storage) PrintedTexts([]cookie.Declaration) []Text {
	texts := s.Texts()
	for i, kept := range s {
		texts = append(texts, label(rowText("name", i, kept.Name)))
	}
	return texts
}

// Problem implements [Content].
func (s Storage) Problem() string {
	for i, kept := range s {
		isAgain := func(o Stored) bool { return o.Kind == kept.Kind && o.Name == kept.Name && o.Party == kept.Party }
		switch {
		case slices.ContainsFunc(s[:i], isAgain):
			return fmt.Sprintf("%s stands twice.", kept.Name)
		case !isStoredName(kept.Name):
			return "Each thing that is kept needs its name, which has no blanks and is not * alone: write * for a blank."
		case kept.Kind.Words() == "":
			return fmt.Sprintf("%q is no place where browsers keep things.", kept.Kind)
		case kept.Category.Words() == "":
			return fmt.Sprintf("%q is not a category.", kept.Category)
		}
	}
	return ""
}

// isStoredName reports whether the text is a name or a pattern, which says something of it, and
// cannot be a sentence.
func isStoredName(name string) bool {
	return strings.Trim(name, "*") != "" && strings.IndexFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}) < 0
}

// Lines implements [Content].
func (s Storage) Lines([]cookie.Declaration) []Line {
	var lines []Line
	for _, kept := range s {
		lines = append(lines, Line{Label: kept.Name, Text: kept.Purpose},
			Line{Label: "Kind of " + kept.Name, Text: kept.Kind.Words()},
			Line{Label: "Category of " + kept.Name, Text: kept.Category.Words()},
			Line{Label: "Who keeps " + kept.Name, Text: kept.Party},
			Line{Label: "How long " + kept.Name + " is kept", Text: kept.keptWords()})
	}
	return lines
}

// Translate implements [Content]. Names stay.
func (s Storage) Translate(visit Visit) Content {
	s = slices.Clone(s)
	for i := range s {
		s[i].Purpose = visit(strconv.Itoa(i+1), "Purpose of "+s[i].Name, s[i].Purpose)
	}
	return s
}

// Values implements [Content].
func (s Storage) Values() url.Values {
	v := url.Values{}
	for i, kept := range s {
		form.SetAll(v, form.Row("name", i), kept.Name, form.Row("kind", i), string(kept.Kind),
			form.Row("purpose", i), kept.Purpose, form.Row("category", i), string(kept.Category),
			form.Row("party", i), kept.Party, form.Row("kept", i), kept.keptWords())
	}
	return v
}

// keptWords is how long it is kept, as the form has it.
func (s Stored) keptWords() string {
	if s.Kept == 0 {
		return ""
	}
	return s.Kept.String()
}

// Find returns the row of what is kept under the name: the one that has it to the letter,
// else the longest pattern that it is like.
func (s Storage) Find(kind StorageKind, name string) (Stored, bool) {
	var best Stored
	for _, kept := range s {
		switch {
		case kept.Kind != kind:
		case kept.Name == name:
			return kept, true
		case len(kept.Name) > len(best.Name) && cookie.MatchName(kept.Name, name):
			best = kept
		}
	}
	return best, best.Name != ""
}
